"""Figures: the laws that hold for all of them."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.distribution import RECIPIENT_CHOICES
from schemas.figures import STOCK_LEVELS
from schemas.period import Period
from schemas.report import TableDefinition
from tasks.rules.reporting.figures import select_measures, sum_measures, tabulate
from tasks.rules.reporting.frames import LedgerFrames
from tasks.rules.reporting.measures import GROUPINGS, MEASURES
from tasks.rules.reporting.periods import parse_period
from tests.support.builders import a_count, a_distribution, a_ledger, a_movement

SEPTEMBER, QUARTER = parse_period("2026-09"), parse_period("2026-Q3")


def rows_of(by: str, names: str, ledger: LedgerFrames, period: Period) -> list[tuple[Any, ...]]:
    """The rows of a table."""
    definition = TableDefinition(title="A table", by=tuple(by.split()), measures=tuple(names.split()))
    return list(tabulate(ledger.within(period), definition).rows)


DISTRIBUTIONS = st.builds(
    a_distribution,
    distributed_on=st.integers(0, 91).map(lambda days: date(2026, 7, 1) + timedelta(days=days)),
    kits=st.integers(1, 9), unit=st.sampled_from([None, "Patrol", "Detectives"]), lot=st.sampled_from([None, "A123"]),
    recipient=st.sampled_from([None, *RECIPIENT_CHOICES.values()]), trained=st.none() | st.integers(0, 5),
)  # fmt: skip
MOVEMENTS = st.builds(
    a_movement, moved_on=st.dates(date(2026, 7, 1), date(2026, 9, 30)), quantity=st.integers(1, 30),
    destination=st.sampled_from(["Central", "Patrol"]),
)  # fmt: skip
LEDGERS = st.builds(
    lambda distributions, movements, counts: a_ledger(*distributions, movements=movements, counts=counts),
    st.lists(DISTRIBUTIONS, max_size=8), st.lists(MOVEMENTS, max_size=3),
    st.lists(st.builds(a_count, counted=st.integers(0, 9), counted_on=st.dates(date(2026, 7, 1), date(2026, 9, 30)))),
)  # fmt: skip


def is_of_a_moment(name: str) -> bool:
    """Whether a measure is a stock at a moment: the months of a quarter do not add up to the quarter's."""
    return name in STOCK_LEVELS


@given(LEDGERS)
@settings(max_examples=20)
def test_the_measures_conserve(ledger: LedgerFrames):
    for period in (QUARTER, SEPTEMBER):
        found = {
            name.removeprefix("kits_"): value for name, value in sum_measures(ledger.within(period), MEASURES).items()
        }
        assert found["on_hand_end"] == (
            found["on_hand_start"] + found["received"] - found["distributed"] - found["returned"] - found["damaged"]
            - found["lost"] - found["expired"] - found["recalled"] + found["count_adjustment"] + found["shortfall"]
        )  # fmt: skip


@given(LEDGERS)
@settings(max_examples=10)
def test_every_table_adds_up_to_the_total(ledger: LedgerFrames):
    part = ledger.within(QUARTER)
    for grouping in GROUPINGS:
        names = [name for name in select_measures((), (grouping,)) if grouping != "month" or not is_of_a_moment(name)]
        totals = sum_measures(part, names)
        rows = rows_of(grouping, " ".join(names), ledger, QUARTER)
        assert [sum(row[column] for row in rows) for column in range(1, len(names) + 1)] == list(totals.values())


@given(LEDGERS)
@settings(max_examples=10)
def test_a_quarter_is_the_sum_of_its_months(ledger: LedgerFrames):
    flows = [name for name in MEASURES if not is_of_a_moment(name)]
    months = [sum_measures(ledger.within(parse_period(f"2026-0{month}")), flows) for month in (7, 8, 9)]
    assert sum_measures(ledger.within(QUARTER), flows) == {name: sum(month[name] for month in months) for name in flows}
