"""A silence at a period's end, and a fall against the edition before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.figures import Change
from schemas.freshness import Fall, Silence
from tasks.rules.reporting.freshness import find_silence, is_read_too_early, list_falls
from tasks.rules.reporting.periods import parse_period

STARTED = date(2026, 1, 1)


def weekly(until: date, days: int = 7) -> list[date]:
    """One distribution a week since the program started, or at another distance."""
    return [STARTED + timedelta(days=day) for day in range(0, (until - STARTED).days + 1, days)]


@pytest.mark.parametrize(
    ("days", "since"),
    [
        pytest.param(weekly(date(2026, 10, 31)), None, id="one a week until the end"),
        pytest.param(weekly(date(2026, 10, 8)), None, id="three weeks without any at one a week can be"),
        pytest.param(weekly(date(2026, 9, 1)), date(2026, 8, 27), id="two months can hardly"),
        pytest.param(weekly(date(2026, 9, 30), days=1), date(2026, 9, 30), id="one a day, and none in October"),
        pytest.param(weekly(date(2026, 10, 25), days=1), None, id="six days are never asked about"),
        pytest.param(weekly(date(2026, 1, 10), days=1), None, id="ten days make no rate"),
        pytest.param([STARTED, date(2026, 3, 1)], None, id="two distributions make no rate"),
    ],
)
def test_a_silence_is_found_by_the_programs_own_rate(days: list[date], since: date | None):
    found = find_silence(days, parse_period("2026-10"), STARTED, date(2026, 11, 1))
    assert found == (Silence(since=since, until=None) if since else None)


def test_a_gap_ends_with_the_next_distribution():
    days = [*weekly(date(2026, 9, 30), days=1), date(2026, 11, 20)]
    found = find_silence(days, parse_period("2026-10"), STARTED, date(2026, 11, 25))
    assert found == Silence(since=date(2026, 9, 30), until=date(2026, 11, 20))


def test_a_period_that_runs_is_looked_at_until_the_reading():
    days = weekly(date(2026, 10, 10), days=1)
    assert find_silence(days, parse_period("2026-10"), STARTED, date(2026, 10, 12)) is None
    assert find_silence(days, parse_period("2026-10"), STARTED, date(2026, 10, 25)) is not None


def test_a_program_that_never_had_a_form_is_told():
    assert find_silence([], parse_period("2026-10"), STARTED, date(2026, 11, 1)) == Silence(since=None, until=None)
    assert find_silence([], parse_period("2025-10"), STARTED, date(2026, 11, 1)) is None


@given(days=st.lists(st.dates(STARTED, date(2026, 12, 31)), max_size=40).map(sorted))
def test_forms_in_every_week_are_never_a_silence(days: list[date]):
    known = sorted([*days, *weekly(date(2026, 12, 31), days=7)])
    assert find_silence(known, parse_period("2026-10"), STARTED, date(2026, 11, 1)) is None


def test_a_gap_within_a_period_is_found_too():
    daily = weekly(date(2026, 10, 31), days=1)
    days = [day for day in daily if not date(2026, 10, 5) <= day <= date(2026, 10, 24)]
    found = find_silence(days, parse_period("2026-10"), STARTED, date(2026, 11, 1))
    assert found == Silence(since=date(2026, 10, 4), until=date(2026, 10, 25))
    assert find_silence(days, parse_period("2026-09"), STARTED, date(2026, 11, 1)) is None


def test_rows_on_hold_are_forms_that_came():
    assert find_silence([], parse_period("2026-10"), STARTED, date(2026, 11, 1), has_held=True) is None


def change(measure: str | None, was: int | None, now: int | None, **where: str) -> Change:
    """One figure that changed."""
    return Change.model_validate({"measure": measure, "was": was, "is": now, **where})


@pytest.mark.parametrize(
    ("one", "is_fall"),
    [
        pytest.param(change("kits_distributed", 42, 0), True, id="to zero"),
        pytest.param(change("kits_distributed", 42, 20), True, id="by more than half"),
        pytest.param(change("kits_distributed", 42, 21), False, id="by half"),
        pytest.param(change("people_trained", 3, None), True, id="to not tracked"),
        pytest.param(change("kits_distributed", 2, 40), False, id="a rise"),
        pytest.param(change("kits_distributed", None, 40), False, id="a new figure"),
        pytest.param(change("kits_lost", 4, 0), False, id="a figure that may fall"),
        pytest.param(change(None, 4, 0, table="By unit", row="Patrol"), False, id="a row of a table"),
    ],
)
def test_a_fall_is_a_figure_of_the_whole_period(one: Change, is_fall: bool):
    found = [Fall(measure=one.measure or "", was=one.was, now=one.now)] if is_fall else []
    assert list_falls([one]) == found


@pytest.mark.parametrize(
    ("read_on", "today", "is_early"),
    [("2026-09-29", "2026-10-02", True), ("2026-09-30", "2026-10-02", True), ("2026-10-01", "2026-10-02", False),
     ("2026-09-29", "2026-09-30", False)],
)  # fmt: skip
def test_a_period_is_read_too_early_if_it_ended_since(read_on: str, today: str, is_early: bool):
    days = date.fromisoformat(read_on), parse_period("2026-09"), date.fromisoformat(today)
    assert is_read_too_early(*days) is is_early
