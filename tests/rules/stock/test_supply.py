"""How long kits last: the rate of the last eight weeks, and no number where it is unknown."""

from datetime import date

import pytest

from tasks.rules.stock.reconcile import reconcile_stock
from tasks.rules.stock.supply import count_recent_distributed, find_days_of_supply, list_shelves
from tests.support.builders import a_history
from tests.support.settings import some_settings

TODAY = date(2026, 7, 1)
LONG_AGO = date(2025, 1, 1)
EIGHT_WEEKS_AGO = date(2026, 5, 6)
HISTORY = a_history("""
    05-01 received   90 A1 >Patrol
    05-06 distributed 50 A1 Patrol
    05-07 distributed  2 A1 Patrol
    06-20 distributed  7 -  Patrol
    06-21 lost       10 A1 Patrol>
    07-01 distributed  1 A1 Patrol
    07-02 distributed  9 A1 Patrol
    06-30 distributed  4 -  Detectives
""").stock_replay


def test_what_was_distributed_in_the_last_eight_weeks():
    lately = count_recent_distributed(HISTORY.lines, "kit", LONG_AGO, TODAY)
    assert lately == {"Patrol": 10, "Detectives": 4}  # a distribution of kits never recorded is one, too
    assert count_recent_distributed(HISTORY.lines, "fts", LONG_AGO, TODAY) == {}


@pytest.mark.parametrize(("started", "is_known"), [(EIGHT_WEEKS_AGO, True), (date(2026, 5, 7), False)])
def test_a_program_younger_than_that_has_no_rate(started: date, is_known: bool):
    assert bool(count_recent_distributed(HISTORY.lines, "kit", started, TODAY)) is is_known


@pytest.mark.parametrize(
    ("on_hand", "distributed_count", "days"),
    [(4, 24, 9), (0, 24, 0), (1, 57, 0), (1, 56, 1), (30, 1, 1680), (4, 0, None)],
)
def test_days_that_the_kits_last(on_hand: int, distributed_count: int, days: int | None):
    assert find_days_of_supply(on_hand, distributed_count) == days


def test_each_shelf_has_its_own_and_central_that_of_all():
    usable, lately = {"Central": 20, "Patrol": 5}, {"Patrol": 10, "Unassigned": 4}
    found = list_shelves("kit", usable, {"Patrol": 12, "Marine": None}, lately)
    assert [(one.location, one.usable, one.shelf, one.days_left) for one in found] == [
        ("Central", 20, None, 80), ("Patrol", 5, 12, 28), ("Marine", 0, None, None),
    ]  # fmt: skip


def test_a_reconciliation_says_it():
    history = a_history("""
        06-01 received    9 A1 >Patrol expires 12-31
        06-02 distributed  7 A1 Patrol
    """)
    (patrol,) = reconcile_stock(history.stock_replay, history.movements, {}, {}, some_settings(), TODAY).low
    assert (patrol.on_hand, patrol.days_left) == (2, 16)
