"""Whether the clock can be right, by what is known of other days."""

from datetime import date

import pytest

from tasks.rules.watching.clock import Jump, find_jump, is_behind, is_made_too_early

READ_ON = date(2026, 9, 30)


def back(day: date) -> Jump:
    """A day before the last reading."""
    return Jump(day, READ_ON, is_back=True)


def ahead(day: date, newest_on: date = READ_ON) -> Jump:
    """A day long after all that is known."""
    return Jump(day, newest_on, is_back=False)


@pytest.mark.parametrize(
    ("today", "seen_on", "jump"),
    [
        (date(2026, 9, 30), [], None),
        (date(2026, 9, 28), [], None),
        (date(2026, 9, 27), [], back(date(2026, 9, 27))),
        (date(2025, 9, 30), [date(2026, 9, 29)], back(date(2025, 9, 30))),
        (date(2026, 11, 29), [], None),
        (date(2026, 11, 30), [], ahead(date(2026, 11, 30))),
        (date(2026, 11, 30), [None, date(2026, 9, 29)], ahead(date(2026, 11, 30))),
        (date(2026, 11, 30), [date(2026, 10, 1)], None),
        (date(2027, 3, 1), [date(2026, 10, 1), date(2026, 8, 1)], ahead(date(2027, 3, 1), date(2026, 10, 1))),
        (date(2026, 10, 1), [date(2027, 1, 1)], None),
    ],
)
def test_a_day_is_held_against_what_is_known(today: date, seen_on: list[date | None], jump: Jump | None):
    assert find_jump(today, READ_ON, seen_on) == jump


@pytest.mark.parametrize("today", [date(1970, 1, 1), date(2026, 9, 30), date(2100, 1, 1)])
def test_before_a_first_reading_any_day_is_right(today: date):
    assert find_jump(today, None, [READ_ON]) is None


@pytest.mark.parametrize(
    ("today", "is_early"), [(date(2026, 9, 29), True), (READ_ON, True), (date(2026, 10, 1), False)]
)
def test_a_clock_behind_the_last_reading_is_doubted(today: date, is_early: bool):
    assert is_behind(today, READ_ON) is (is_early and today != READ_ON)
    assert not is_behind(today, None)


@pytest.mark.parametrize(("filed_on", "is_early"), [(None, True), (date(2026, 9, 29), True), (READ_ON, False)])
def test_what_was_handed_in_after_its_end_was_not(filed_on: date | None, is_early: bool):
    assert is_made_too_early(READ_ON, date(2026, 9, 20), filed_on) is is_early


@pytest.mark.parametrize(
    ("today", "is_early"), [(date(2026, 9, 29), True), (READ_ON, True), (date(2026, 10, 1), False)]
)
def test_an_edition_of_a_period_that_has_not_ended_is_too_early(today: date, is_early: bool):
    assert is_made_too_early(READ_ON, today) is is_early
