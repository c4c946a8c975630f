"""What to count, in words: why, and never how many there should be."""

from datetime import date
from typing import Any

import pytest

from schemas.desk import CountDue
from schemas.reconciliation import ShortCounts
from tasks.messages.count_words import (
    MOST_NAMED,
    write_count_due,
    write_count_task,
    write_counts_task,
    write_short_counts,
)


@pytest.mark.parametrize(
    ("days", "shortfall_count", "said"),
    [
        (94, 0, "Count K9: last count 94 days ago"),
        (31, 2, "Count K9: last count 31 days ago, 2 shortfalls since"),
        (None, 0, "Count K9: no count is recorded"),
        (None, 1, "Count K9: no count is recorded, 1 shortfall"),
    ],
)
def test_what_to_count_and_why(days: int | None, shortfall_count: int, said: str):
    due = CountDue(location="K9", last_counted_on=None, days=days, shortfall_count=shortfall_count, on_hand=77)
    assert write_count_due(due) == said
    action, reason, how = write_count_task(due)
    assert f"{action}: {reason[:1].lower()}{reason[1:]}" == f"{said}."
    assert "lbn sheet counts" in how


def test_shelves_with_the_same_reason_are_named_together():
    due = CountDue(location="K9", last_counted_on=None, days=94, shortfall_count=0, on_hand=77)
    task = write_counts_task([due, due.model_copy(update={"location": "Jail", "on_hand": 1})])
    assert task == write_count_task(due)._replace(action="Count K9 and Jail")
    many = [due.model_copy(update={"location": f"Unit {number}"}) for number in range(MOST_NAMED + 2)]
    assert write_counts_task(many).action.endswith("Unit 19 and 2 other places")


def a_large(**more: Any) -> CountDue:
    """A shelf from which more left than was there."""
    usual = {"location": "Central", "last_counted_on": None, "days": 42, "shortfall_count": 1, "on_hand": 0}
    large = {"shortfall_kits": 481, "shortfall_on": date(2026, 11, 23), "is_large": True}
    return CountDue.model_validate(usual | large | more)


@pytest.mark.parametrize(
    ("due", "line", "how"),
    [
        (a_large(), ", on Nov 23, 2026: check the Inventory rows and the forms of that day, or count",
         " If they are right, count: “lbn sheet counts”"),
        (a_large(is_counted=False), ", on Nov 23, 2026: check the Inventory rows and the forms of that day", ""),
        (a_large(shortfall_count=2),
         ", most of them on Nov 23, 2026: check the Inventory rows and the forms of that day, or count",
         " If they are right, count: “lbn sheet counts”"),
        (a_large(shortfall_on=None), ": check the Inventory rows and the forms of that day, or count",
         " If they are right, count: “lbn sheet counts”"),
    ],
)  # fmt: skip
def test_a_large_shortfall_says_its_size_and_where(due: CountDue, line: str, how: str):
    assert write_count_due(due) == f"Central: 481 kits more left Central than were there{line}"
    task = write_count_task(due)
    assert task.action == "Check what left Central"
    assert task.reason.startswith("481 kits more left Central than were there")
    assert (how in task.how, "count" in task.how) == (True, bool(how))


def test_a_small_shortfall_says_its_size():
    few = a_large(shortfall_kits=2, is_large=False)
    assert write_count_due(few) == "Count Central: last count 42 days ago, 1 shortfall since (2 kits)"
    never = few.model_copy(update={"days": None, "shortfall_kits": 1})
    assert write_count_due(never) == "Count Central: no count is recorded, 1 shortfall (1 kit)"


def test_a_shelf_that_is_not_due_says_why_it_is_counted():
    due = CountDue(location="K9", last_counted_on=None, days=50, shortfall_count=0, on_hand=7, is_early=True)
    assert write_count_due(due) == "Count K9: last count 50 days ago; not due yet, but one round is enough"


def test_counts_that_missed_kits():
    short = ShortCounts(location="Traffic", missing=(1, 2, 2))
    assert write_short_counts(short) == "Traffic: the last 3 counts were 1, 2 and 2 short"
