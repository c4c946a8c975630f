"""What a command asks for: an operation directly, or the flow of its name on the server of PREFECT_API_URL."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flows import _settings
from flows._marks import make_process_mark
from flows._settings import CLIENTS_LOGIN, SERVER
from schemas.failure import Work
from tasks.errors import NotAllDone, OperationError, UsageError

if TYPE_CHECKING:  # loaded by a command only when it needs them
    from schemas.hosted import Asked, HostedOutcome
    from schemas.outcome import Status
    from tasks.context import ProgramContext

Outcome = TypeVar("Outcome")

UNAUTHORIZED = 401


def do_operation(operation: Callable[..., Outcome], folder: Path, **parameters: Any) -> Outcome:
    """Do an operation on the program in a folder: as the flow of its name where a server is named, else directly."""
    if os.environ.get(SERVER):
        return cast("Outcome", call_flow(operation.__name__, folder, **parameters))
    return operation(open_here(folder), **parameters)


def do_watched(operation: Callable[..., Outcome], work: Work, folder: Path, **parameters: Any) -> Outcome:
    """Do an operation, and note how it ends: nobody may be there to see it fail. A flow notes that by itself."""
    if os.environ.get(SERVER):
        return do_operation(operation, folder, **parameters)
    from tasks.operations.watch_work import add_told, watch_work  # noqa: PLC0415 - only the daily run is watched

    with watch_work(folder, work) as told:
        outcome = do_operation(operation, folder, **parameters)
    return add_told(outcome, told)


def open_here(folder: Path) -> "ProgramContext":
    """Open the program in a folder in this process, once a command needs it: help and version need no database."""
    from tasks.context import open_program  # noqa: PLC0415 - as said

    return open_program(folder)


def find_status(program: "ProgramContext") -> "Status":
    """Find where a program stands."""
    from tasks.operations.summarize_status import summarize_status  # noqa: PLC0415 - as above

    return summarize_status(program)


def host_programs(host: Path, asked: "Asked", workers: int, most_minutes: float) -> "HostedOutcome":
    """Do the same for every program of a host: the daily run as its flow where a server is named, all else directly."""
    from schemas.hosted import HostedCommand, HostedOutcome  # noqa: PLC0415 - as above
    from tasks.hosting.crew import MINUTE, Limits, work_through  # noqa: PLC0415
    from tasks.hosting.operator_files import find_operator  # noqa: PLC0415
    from tasks.hosting.program_list import list_programs  # noqa: PLC0415
    from tasks.hosting.tell_operator import look_for_operator, report_to_operator  # noqa: PLC0415

    programs, limits = list_programs(host), Limits(workers, most_minutes * MINUTE)
    if os.environ.get(SERVER) and asked.command is HostedCommand.RUN:
        if limits != Limits():
            msg = f"--workers and --most-minutes are for work without a server: leave them out, or unset {SERVER}."
            raise UsageError(msg)
        os.environ[_settings.FOLDERS] = str(host.resolve())
        try:
            return cast("HostedOutcome", _call("run_hosted", is_date_known=asked.is_date_known))
        except NotAllDone as problem:
            return problem.outcome
    report = {HostedCommand.RUN: report_to_operator, HostedCommand.CHECK: look_for_operator}.get(asked.command)
    desk = find_operator(host) if report else None
    outcome = HostedOutcome(programs=tuple(work_through(programs, asked, limits, os.environ)))
    return report(desk, outcome) if report and desk else outcome


def call_flow(name: str, folder: Path, **parameters: Any) -> Any:
    """Run a flow to its end on the program in a folder; what it returns.

    The folder is this process's affair: a flow takes the name of a program that is served where it runs, and no path.

    Raises:
        OperationError: the flow could not go on, or the server does not answer.
        UsageError: the variable names no address.
    """
    os.environ[_settings.FOLDER] = str(folder.resolve())
    return _call(name, **parameters)


def _call(name: str, **parameters: Any) -> Any:
    _settings.keep_quiet()
    if not os.environ.get(SERVER):
        _settings.keep_no_record()
        _settings.keep_to_ourselves()
    elif not os.environ[SERVER].startswith(("http://", "https://")):
        msg = f"The variable {SERVER} names no address: write one such as http://127.0.0.1:4200/api, or unset it."
        raise UsageError(msg)
    flow = getattr(import_module(f"flows.{name}"), name)
    with _on_named_server() if os.environ.get(SERVER) else _on_temporary_server():
        return flow(**parameters)


@contextmanager
def _on_named_server() -> Iterator[None]:
    """Say it in a sentence when nothing answers there; Prefect has no exception of its own for that."""
    from prefect import tags  # noqa: PLC0415 - Prefect is loaded only once its settings stand
    from prefect.exceptions import PrefectHTTPStatusError  # noqa: PLC0415 - as above

    is_unreachable = is_refused = False
    try:
        with tags(make_process_mark()):  # nobody watches this process: its mark tells the run of a killed one
            yield
    except RuntimeError as error:
        if not str(error).startswith("Failed to reach API"):
            raise
        is_unreachable = True
    except PrefectHTTPStatusError as error:
        if error.response.status_code != UNAUTHORIZED:
            raise
        is_refused = True
    if is_refused:
        msg = (
            f"The Prefect server at {os.environ[SERVER]} asks for its login: set the variable {CLIENTS_LOGIN}, as "
            f"`lbn serve --show-login` shows it, or unset the variable {SERVER}: then the command works without one."
        )
        raise OperationError(msg)
    if is_unreachable:
        msg = (
            f"No Prefect server answers at {os.environ[SERVER]} (the variable {SERVER}). Start it, correct the "
            "address, or unset the variable: then the command works without one."
        )
        raise OperationError(msg)


@contextmanager
def _on_temporary_server() -> Iterator[None]:
    """Run without heartbeats: nobody watches a server that ends with the command, and they cost a second."""
    from prefect.settings import (  # noqa: PLC0415 - a named server needs none of it
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )

    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield
