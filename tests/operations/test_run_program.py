"""The daily run: its steps in their order, all that they answer, and nothing new on a quiet day."""

from pathlib import Path
from typing import Any

import pytest

from tasks.context import ProgramContext
from tasks.errors import NotPublished
from tasks.operations.deliver_messages import Delivered
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.run_program import DIRECTLY, DailySteps, follow_steps, run_program
from tests.support.watched import clock_after

ORDER = ["ingest", "reconcile", "find", "make Q1", "close", "digest", "deliver", "desk"]


def noted(into: list[str], problem: Exception | None, answers: dict[str, Any]) -> DailySteps[str]:
    """Return steps that write down that they were called."""

    def take(name: str, answer: Any) -> Any:
        into.append(name)
        if problem and name == "ingest":
            raise problem
        return answer

    return DailySteps[str](
        lambda _: take("ingest", answers["counts"]),
        lambda _: take("reconcile", answers["stock"]),
        lambda _: take("find", ["Q1"]),
        lambda _, wanted: take(f"make {wanted[0]}", []),
        lambda _: take("close", None),
        lambda _, stock, made: take("digest" if (stock, made) == (answers["stock"], []) else "?", "digest"),
        lambda _: take("deliver", Delivered(("digest",))),
        lambda _, stock: take("desk" if stock == answers["stock"] else "?", Path("desk.html")),
    )


@pytest.fixture
def answers(program: ProgramContext) -> dict[str, Any]:
    """Return what two of the steps answer."""
    return {"counts": ingest_entries(program), "stock": reconcile_stock(program)}


def test_the_steps_follow_each_other(answers: dict[str, Any]):
    called: list[str] = []
    outcome = follow_steps(noted(called, None, answers), "folder")
    assert called == ORDER
    assert (outcome.digest, outcome.sent) == ("digest", ("digest",))


def test_a_locked_status_tab_is_told_when_the_rest_is_done(answers: dict[str, Any]):
    called: list[str] = []
    with pytest.raises(NotPublished, match="locked"):
        follow_steps(noted(called, NotPublished("It is locked.", answers["counts"]), answers), "folder")
    assert called == ORDER


def test_a_run_makes_what_is_owed_and_says_nothing_twice(unread: ProgramContext):
    outcome = run_program(unread)
    assert [(one.report, one.period, one.is_new) for one in outcome.reports] == [("nysdoh-quarterly", "2024-Q1", True)]
    assert outcome.ingest.new == 12
    assert outcome.reconcile == reconcile_stock(unread)
    digest = "attention-1-2024-04-02.eml"  # a shelf to count, and a unit that is silent
    assert (outcome.digest, {*outcome.sent}) == (digest, {"nysdoh-quarterly-2024-Q1-edition-1.eml", digest})
    again = run_program(unread._replace(clock=clock_after(1)))
    assert ([one.is_new for one in again.reports], again.digest, again.sent) == ([False], None, ())


def test_a_step_goes_by_the_name_of_its_operation():
    assert {name: step.__name__ for name, step in vars(DIRECTLY).items()} == {name: name for name in vars(DIRECTLY)}
