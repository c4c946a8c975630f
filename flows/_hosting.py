"""How a flow works for a host's operator: all programs in batches over worker processes, one page for all of them.

A batch is a task run, and has a worker process of its own for its programs, one after another. No program has a flow
run: at 600 programs Prefect alone would take half an hour. Where the pool has several workers, each has a run of the
same round: they share the programs by turns, and the run that began the round tells of all.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

from prefect import get_run_logger, task, unmapped
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows._looking_after import look_after_runs
from flows._pages import leave_page
from flows._rounds import Round, ask_others_to_join, find_round, is_over
from flows._settings import FOLDERS
from schemas.hosted import Asked, HostedCommand, HostedOutcome, HostedProgram, Turn
from tasks.errors import NotAllDone, UsageError
from tasks.hosting.crew import Limits, work_through
from tasks.hosting.operator_files import Desk, find_operator
from tasks.hosting.program_list import list_programs
from tasks.hosting.tell_operator import report_to_operator
from tasks.hosting.turns import find_folder, is_free, load_record
from tasks.messages.hosted_words import describe_program, summarize_totals
from tasks.messages.run_page.hosted_page import TITLE, write_hosted_page
from tasks.messages.run_page.page import write_failure_page
from tasks.unforeseen import in_own_words, restate

WORKERS = os.cpu_count() or 1
MANY_AT_A_TIME: TaskRunner[PrefectFuture[Any]] = ThreadPoolTaskRunner(max_workers=WORKERS)  # type: ignore[assignment]
KEY = "daily-run-of-all-programs"
MOST_IN_A_BATCH = 50
"""So many share the two seconds in which their worker loads what all of them need."""

PATIENCE_SECONDS = 600
"""A network or a database that has been away for so long is told of; until then it is tried again."""

_LEAST_PAUSE_SECONDS, _MOST = 1.0, 30.0

Batch = Mapping[str, Path]
"""Programs of a host, by the names that they are told by."""


def run_for_operator(*, is_date_known: bool) -> HostedOutcome:
    """Do the daily run of every program that is served here, and leave the one page that tells of all.

    A run that joined the round of another has told what it did when all have ended; the other leaves the page.

    Raises:
        NotAllDone: some did not do well; all have been worked on.
        OperationError: none could be worked on.
    """
    look_after_runs()
    asked, shared = Asked(command=HostedCommand.RUN, is_date_known=is_date_known), None
    try:
        shared = find_round()
        outcome = _work_on_all(asked, shared)
    except Exception as error:  # noqa: BLE001 - any exception may quote a row
        problem = restate(error)
    else:
        if shared and not shared.is_first:
            return outcome
        leave_page(KEY, lambda: write_hosted_page(outcome))
        if not outcome.undone_count:
            return outcome
        problem = NotAllDone(summarize_totals(outcome), outcome)
        raise problem
    leave_page(KEY, lambda: write_failure_page(TITLE, problem, None))
    raise problem


def _work_on_all(asked: Asked, shared: Round | None) -> HostedOutcome:
    hosted = os.environ.get(FOLDERS)
    if not hosted:
        msg = f"No host's programs are served here: set {FOLDERS} to the folder in which their folders lie."
        raise UsageError(msg)
    programs, desk = list_programs(Path(hosted)), find_operator(Path(hosted))
    if shared is None:
        return _tell(desk, _list_in_order(programs, _work_in_batches(programs, asked, None)))
    outcome = _work_in_round(programs, asked, shared, find_folder(Path(hosted)))
    return _tell(desk, outcome) if shared.is_first else outcome


def _tell(desk: Desk | None, outcome: HostedOutcome) -> HostedOutcome:
    return report_to_operator(desk, outcome) if desk else outcome


def _list_in_order(programs: Batch, ended: Mapping[str, HostedProgram]) -> HostedOutcome:
    return HostedOutcome(programs=tuple(ended[name] for name in programs if name in ended))


def _work_in_round(programs: Batch, asked: Asked, shared: Round, folder: Path) -> HostedOutcome:
    """Work until every program has ended in the round, whoever worked on it."""
    ask_others_to_join(shared, len(programs))
    ended: dict[str, HostedProgram] = {}
    left = _mix(programs, shared)
    progress_at, pause = monotonic(), _LEAST_PAUSE_SECONDS
    while left and not is_over(shared):
        is_patient = monotonic() - progress_at < PATIENCE_SECONDS
        turn = Turn(round_at=shared.planned_at, folder=str(folder), is_patient=is_patient)
        found = _take_turns(left, asked, turn)
        ended |= found
        left = {name: path for name, path in left.items() if name not in ended}
        progress_at, pause = (monotonic(), _LEAST_PAUSE_SECONDS) if found else (progress_at, min(2 * pause, _MOST))
        if left:
            sleep(pause)
    return _list_in_order(programs, ended)


def _take_turns(left: Batch, asked: Asked, turn: Turn) -> dict[str, HostedProgram]:
    """Take what others have done, and work on what nobody is at."""
    done = {name: ended for name in left if (ended := load_record(turn, name))}
    free = {name: folder for name, folder in left.items() if name not in done and is_free(turn, name)}
    return done | _work_in_batches(free, asked, turn)


def _mix(programs: Batch, shared: Round) -> Batch:
    """Give each run an order of its own, so that they seldom want the same program."""
    names = list(programs)
    Random(shared.run.id.int).shuffle(names)  # noqa: S311 - nothing secret hangs on it
    return {name: programs[name] for name in names}


def _work_in_batches(programs: Batch, asked: Asked, turn: Turn | None) -> dict[str, HostedProgram]:
    if not programs:
        return {}
    listed = list(programs.items())
    size = min(MOST_IN_A_BATCH, -(-len(listed) // WORKERS))
    batches: list[Batch] = [dict(listed[first : first + size]) for first in range(0, len(listed), size)]
    worked = work_through_task.map(batches, unmapped(asked), unmapped(turn))
    return {one.folder: one for batch in worked.result() for one in batch}


@task(task_run_name="Work on the programs", persist_result=False)
@in_own_words
def work_through_task(programs: Batch, asked: Asked, turn: Turn | None) -> Sequence[HostedProgram]:
    """Work on a batch of programs, one after another in one process; log a line for each."""
    ended = work_through(programs, asked, Limits(workers=1), os.environ, turn)
    for one in ended:
        get_run_logger().info("%s", describe_program(one))
    return ended
