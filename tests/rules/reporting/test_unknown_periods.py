"""Periods of which nothing is recorded: no sum of theirs is a 0 that somebody could report."""

from datetime import date

import pytest

from tasks.rules.reporting.measures import Frame
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.unknown_periods import is_recorded
from tests.support.builders import a_distribution, a_ledger, a_movement, a_training

STARTED, TODAY = date(2026, 8, 1), date(2026, 11, 26)
LEDGER = a_ledger(
    a_distribution(distributed_on=date(2026, 9, 1)),
    trainings=[a_training(trained_on=date(2026, 7, 1))],
    movements=[
        a_movement(moved_on=date(2026, 6, 1), quantity=20, destination="Patrol"),
        a_movement(moved_on=date(2026, 5, 1), quantity=20, kind="ordered", lot=None, expires_on=None, destination=None),
    ],
)


@pytest.mark.parametrize(
    ("period", "recorded"),
    [
        ("2026-04", ""),
        ("2026-05", "orders"),
        ("2026-06", "orders lines"),
        ("2026-07", "orders lines trainings"),  # before the program, movements and trainings may have been
        ("2026-08", "distributions orders lines trainings"),  # in it, no row of a frame is a true 0
        ("2026-11", "distributions orders lines trainings"),
        ("2026-Q4", "distributions orders lines trainings"),
        ("2026-12", ""),
        ("2027", ""),
    ],
)
def test_a_period_before_or_to_come_has_no_zero(period: str, recorded: str):
    within = LEDGER.within(parse_period(period))
    assert {frame.value for frame in Frame if is_recorded(frame, within, STARTED, TODAY)} == set(recorded.split())


def test_distributions_that_count_are_recorded():
    """Where the start was written later than they were made, too."""
    late = date(2026, 10, 1)
    assert is_recorded(Frame.DISTRIBUTIONS, LEDGER.within(parse_period("2026-09")), late, TODAY)
    assert not is_recorded(Frame.DISTRIBUTIONS, LEDGER.within(parse_period("2026-08")), late, TODAY)
