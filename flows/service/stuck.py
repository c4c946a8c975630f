"""What a kill leaves in Prefect's database, and how it is put right: nothing there heals by itself.

A run whose process was killed together with the runner or worker that watched it stays "Running" forever, and one
that was killed before it began stays "Pending". After a machine was off, every slot that it missed would be run, one
after the other.
"""

import os
import socket
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import AwaitingRetry, Cancelled, Crashed

from flows._marks import MARK

QUIET_SECONDS = 60
"""So long a run may be between two processes, each of which knows nothing of it."""

UNBEGUN_SECONDS = 600
"""So long a worker of another machine may take to begin a run: some load slowly, none so slowly."""

A_PAGE = 200
"""So many runs Prefect's server gives at once."""

LATE_SECONDS = 120
"""A slot so long past was missed; of those of one deployment the last is made up for."""

_UNDER_WAY = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)


class Change(NamedTuple):
    """A run that is put right."""

    run: FlowRun
    state: State[Any]
    words: str


async def put_right(client: PrefectClient, own_runs: Collection[str], *, is_alone: bool = True) -> list[str]:
    """Put right every run that nobody works on any more; what was done, in words.

    Args:
        client: The server.
        own_runs: The runs that the caller has in hand, as far as it knows.
        is_alone: Whether all runs are worked on here. Where other machines have workers, nobody here sees what lives
            there: a run that has begun without the mark of this machine is left to the server's watch.
    """
    now = datetime.now(UTC)
    under_way = await _read_runs(client, _UNDER_WAY)
    late = await _read_runs(client, [StateType.SCHEDULED], before=now - timedelta(seconds=LATE_SECONDS))
    alive = {*own_runs, *_find_worked_on(under_way)} if under_way else own_runs
    dead = find_dead(under_way, alive, now) if is_alone else find_dead_here(under_way, alive, now)
    changes = [*dead, *find_missed(late)]
    for change in changes:
        await client.set_flow_run_state(change.run.id, change.state, force=True)
    return [f"{change.run.name}: {change.words}" for change in changes]


def find_dead(runs: Sequence[FlowRun], alive: Collection[str], now: datetime) -> Iterator[Change]:
    """Find the runs that nobody works on: those that had begun crashed, the others are to be begun again."""
    for run in runs:
        state = run.state
        if state is None or str(run.id) in alive or now - state.timestamp < timedelta(seconds=QUIET_SECONDS):
            continue
        if state.type is StateType.PENDING and run.deployment_id:
            yield Change(run, AwaitingRetry(scheduled_time=now), "nobody had begun it; it is begun again.")
        else:
            words = "its process was killed, or the machine went off. The next run makes up for it."
            yield Change(run, Crashed(message=f"This run did not end: {words}"), words)


def find_dead_here(runs: Sequence[FlowRun], alive: Collection[str], now: datetime) -> Iterator[Change]:
    """Find, beside other machines, the runs whose mark is of a dead process of this one, and those never begun."""
    return find_dead([run for run in runs if _can_be_told_from_here(run, now)], alive, now)


def _can_be_told_from_here(run: FlowRun, now: datetime) -> bool:
    """Tell whether this machine can know that nobody works on a run; one begun again has its former mark."""
    if run.state_type is StateType.PENDING and run.state and run.deployment_id:
        return now - run.state.timestamp > timedelta(seconds=UNBEGUN_SECONDS)
    return any(tag.startswith(f"{MARK}:") for tag in run.tags)


def find_missed(late: Sequence[FlowRun]) -> Iterator[Change]:
    """Find the slots that the last one of their deployment makes up for; no run by hand is ever among them."""
    of_schedules = [run for run in late if run.auto_scheduled and run.deployment_id and run.expected_start_time]
    ordered = sorted(of_schedules, key=lambda run: (str(run.deployment_id), run.expected_start_time))
    for _, runs in groupby(ordered, key=lambda run: run.deployment_id):
        for run in list(runs)[:-1]:
            words = "its time passed while nothing ran here. A later run makes up for it."
            yield Change(run, Cancelled(message=f"Left out: {words}"), words)


async def _read_runs(
    client: PrefectClient, types: Sequence[StateType], before: datetime | None = None
) -> list[FlowRun]:
    """Read all of them, a page at a time: of a part nobody could tell which is the last."""
    expected = FlowRunFilterExpectedStartTime.model_validate({"before_": before}) if before else None
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))), expected_start_time=expected
    )
    runs: list[FlowRun] = []
    while len(runs) % A_PAGE == 0:
        page = await client.read_flow_runs(
            flow_run_filter=wanted, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=A_PAGE, offset=len(runs)
        )
        if not page:
            break
        runs += page
    return runs


def _find_worked_on(runs: Sequence[FlowRun]) -> set[str]:
    """Find the runs that a process of this machine works on, or perhaps one of another machine."""
    named = _find_runs_of_processes()
    return named | {str(run.id) for run in runs if any(_is_alive(tag) for tag in run.tags)}


def _find_runs_of_processes() -> set[str]:
    """Find the runs that stand in the environment of a process; where the system does not show it, none."""
    found: set[str] = set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # it has ended meanwhile, or belongs to another account
            variables = path.read_bytes().split(b"\0")
            found |= {one.partition(b"=")[2].decode() for one in variables if one.startswith(b"PREFECT__FLOW_RUN_ID=")}
    return found


def _is_alive(tag: str) -> bool:
    """Tell whether a tag is the mark of a live process; of one on another machine nobody here knows."""
    kind, _, rest = tag.partition(":")
    host, _, number = rest.rpartition(":")
    if kind != MARK or not number.isdigit():
        return False
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
