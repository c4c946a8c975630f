"""How long kits last: the rate of the last eight weeks, and no number where it is unknown."""

from datetime import date, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.stock import OnHand
from tasks.rules.stock.reconcile import reconcile_stock
from tasks.rules.stock.supply import RATE_DAYS, count_recent_distributed, find_days_of_supply, list_shelves
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


def usable(*lots: tuple[int, int | None], location: str = "Patrol") -> list[OnHand]:
    """Kits at a location: how many, and in how many days they expire; none: never."""
    return [
        OnHand(location=location, item="kit", lot=f"A{number}", on_hand=kits,
               expires=None if days is None else TODAY + timedelta(days))
        for number, (kits, days) in enumerate(lots)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on_hand", "distributed_count", "days"),
    [(4, 24, 9), (0, 24, 0), (1, 57, 0), (1, 56, 1), (30, 1, 1680), (4, 0, None)],
)
def test_days_that_the_kits_last(on_hand: int, distributed_count: int, days: int | None):
    assert find_days_of_supply(usable((on_hand, None)), distributed_count, TODAY) == days


@pytest.mark.parametrize(
    ("lots", "days"),
    [
        ([(10, 30)], 10),
        ([(10, 7)], 7),
        ([(10, 0)], 0),
        ([(10, 7), (5, 300)], 12),  # three of the first expire unused
        ([(5, 300), (10, 7)], 12),
        ([(10, 7), (10, 7), (5, 9)], 9),
        ([(10, 30), (5, None)], 15),
        ([(10, 7), (400, None)], 407),
    ],
)  # fmt: skip
def test_a_shelf_lasts_no_longer_than_its_kits(lots: list[tuple[int, int | None]], days: int):
    assert find_days_of_supply(usable(*lots), RATE_DAYS, TODAY) == days  # one is given out a day


@given(st.lists(st.tuples(st.integers(1, 40), st.none() | st.integers(0, 900)), max_size=6), st.integers(8, 300))
def test_days_of_supply_are_those_of_giving_them_out(lots: list[tuple[int, int | None]], distributed_count: int):
    found = find_days_of_supply(usable(*lots), distributed_count, TODAY)
    assert found == give_out(lots, distributed_count)
    assert found <= sum(kits for kits, _ in lots) * RATE_DAYS // distributed_count
    assert found <= max((inf if days is None else days for _, days in lots), default=0)


def give_out(lots: list[tuple[int, int | None]], distributed_count: int) -> int:
    """Give out what expires first, day by day in eight weeks' parts of a kit, until nothing is left."""
    left, day = [[kits * RATE_DAYS, days] for kits, days in lots], 0
    while True:
        asked = distributed_count
        for lot in sorted(left, key=lambda lot: inf if lot[1] is None else lot[1]):
            if lot[1] is None or lot[1] > day:
                taken = min(asked, lot[0])
                lot[0], asked = lot[0] - taken, asked - taken
        if asked:
            return day
        day += 1


def test_each_shelf_has_its_own_and_central_that_of_all():
    there, lately = usable((20, None), location="Central") + usable((5, None)), {"Patrol": 10, "Unassigned": 4}
    found = list_shelves("kit", there, {"Patrol": 12, "Marine": None}, lately, TODAY)
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
