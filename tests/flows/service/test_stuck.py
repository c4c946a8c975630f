"""What is put right after a kill: decided from what Prefect says of its runs, and from the processes that live."""

import os
import socket
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, State, StateType

from flows._marks import make_process_mark
from flows.service.stuck import _is_alive, find_dead, find_dead_here, find_missed
from flows.service.unplanned import PLANNED_WITHIN_SECONDS, SAID_EVERY_SECONDS, Plans

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAILY, SYNC = UUID(int=1), UUID(int=2)


def a_run(type_: StateType, seconds_ago: int = 300, deployment: UUID | None = SYNC, **more: Any) -> FlowRun:
    """Return a run that has been in a state for some time."""
    state = State(type=type_, timestamp=NOW - timedelta(seconds=seconds_ago))
    return FlowRun(id=uuid4(), flow_id=UUID(int=9), deployment_id=deployment, state=state, state_type=type_, **more)


@pytest.mark.parametrize(
    ("run", "is_worked_on", "becomes"),
    [
        (a_run(StateType.RUNNING), False, "Crashed"),
        (a_run(StateType.CANCELLING), False, "Crashed"),
        (a_run(StateType.PENDING), False, "AwaitingRetry"),
        (a_run(StateType.PENDING, deployment=None), False, "Crashed"),
        (a_run(StateType.RUNNING, deployment=None), False, "Crashed"),
        (a_run(StateType.RUNNING, seconds_ago=30), False, None),
        (a_run(StateType.PENDING, seconds_ago=30), False, None),
        (a_run(StateType.RUNNING), True, None),
        (a_run(StateType.PENDING), True, None),
    ],
    ids=lambda value: f"{value.state_type} {value.deployment_id}" if isinstance(value, FlowRun) else str(value),
)
def test_a_run_that_nobody_works_on(run: FlowRun, is_worked_on: bool, becomes: str | None):
    changes = list(find_dead([run], {str(run.id)} if is_worked_on else set(), NOW))
    assert [change.state.name for change in changes] == ([becomes] if becomes else [])


def test_beside_others_only_a_run_never_begun_is_put_right():
    runs = [a_run(type_, seconds_ago=ago) for type_ in (StateType.RUNNING, StateType.PENDING) for ago in (300, 3600)]
    changes = list(find_dead_here(runs, set(), NOW))
    assert [(change.run.id, change.state.name) for change in changes] == [(runs[3].id, "AwaitingRetry")]


def test_beside_others_a_run_of_this_one_is_known_by_its_mark():
    here, elsewhere = (f"process:{host}:{2**22 + 1}" for host in (socket.gethostname(), "another.example"))
    dead, far = (a_run(StateType.RUNNING, tags=["every morning", mark]) for mark in (here, elsewhere))
    alive = {str(far.id)}  # as far as anybody here can see
    begun_again = a_run(StateType.PENDING, tags=[here])  # the mark is of the process before
    assert [change.run.id for change in find_dead_here([dead, far, begun_again], alive, NOW)] == [dead.id]


def test_of_missed_slots_the_last_of_each_deployment_is_run():
    def late(days: int, deployment: UUID, **more: Any) -> FlowRun:
        expected = NOW - timedelta(days=days)
        return a_run(
            StateType.SCHEDULED, deployment=deployment, expected_start_time=expected, **{"auto_scheduled": True} | more
        )

    daily, sync = [late(days, DAILY) for days in (2, 3, 1)], [late(days, SYNC) for days in (1, 2)]
    by_hand = [late(3, SYNC, auto_scheduled=False), late(2, SYNC, auto_scheduled=False)]
    left_out = {change.run.id for change in find_missed([*daily, *by_hand, *sync])}
    assert left_out == {daily[0].id, daily[1].id, sync[1].id}


@pytest.mark.parametrize(
    ("tag", "is_alive"),
    [
        (make_process_mark(), True),
        (f"process:{socket.gethostname()}:{2**22 + 1}", False),
        ("process:another-machine.example:1", True),
        ("scheduled", False),
        ("process:x", False),
    ],
    ids=["this process", "no process", "another machine", "another tag", "no number"],
)
def test_the_mark_of_a_command(tag: str, is_alive: bool):
    assert _is_alive(tag) is is_alive
    assert str(os.getpid()) in make_process_mark()


def test_a_schedule_without_a_next_run_is_told_each_hour():
    plans, said = Plans(0.0), []
    for minute in range(180):
        missing = plans.say_missing({"Daily run": minute < 10, "Read the Sheet": True}, minute * 60.0)
        said += [(minute, words) for words in missing]
    first = 10 + int(PLANNED_WITHIN_SECONDS // 60)
    assert [minute for minute, _ in said] == [first, first + int(SAID_EVERY_SECONDS // 60), first + 120]
    assert all("Daily run" in words for _, words in said)
