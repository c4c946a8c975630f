"""The held rows that a report's figures lack, tab by tab."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.finding import HeldDay
from schemas.period import Cadence
from schemas.report import ReportDefinition
from schemas.tabs import Tab
from tasks.rules.reporting.held import (
    MOST_DAYS_LATE,
    HeldAround,
    count_held,
    count_held_around,
    count_held_of_all,
    may_belong,
)
from tasks.rules.reporting.periods import find_period, parse_period

HELD = {
    Tab.RESPONSES: [HeldDay(date(2026, 9, 3)), HeldDay(date(2026, 8, 31)), HeldDay(None)],
    Tab.INVENTORY: [HeldDay(date(2026, 3, 1)), HeldDay(date(2026, 10, 1))],
    Tab.COUNTS: [HeldDay(None)],
    Tab.TRAINING: [HeldDay(date(2026, 9, 30)), HeldDay(date(2026, 3, 1))],
}


def report(*measures: str, **more: object) -> ReportDefinition:
    """A report of some measures."""
    usual = {"title": "A report", "audience": "agency", "cadences": ["monthly"], "due_days": 10, "submit_to": "Nobody"}
    return ReportDefinition.model_validate(usual | {"measures": measures} | more)


@pytest.mark.parametrize(
    ("definition", "excluded"),
    [
        pytest.param(report("kits_distributed"), {"held": 2}, id="of the form: of the period or no known day"),
        pytest.param(
            report("kits_on_hand_end"), {"held": 2, "inventory": 1, "counts": 1}, id="of the stock: all until the end"
        ),
        pytest.param(report("personnel_trained"), {"held": 2, "training": 1}, id="of the trainings: of the period"),
        pytest.param(
            report("kits_distributed", tables=[{"title": "By lot", "by": ["lot"], "measures": ["kits_distributed"]}]),
            {"held": 2, "inventory": 1, "counts": 1},
            id="a table of the stock counts too",
        ),
    ],
)
def test_held_rows_of_every_tab_that_feeds_a_report(definition: ReportDefinition, excluded: dict[str, int]):
    assert count_held(HELD, definition, parse_period("2026-09")) == excluded


def test_figures_of_all_kinds_lack_the_held_rows_of_every_tab():
    counted = count_held_of_all(HELD, parse_period("2026-09"))
    assert counted == {"held": 2, "inventory": 1, "counts": 1, "training": 1}


@pytest.mark.parametrize(
    ("period", "before", "around"),
    [
        ("2026-09", "2026-08", HeldAround(1, {"held": 2, "training": 0})),
        ("2026-09", None, HeldAround(1, {})),
        ("2026-10", "2026-09", HeldAround(2, {"held": 2, "training": 1})),
        ("2026-08", "2026-07", HeldAround(0, {"held": 1, "training": 0})),
    ],
)
def test_held_rows_that_figures_beside_a_period_s_lack(period: str, before: str | None, around: HeldAround):
    definition = report("kits_distributed", "personnel_trained")
    found = count_held_around(HELD, definition, parse_period(period), parse_period(before) if before else None)
    assert found == around


@pytest.mark.parametrize(
    ("held", "periods"),
    [
        pytest.param(HeldDay(date(2026, 10, 1)), "2026-10 2026-Q4 2026", id="its own day, whenever it was sent"),
        pytest.param(
            HeldDay(date(2026, 10, 2), is_of_sending=True), "2026-09 2026-10 2026-Q3 2026-Q4 2026",
            id="sent within days of the quarter",
        ),
        pytest.param(
            HeldDay(date(2026, 10, 31), is_of_sending=True), "2026-09 2026-10 2026-Q3 2026-Q4 2026",
            id="sent 31 days after",
        ),
        pytest.param(
            HeldDay(date(2026, 11, 1), is_of_sending=True), "2026-10 2026-11 2026-Q4 2026", id="sent 32 days after"
        ),
        pytest.param(
            HeldDay(date(2027, 1, 4), is_of_sending=True), "2026-12 2026-Q4 2026 2027", id="sent after the year"
        ),
        pytest.param(
            HeldDay(None), "2026-08 2026-09 2026-10 2026-11 2026-12 2026-Q3 2026-Q4 2026 2027", id="no day at all"
        ),
    ],
)  # fmt: skip
def test_the_periods_to_which_a_held_row_may_belong(held: HeldDay, periods: str):
    asked = ("2026-08", "2026-09", "2026-10", "2026-11", "2026-12", "2026-Q3", "2026-Q4", "2026", "2027")
    assert [name for name in asked if may_belong(held, parse_period(name))] == periods.split()


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, MOST_DAYS_LATE), st.sampled_from(Cadence))
def test_no_period_of_an_undated_row_lacks_it(sent_on: date, days_late: int, cadence: Cadence):
    of_distribution = find_period(sent_on - timedelta(days=days_late), cadence)
    assert may_belong(HeldDay(sent_on, is_of_sending=True), of_distribution)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(Cadence), st.booleans())
def test_no_held_row_is_missing_where_its_day_is(day: date, cadence: Cadence, is_of_sending: bool):
    assert may_belong(HeldDay(day, is_of_sending=is_of_sending), find_period(day, cadence))
