"""The last twelve months: 0 where the program ran and nothing was given out, and nothing where nobody knows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.desk_page import MonthGiven
from schemas.freshness import Silence
from schemas.period import Period
from tasks.rules.reporting.last_months import MOST_MONTHS, find_known_until, list_last_months

TODAY = date(2026, 3, 10)


def given_out(month: Period) -> int:
    """Five kits in each February, and none in other months."""
    return 5 if month.first_month == 2 else 0


def listed(started: str, read_on: str | None, today: date = TODAY) -> str:
    """Each month with its kits; a question mark where they aren't known, a plus where there may be more."""
    read = date.fromisoformat(read_on) if read_on else None
    months = list_last_months(given_out, date.fromisoformat(started), read, today)
    return " ".join(map(_write, months))


def _write(month: MonthGiven) -> str:
    return f"{month.month}:{'?' if month.kits is None else month.kits}{'' if month.is_over else '+'}"


@pytest.mark.parametrize(
    ("started", "read_on", "months"),
    [
        ("2026-01-15", "2026-03-10", "2026-01:0 2026-02:5 2026-03:0+"),
        ("2026-01-15", "2026-03-01", "2026-01:0 2026-02:5 2026-03:0+"),
        ("2026-01-15", "2026-02-28", "2026-01:0 2026-02:5+ 2026-03:?+"),
        ("2026-01-15", "2026-01-20", "2026-01:0+ 2026-02:?+ 2026-03:?+"),
        ("2026-01-15", None, "2026-01:?+ 2026-02:?+ 2026-03:?+"),
        ("2026-03-31", "2026-03-10", "2026-03:0+"),
        ("2026-04-01", "2026-03-10", ""),
    ],
)
def test_a_month_is_known_once_the_tabs_were_read_in_it(started: str, read_on: str | None, months: str):
    assert listed(started, read_on) == months


def test_no_more_than_a_year_is_shown():
    months = listed("2020-01-01", "2026-03-10").split()
    assert (len(months), months[0], months[-2]) == (MOST_MONTHS, "2025-04:0", "2026-02:5")


@given(st.dates(date(2020, 1, 1), date(2027, 1, 1)), st.dates(date(2020, 1, 1), TODAY))
def test_only_months_that_began_before_the_reading_are_known(started: date, read_on: date):
    months = list_last_months(given_out, started, read_on, TODAY)
    names = [month.month for month in months]
    assert names == sorted(set(names))
    for month in months:
        first = date.fromisoformat(f"{month.month}-01")
        assert (month.kits is not None) == (first <= read_on)
        assert not (month.is_over and month.kits is None)


READ_ON, LAST_FORM = date(2026, 12, 7), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("silence", "known_until"),
    [
        (None, READ_ON),
        (Silence(since=LAST_FORM, until=None), LAST_FORM),
        (Silence(since=LAST_FORM, until=date(2026, 12, 1)), READ_ON),  # forms came again
        (Silence(since=None, until=None), READ_ON),  # none ever came: that is said, and no day is known
    ],
)
def test_after_the_last_form_of_a_silence_nothing_is_known(silence: Silence | None, known_until: date):
    assert find_known_until(READ_ON, silence) == known_until


def test_the_month_in_which_the_program_started_says_so():
    started = date(2026, 2, 3)
    assert [month.since for month in list_last_months(given_out, started, TODAY, TODAY)] == [started, None]
    assert {month.since for month in list_last_months(given_out, date(2026, 2, 1), TODAY, TODAY)} == {None}
