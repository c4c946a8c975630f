"""Which reports are pressing: to be made, or to be handed in, soon or since long."""

from datetime import date, timedelta

import pytest

from schemas.due import Due, DueState
from schemas.stock_actions import Urgency
from tasks.rules.reporting.due_reminders import find_due_urgency, list_due_reminders

TODAY = date(2026, 10, 12)
QUARTERLY, SUPPLIER = "nysdoh-quarterly", "supplier"
NOT_PRESSING = 11


NEWEST = {(report, period): 2 for report in (QUARTERLY, SUPPLIER) for period in ("2026-Q2", "2026-Q3", "2026-09")}
"""Two editions of each period."""


def due(
    state: DueState, days_left: int, report: str = QUARTERLY, period: str = "2026-Q3", *, is_made: bool = False
) -> Due:
    """A report that is due in so many days."""
    on = TODAY + timedelta(days=days_left)
    return Due(report=report, period=period, due_on=on, state=state, is_made=is_made)


@pytest.mark.parametrize(
    ("days_left", "urgency"),
    [
        (-300, Urgency.TODAY), (-1, Urgency.TODAY), (0, Urgency.TODAY), (1, Urgency.THIS_WEEK), (7, Urgency.THIS_WEEK),
        (8, Urgency.THIS_MONTH), (10, Urgency.THIS_MONTH), (11, None),
    ],
)  # fmt: skip
def test_the_nearer_the_due_day_the_more_pressing(days_left: int, urgency: Urgency | None):
    assert find_due_urgency(TODAY + timedelta(days=days_left), TODAY) is urgency


@pytest.mark.parametrize(
    ("one", "is_said", "edition"),
    [
        (due(DueState.MADE, 3), True, 2),
        (due(DueState.OVERDUE, -3, is_made=True), True, 2),
        (due(DueState.FILED, 3), False, None),
        (due(DueState.OWED, 3), True, None),
        (due(DueState.OVERDUE, -3), True, None),
        (due(DueState.MADE, NOT_PRESSING), False, None),
        (due(DueState.OWED, NOT_PRESSING), False, None),
        (due(DueState.MADE, -3, SUPPLIER, "2026-09").model_copy(update={"has_left": True}), False, None),
        (due(DueState.MADE, 3, SUPPLIER, "2026-09"), True, 2),
        (due(DueState.OVERDUE, -3, SUPPLIER, "2026-09"), True, None),
    ],
)
def test_what_is_open_and_pressing_is_said(one: Due, is_said: bool, edition: int | None):
    reminders = list_due_reminders([one], NEWEST, TODAY)
    assert [reminder.due for reminder in reminders] == [one] * is_said
    assert all(reminder.edition == edition for reminder in reminders)
    assert all((reminder.never_made is None) == (edition is not None) for reminder in reminders)
    assert all((reminder.to_hand_in is None) != (edition is not None) for reminder in reminders)


def test_each_that_is_pressing_is_named_with_its_day():
    old, new, later = due(DueState.OVERDUE, -80, period="2026-Q2", is_made=True), due(DueState.MADE, 3), due(
        DueState.MADE, 90, period="2026-Q4")  # fmt: skip
    reminders = list_due_reminders([old, new, later], NEWEST, TODAY)
    assert [(one.due, one.days_left, one.edition) for one in reminders] == [(old, -80, 2), (new, 3, 2)]
    assert [one.urgency for one in reminders] == [Urgency.TODAY, Urgency.THIS_WEEK]


def test_what_is_overdue_in_a_row_is_one_reminder():
    months = [due(DueState.OVERDUE, days, SUPPLIER, f"2026-0{month}", is_made=True)
              for month, days in ((5, -125), (6, -94), (8, -33), (9, -2))]  # fmt: skip
    filed = due(DueState.FILED, -63, SUPPLIER, "2026-07")
    reminders = list_due_reminders([*months[:2], filed, *months[2:]], NEWEST, TODAY)
    listed = [one.to_hand_in for one in reminders if one.to_hand_in]
    assert [(one.first, one.last, one.count) for one in listed] == [
        ("2026-05", "2026-06", 2),
        ("2026-08", "2026-09", 2),
    ]
    assert [(one.days_left, one.edition) for one in reminders] == [(-125, None), (-33, None)]


def test_what_was_never_made_is_one_reminder_of_all_its_periods():
    owed = [due(DueState.OVERDUE, -80, period="2026-Q1"), due(DueState.OVERDUE, -9, period="2026-Q2"),
            due(DueState.OWED, NOT_PRESSING)]  # fmt: skip
    (reminder,) = list_due_reminders(owed, NEWEST, TODAY)
    assert reminder.never_made
    assert (reminder.never_made.first, reminder.never_made.last, reminder.never_made.count) == ("2026-Q1", "2026-Q3", 3)
    assert (reminder.due, reminder.urgency, reminder.to_hand_in) == (owed[0], Urgency.TODAY, None)


def test_the_most_pressing_comes_first_whatever_its_kind():
    listed = [
        due(DueState.OVERDUE, -5, period="2026-Q1"),
        due(DueState.OVERDUE, -4, period="2026-Q2", is_made=True),
        due(DueState.OWED, 2, SUPPLIER, "2026-09"),
    ]
    found = list_due_reminders(listed, NEWEST, TODAY)
    assert [one.due for one in found] == listed
    assert [one.due for one in list_due_reminders(listed[1:], NEWEST, TODAY)] == listed[1:]
