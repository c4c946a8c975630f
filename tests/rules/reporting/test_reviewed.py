"""What the ledger knows of a reviewed period: reports, editions, counts and orders of it, and nothing of others."""

from datetime import date
from typing import Any

import pytest

from schemas.due import Due, DueState
from schemas.review import CountsEntered, MadeAgain, OrdersEntered, ReportTally
from schemas.tabs import Tab
from schemas.tracked import EVERYTHING, Tracked
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.reviewed import (
    count_counts,
    count_orders,
    is_of_review,
    list_made_again,
    list_periods_of,
    sum_reviewed,
    tabulate_reviewed,
    tally_reports,
)
from tests.support.builders import a_count, a_distribution, a_ledger, a_movement, a_training

YEAR, BEFORE = parse_period("2026"), parse_period("2025")
KITS = frozenset({"kit"})


@pytest.mark.parametrize(
    ("period", "reviewed", "is_of_it"),
    [
        ("2026-01", "2026", True), ("2026-Q4", "2026", True), ("2026", "2026", True), ("2025-12", "2026", False),
        ("2027-01", "2026", False), ("2026-09", "2026-Q3", True), ("2026", "2026-Q3", False), ("2026", "2026-Q4", True),
    ],
)  # fmt: skip
def test_a_report_is_of_the_period_in_which_its_own_ended(period: str, reviewed: str, is_of_it: bool):
    assert is_of_review(period, parse_period(reviewed)) is is_of_it


def a_due(period: str, state: str, **changes: Any) -> Due:
    """A supplier's report that was owed."""
    usual = {"report": "supplier", "period": period, "due_on": "2026-12-10", "state": state}
    return Due.model_validate(usual | changes)


def test_reports_are_tallied_by_what_became_of_them():
    due = [
        a_due("2025-12", DueState.OVERDUE),
        a_due("2026-01", DueState.OVERDUE),
        a_due("2026-02", DueState.OVERDUE, is_made=True),
        a_due("2026-03", DueState.FILED, is_made=True, has_left=True),
        a_due("2026-04", DueState.FILED),
        a_due("2026-05", DueState.MADE, is_made=True, has_left=True),
        a_due("2026-06", DueState.MADE, is_made=True),
        a_due("2026-07", DueState.OWED),
        a_due("2026-Q1", DueState.FILED, report="nysdoh-quarterly", is_made=True),
    ]
    assert tally_reports(due, YEAR) == {
        "supplier": ReportTally(owed=7, made=4, handed_in=2, mailed=1, overdue=2, never_made=2),
        "nysdoh-quarterly": ReportTally(owed=1, made=1, handed_in=1, mailed=0, overdue=0, never_made=0),
    }


MADE = {
    ("supplier", "2026-01", 1): date(2026, 2, 1),
    ("supplier", "2026-01", 2): date(2026, 3, 1),
    ("supplier", "2025-12", 2): date(2026, 2, 1),
    ("program-review", "2026", 1): date(2027, 1, 2),
    ("program-review", "2026-Q1", 2): date(2026, 2, 28),
    ("program-review", "2026-Q4", 1): date(2027, 1, 2),
}


def test_editions_after_the_first_are_listed_by_their_days():
    assert list_made_again(MADE, YEAR) == (
        MadeAgain("program-review", "2026-Q1", 2, date(2026, 2, 28)),
        MadeAgain("supplier", "2026-01", 2, date(2026, 3, 1)),
    )


def test_the_periods_of_a_report_are_listed_once():
    assert list_periods_of("program-review", [*MADE, *MADE], YEAR) == ("2026-Q1", "2026", "2026-Q4")
    assert list_periods_of("supplier", MADE, YEAR) == ("2026-01",)


COUNTS = [
    a_count(),
    a_count(lot="A1"),
    a_count(counted_on=date(2026, 7, 1)),
    a_count(location="Central"),
    a_count(counted_on=date(2025, 12, 31)),
]


@pytest.mark.parametrize(
    ("tracked", "reviewed", "entered"),
    [
        (EVERYTHING, "2026", CountsEntered(3, 2)),
        (EVERYTHING, "2024", CountsEntered(0, 0)),
        (EVERYTHING._replace(first_days={Tab.COUNTS: date(2025, 12, 31)}), "2024", None),
        (EVERYTHING._replace(first_days={Tab.COUNTS: date(2026, 7, 1)}), "2025", CountsEntered(1, 1)),
        (EVERYTHING._replace(tabs=frozenset()), "2026", None),
    ],
    ids=["all lots of a day are one", "none in it", "before any", "first of kits later", "no tab"],
)
def test_counts_are_those_of_days_and_locations(tracked: Tracked, reviewed: str, entered: CountsEntered | None):
    assert count_counts(COUNTS, tracked, parse_period(reviewed)) == entered


ORDERED = [
    a_movement(kind="ordered", lot=None, destination=None, quantity=quantity, item=item, moved_on=day)
    for quantity, item, day in (
        (20, "kit", date(2026, 1, 1)), (30, "kit", date(2026, 12, 31)), (500, "fts", date(2026, 5, 1)),
        (7, "kit", date(2027, 1, 1)),
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("tracked", "reviewed", "entered"),
    [
        (EVERYTHING, "2026", OrdersEntered(2, 50)),
        (EVERYTHING, "2025", OrdersEntered(0, 0)),
        (EVERYTHING._replace(first_days={Tab.INVENTORY: date(2026, 1, 1)}), "2025", None),
        (EVERYTHING._replace(has_kit_stock=False), "2026", None),
        (EVERYTHING._replace(tabs=frozenset()), "2026", None),
    ],
    ids=["of kits", "none in it", "before any", "strips alone", "no tab"],
)
def test_orders_are_those_of_kits(tracked: Tracked, reviewed: str, entered: OrdersEntered | None):
    assert count_orders([*ORDERED, a_movement()], KITS, tracked, parse_period(reviewed)) == entered


LEDGER = a_ledger(
    a_distribution(kits=2, reason="requested"),
    a_distribution(kits=3, unit=None, reason="requested"),
    a_distribution(kits=100, distributed_on=date(2025, 12, 31)),
    trainings=[a_training()],
    movements=[a_movement()],
)


def test_figures_and_tables_are_those_of_the_period():
    within = LEDGER.within(YEAR)
    measures = sum_reviewed(within)
    assert (measures["distributions"], measures["kits_distributed"], measures["personnel_trained"]) == (2, 5, 5)
    assert tabulate_reviewed(within, ()) == {
        "unit": {"Patrol": 1, "Unassigned": 1},
        "reason": {"Requested": 5},
        "course": {"Leave-behind program": 5},
    }


def test_what_is_not_tracked_has_no_figure_and_no_table():
    tracked = EVERYTHING._replace(tabs=frozenset({Tab.RESPONSES}), fields=frozenset())
    within = LEDGER._replace(tracked=tracked).within(YEAR)
    measures = sum_reviewed(within)
    assert [measures[name] for name in ("personnel_trained", "kits_on_hand_end", "people_trained")] == [None] * 3
    assert tabulate_reviewed(within, ()) == {"unit": {"Patrol": 1, "Unassigned": 1}}


def test_what_began_later_was_not_tracked_before():
    tracked = EVERYTHING._replace(first_days={Tab.TRAINING: date(2026, 9, 1), Tab.INVENTORY: date(2026, 6, 1)})
    measures = sum_reviewed(LEDGER._replace(tracked=tracked).within(BEFORE))
    assert (measures["personnel_trained"], measures["kits_received"], measures["kits_distributed"]) == (None, None, 100)
