"""Which units are silent: by their own rate, forms and not kits, until the tabs were last read."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.desk import SilentUnit
from schemas.inventory import Count, Movement
from tasks.rules.watching.silent_units import UnitDay, find_answers, list_quiet_units, list_silent_units
from tests.support.builders import a_count, a_movement

STARTED = date(2025, 1, 1)
READ_ON = date(2026, 11, 26)
UNITS = ("Patrol", "Traffic")


def forms(count: int, apart: int, days_ago: int, unit: str = "Traffic") -> list[UnitDay]:
    """So many forms of a unit, so many days apart, the newest so many days before the reading."""
    return [UnitDay(unit, READ_ON - timedelta(days=days_ago + apart * one), 1) for one in range(count)]


def find(days: Sequence[UnitDay], started: date = STARTED, read_on: date = READ_ON) -> tuple[SilentUnit, ...]:
    """Find the silent units, as the operation does."""
    newest: dict[str, date] = {}
    for one in days:
        newest[one.unit] = max(newest.get(one.unit, one.on), one.on)
    return list_silent_units(days, list_quiet_units(newest, UNITS, read_on), started, read_on)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        pytest.param(forms(37, 10, 100), (100, 10), id="one every 10 days, and none for 100"),
        pytest.param(forms(37, 10, 46), (46, 10), id="a chance of 0.9 % is asked about"),
        pytest.param(forms(37, 10, 45), None, id="a chance of 1.04 % is not"),
        pytest.param(forms(365, 1, 14), (14, 1), id="one a day, and none for two weeks"),
        pytest.param(forms(365, 1, 13), None, id="13 days are never asked about"),
        pytest.param(forms(730, 1, 14) + forms(365, 1, 14), (14, 1), id="two a day are one a day or more"),
        pytest.param(forms(3, 60, 500), (500, 65), id="three forms are a rate"),
        pytest.param(forms(2, 60, 500), None, id="two forms make no rate"),
        pytest.param(forms(2, 1, 300) + forms(9, 5, 700), None, id="forms before the year that counts make no rate"),
        pytest.param([*forms(2, 1, 300), UnitDay("Traffic", READ_ON - timedelta(days=301), 1)], None,
                     id="three forms within days in a year are few"),
        pytest.param([], None, id="a unit that never left a form is asked nothing"),
        pytest.param(forms(99, 5, 100, "Marine"), None, id="a unit that lbn.toml no longer has is asked nothing"),
    ],
)  # fmt: skip
def test_a_unit_is_silent_by_its_own_rate(days: list[UnitDay], said: tuple[int, int] | None):
    assert [(one.days, one.usual_days) for one in find(days)] == ([said] if said else [])


def ago(days: int) -> date:
    """A day before the reading."""
    return READ_ON - timedelta(days=days)


@pytest.mark.parametrize(
    ("rows", "is_asked"),
    [
        pytest.param([], True, id="nobody was there"),
        pytest.param([a_count(location="Traffic", counted_on=ago(45))], False, id="counted lately"),
        pytest.param([a_count(location="Traffic", counted_on=ago(46))], True, id="counted so long ago, too"),
        pytest.param([a_count(location="Traffic", counted_on=ago(90)), a_count(location="Traffic", counted_on=ago(5))],
                     False, id="counted twice"),
        pytest.param([a_count(location="Patrol", counted_on=ago(5))], True, id="another unit was counted"),
        pytest.param([a_count(location="Traffic", counted_on=ago(-1))], True, id="a count of tomorrow"),
        pytest.param([a_count(location="Traffic", counted_on=ago(200))], True, id="a count before its newest form"),
        pytest.param([a_movement(kind="transferred", origin="Traffic", destination="Central", moved_on=ago(45))], False,
                     id="its kits were taken away"),
        pytest.param([a_movement(kind="transferred", origin="Central", destination="Traffic", moved_on=ago(5))], True,
                     id="kits were brought: no answer"),
        pytest.param([a_movement(moved_on=ago(5), destination="Traffic")], True, id="kits were received: no answer"),
        pytest.param([a_count(location="Traffic", counted_on=ago(5), item="fts")], True, id="strips were counted"),
        pytest.param([a_movement(kind="returned", origin="Traffic", moved_on=ago(5), item="fts", destination=None)],
                     True, id="strips were taken away"),
    ],
)  # fmt: skip
def test_a_silence_is_answered_by_who_was_there(rows: list[Count | Movement], is_asked: bool):
    counts, movements = ([one for one in rows if isinstance(one, kind)] for kind in (Count, Movement))
    answers = find_answers(movements, counts, {"kit"}, READ_ON)
    found = list_silent_units(forms(37, 10, 100), {"Traffic": ago(100)}, STARTED, READ_ON, answers)
    assert [(one.days, one.usual_days) for one in found] == ([(100, 10)] if is_asked else [])


def test_two_weeks_after_an_answer_nothing_is_asked():
    busy = forms(365, 1, 100)
    for days, is_asked in ((13, False), (14, True)):
        found = list_silent_units(busy, {"Traffic": ago(100)}, STARTED, READ_ON, {"Traffic": ago(days)})
        assert bool(found) is is_asked


@pytest.mark.parametrize(("days_ago", "is_silent"), [(21, False), (22, True)])
def test_forms_of_a_units_first_days_count_as_two_weeks(days_ago: int, is_silent: bool):
    days = forms(3, 1, days_ago)
    assert bool(find(days, started=days[-1].on)) is is_silent


def test_the_year_of_a_young_program_is_as_long_as_the_program():
    (found,) = find(forms(10, 3, 30), started=READ_ON - timedelta(days=57))
    assert found == SilentUnit(unit="Traffic", last_on=READ_ON - timedelta(days=30), days=30, usual_days=3)


def test_days_after_the_reading_are_nobodys_silence():
    assert find(forms(37, 10, 100)) != ()
    assert find(forms(37, 10, 100), read_on=READ_ON - timedelta(days=60)) == ()


def test_the_unit_that_most_forms_are_missing_of_comes_first():
    few, many = forms(37, 10, 100), forms(37, 5, 100, "Patrol")
    assert [one.unit for one in find([*few, *many])] == ["Patrol", "Traffic"]
    same = forms(37, 10, 100, "Patrol")
    assert [one.unit for one in find([*few, *same])] == ["Patrol", "Traffic"]


some_days = st.builds(
    UnitDay, st.sampled_from(["Patrol", "Traffic", "Marine"]), st.dates(STARTED, READ_ON), st.integers(1, 9)
)


@given(days=st.lists(some_days, max_size=60), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(days: list[UnitDay], shuffle: object):
    mixed = list(days)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert find(mixed) == find(days)


@given(apart=st.integers(1, 60), more=st.lists(some_days, max_size=20), late=st.integers(0, 13))
def test_a_unit_that_reports_as_usual_is_never_named(apart: int, more: list[UnitDay], late: int):
    usual = forms(365 // apart + 1, apart, days_ago=late)
    assert "Traffic" not in [one.unit for one in find([*usual, *more])]
    assert "Traffic" not in [one.unit for one in find(forms(365 // apart + 1, apart, days_ago=2 * apart))]
