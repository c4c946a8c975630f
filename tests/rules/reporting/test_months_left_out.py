"""Of each month of a backfill a report is made, or it is told why not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.months_left_out import MonthsLeftOut
from schemas.period import Cadence, Period
from tasks.rules.reporting.months_left_out import find_months_left_out
from tasks.rules.reporting.periods import find_period, list_periods_between


@pytest.mark.parametrize(
    ("first", "last", "left_out"),
    [
        ("2026-07", "2026-09", []),
        ("2026-08", "2026-09", []),
        ("2026-06", "2026-08", [("2026-07", "2026-08", "quarterly", "2026-Q3", True)]),
        ("2026-10", "2026-10", [("2026-10", "2026-10", "quarterly", "2026-Q4", False)]),
        ("2026-07", "2026-11", [("2026-11", "2026-11", "", "", False),
                                ("2026-10", "2026-10", "quarterly", "2026-Q4", False)]),
        ("2026-10", "2027-05", [("2026-11", "2027-05", "", "", False),
                                ("2026-10", "2026-10", "quarterly", "2026-Q4", False)]),
        ("2026-11", "2026-12", [("2026-11", "2026-12", "", "", False)]),
        ("2027-01", "2027-01", [("2027-01", "2027-01", "", "", False)]),
    ],
    ids=["a quarter", "a quarter's end", "a quarter's first months", "a month of this quarter", "to this month",
         "to come, too", "this month on", "to come"],
)  # fmt: skip
def test_months_are_left_out(first: str, last: str, left_out: list[tuple[str, str, str, str, bool]]):
    reports = {"monthly": Cadence.MONTHLY, "quarterly": Cadence.QUARTERLY}
    found = find_months_left_out(Period.from_name(first), Period.from_name(last), reports, date(2026, 11, 27))
    assert [(one.first, one.last, one.report, one.period, one.is_over) for one in found] == left_out


MONTHS = st.dates(date(2023, 1, 1), date(2027, 12, 31)).map(lambda day: find_period(day, Cadence.MONTHLY))


def list_held(left_out: MonthsLeftOut) -> set[str]:
    """List the months of a range."""
    first, last = Period.from_name(left_out.first), Period.from_name(left_out.last)
    return {month.name for month in list_periods_between(first.first_on, last.last_on, Cadence.MONTHLY)}


@given(st.tuples(MONTHS, MONTHS).map(sorted), st.sampled_from(Cadence), st.dates(date(2023, 1, 1), date(2027, 12, 31)))
def test_each_month_is_told_or_in_a_report(months: list[Period], cadence: Cadence, today: date):
    first, last = months
    asked = {month.name for month in list_periods_between(first.first_on, last.last_on, Cadence.MONTHLY)}
    made = {
        month.name
        for period in list_periods_between(first.first_on, last.last_on, cadence)
        if period.last_on < today
        for month in list_periods_between(period.first_on, period.last_on, Cadence.MONTHLY)
    }
    told = [list_held(one) for one in find_months_left_out(first, last, {"it": cadence}, today)]
    assert set().union(*told) == asked - made
    assert sum(map(len, told)) == len(asked - made), "none twice"
