"""Periods as people write them: 2026-09, 2026-Q3, 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.period import MONTHS_IN, Cadence
from tasks.errors import UsageError
from tasks.rules.reporting.periods import find_period, parse_month, parse_period

DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(
    ("written", "name", "first_on", "last_on", "cadence"),
    [
        ("2026-09", "2026-09", "2026-09-01", "2026-09-30", "monthly"),
        ("2026-01", "2026-01", "2026-01-01", "2026-01-31", "monthly"),
        ("2026-12", "2026-12", "2026-12-01", "2026-12-31", "monthly"),
        ("2028-02", "2028-02", "2028-02-01", "2028-02-29", "monthly"),
        ("2026-Q1", "2026-Q1", "2026-01-01", "2026-03-31", "quarterly"),
        ("2026-Q3", "2026-Q3", "2026-07-01", "2026-09-30", "quarterly"),
        ("2026-q4", "2026-Q4", "2026-10-01", "2026-12-31", "quarterly"),
        ("2026", "2026", "2026-01-01", "2026-12-31", "yearly"),
        ("1900", "1900", "1900-01-01", "1900-12-31", "yearly"),
        ("2999-Q4", "2999-Q4", "2999-10-01", "2999-12-31", "quarterly"),
        (" 2026-09\n", "2026-09", "2026-09-01", "2026-09-30", "monthly"),
    ],
)
def test_a_period(written: str, name: str, first_on: str, last_on: str, cadence: str):
    period = parse_period(written)
    assert (str(period), period.name, period.cadence) == (name, name, cadence)
    assert (period.first_on.isoformat(), period.last_on.isoformat()) == (first_on, last_on)


@pytest.mark.parametrize(
    "written",
    [
        "", "2026-13", "2026-00", "2026-9", "2026-Q0", "2026-Q5", "2026Q3", "Q3 2026", "26-09", "2026-09-30", "09/2026",
        "0000", "0000-09", "1899", "1899-12", "3000", "9999-12", "２026", "٢٠٢٦", "2026-0２", "last month",
        "2026-Q3; DROP TABLE",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_examples(written: str):
    with pytest.raises(UsageError) as refused:
        parse_period(written)
    assert refused.value.exit_code == 2
    assert str(refused.value).endswith("write a month as 2026-09, a quarter as 2026-Q3 or a year as 2026.")


@pytest.mark.parametrize(("written", "month"), [("2026-09", "2026-09"), (" 2026-01 ", "2026-01")])
def test_a_month(written: str, month: str):
    assert parse_month(written).name == month


@pytest.mark.parametrize("written", ["", "9/2026", "2026-13", "2026-Q3", "2026", "2026-09-30"])
def test_what_is_no_month_is_refused_with_an_example(written: str):
    with pytest.raises(UsageError, match="isn't a month: write year and month, such as 2026-09"):
        parse_month(written)


def test_a_long_mistake_is_told_in_part():
    with pytest.raises(UsageError, match=f"^“{'x' * 20}” isn't a period"):
        parse_period("x" * 200)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 1, 1), "2026-01 2026-Q1 2026"),
        (date(2026, 3, 31), "2026-03 2026-Q1 2026"),
        (date(2026, 4, 1), "2026-04 2026-Q2 2026"),
        (date(2026, 9, 30), "2026-09 2026-Q3 2026"),
        (date(2026, 12, 31), "2026-12 2026-Q4 2026"),
    ],
)
def test_the_period_that_holds_a_day(day: date, names: str):
    assert " ".join(find_period(day, cadence).name for cadence in Cadence) == names


def test_a_period_holds_its_days_and_nothing_else():
    september = parse_period("2026-09")
    inside = [date(2026, 9, 1) in september, date(2026, 9, 30) in september]
    outside = [date(2026, 8, 31) in september, date(2026, 10, 1) in september, "2026-09-15" in september]
    assert inside == [True, True]
    assert not any(outside)


@given(DAYS, st.sampled_from(Cadence))
def test_a_day_lies_in_the_period_that_holds_it(day: date, cadence: Cadence):
    period = find_period(day, cadence)
    assert day in period
    assert period.last_month - period.first_month + 1 == MONTHS_IN[cadence]


@given(DAYS, st.sampled_from(Cadence))
def test_a_name_reads_back_as_its_period(day: date, cadence: Cadence):
    period = find_period(day, cadence)
    assert parse_period(period.name) == period
