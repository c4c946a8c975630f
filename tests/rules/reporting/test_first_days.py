"""What stands beside a report's own period: a 0 only of a time in which it was tracked."""

from datetime import date

import pytest

from schemas.figures import Measured
from schemas.finding import HeldDay
from schemas.tabs import Tab
from schemas.tracked import EVERYTHING
from tasks.rules.reporting.figures import sum_earlier
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.tracked import find_first_days
from tests.support.builders import a_count, a_distribution, a_ledger, a_movement, a_training, some_settings

MAY, JUNE, JULY = (date(2026, month, 10) for month in (5, 6, 7))
MOVEMENTS = [a_movement(moved_on=MAY, quantity=20, destination="Patrol")]
COUNTS = [a_count(counted_on=JUNE, location="Patrol", counted=20)]
TRAININGS = [a_training(trained_on=JULY)]
FIRST_DAYS = {Tab.INVENTORY: MAY, Tab.COUNTS: JUNE, Tab.TRAINING: JULY}
LEDGER = a_ledger(trainings=TRAININGS, movements=MOVEMENTS, counts=COUNTS)._replace(
    tracked=EVERYTHING._replace(first_days=FIRST_DAYS)
)


@pytest.mark.parametrize(
    ("period", "known"),
    [
        ("2026-04", {"kits_distributed": 0}),
        ("2026-05", {"kits_distributed": 0, "kits_lost": 0, "kits_on_hand_end": 20}),
        ("2026-06", {"kits_distributed": 0, "kits_lost": 0, "kits_on_hand_end": 20, "kits_count_adjustment": 0}),
        ("2026-Q2", {"kits_distributed": 0, "kits_lost": 0, "kits_on_hand_end": 20, "kits_count_adjustment": 0}),
        ("2026-08", {"kits_distributed": 0, "kits_lost": 0, "kits_on_hand_end": 20, "kits_count_adjustment": 0,
                     "personnel_trained": 0}),
    ],
)  # fmt: skip
def test_a_time_before_a_tabs_first_row_has_no_zero(period: str, known: dict[str, Measured]):
    names = ("kits_distributed", "kits_lost", "kits_on_hand_end", "kits_count_adjustment", "personnel_trained")
    assert sum_earlier(LEDGER.within(parse_period(period)), names) == dict.fromkeys(names) | known


def test_a_shortfall_before_the_first_receipt_stays():
    april = a_distribution(distributed_on=date(2026, 4, 1), kits=2)
    ledger = a_ledger(april, movements=MOVEMENTS)._replace(tracked=LEDGER.tracked)
    names = ("kits_shortfall", "kits_received")
    assert sum_earlier(ledger.within(parse_period("2026-04")), names) == {"kits_shortfall": 2, "kits_received": None}


@pytest.mark.parametrize(
    ("held", "first_on"),
    [([], JUNE), ([HeldDay(MAY), HeldDay(JULY)], MAY), ([HeldDay(None)], date.min)],
    ids=["none", "one that is older", "one without a day"],
)
def test_a_held_count_tells_that_counts_are_made(held: list[HeldDay], first_on: date):
    found = find_first_days(MOVEMENTS, COUNTS, TRAININGS, held, some_settings())
    assert found == FIRST_DAYS | {Tab.COUNTS: first_on}


def test_strips_are_no_first_row_of_kits():
    strips = a_movement(moved_on=date(2026, 1, 1), item="fts", quantity=50, destination="Patrol")
    found = find_first_days([strips, *MOVEMENTS], [a_count(counted_on=MAY, item="fts")], [], [], some_settings())
    assert found == {Tab.INVENTORY: MAY}
