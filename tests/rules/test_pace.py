"""How long kits last: the pace of the last eight weeks, and no number where there is none."""

from datetime import date

import pytest

from schemas.stock import Low
from tasks.rules.stock.reconcile import reconcile
from tasks.rules.stock.supply import days_left, left_behind_lately, with_days_left
from tests.builders import a_history, some_settings

TODAY = date(2026, 7, 1)
LONG_AGO = date(2025, 1, 1)
EIGHT_WEEKS_AGO = date(2026, 5, 6)
BOOKS = a_history("""
    05-01 received   90 A1 >Patrol
    05-06 handed-out 50 A1 Patrol
    05-07 handed-out  2 A1 Patrol
    06-20 handed-out  7 -  Patrol
    06-21 lost       10 A1 Patrol>
    07-01 handed-out  1 A1 Patrol
    07-02 handed-out  9 A1 Patrol
    06-30 handed-out  4 -  Detectives
""").books


def test_what_was_left_behind_in_the_last_eight_weeks():
    lately = left_behind_lately(BOOKS.lines, "kit", LONG_AGO, TODAY)
    assert lately == {"Patrol": 10, "Detectives": 4}  # a hand-out that the books do not hold is one, too
    assert left_behind_lately(BOOKS.lines, "fts", LONG_AGO, TODAY) == {}


@pytest.mark.parametrize(("started", "is_known"), [(EIGHT_WEEKS_AGO, True), (date(2026, 5, 7), False)])
def test_a_program_younger_than_that_has_no_pace(started: date, is_known: bool):
    assert bool(left_behind_lately(BOOKS.lines, "kit", started, TODAY)) is is_known


@pytest.mark.parametrize(
    ("on_hand", "left_behind", "days"), [(4, 24, 9), (0, 24, 0), (1, 57, 0), (1, 56, 1), (30, 1, 1680), (4, 0, None)]
)
def test_days_that_the_kits_last(on_hand: int, left_behind: int, days: int | None):
    assert days_left(on_hand, left_behind) == days


def test_each_unit_that_runs_low_is_told_its_own():
    patrol = Low(location="Patrol", item="kit", on_hand=5, par_level=12, flagged_on=None)
    low = [patrol, patrol.model_copy(update={"location": "Marine"})]
    assert [unit.days_left for unit in with_days_left(low, {"Patrol": 10})] == [28, None]


def test_a_reconciliation_says_it():
    history = a_history("""
        06-01 received    9 A1 >Patrol expires 12-31
        06-02 handed-out  7 A1 Patrol
    """)
    (patrol,) = reconcile(history.books, history.movements, {}, some_settings(), TODAY).low
    assert (patrol.on_hand, patrol.days_left) == (2, 16)
