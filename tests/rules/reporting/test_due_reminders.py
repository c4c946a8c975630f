"""Which reports are pressing: to be made, or to be handed in, soon or since long."""

from datetime import date, timedelta

import pytest

from schemas.due import Due, DueState
from schemas.stock_actions import Urgency
from tasks.rules.reporting.due_reminders import Made, find_due_urgency, list_due_reminders
from tests.rules.reporting.test_periods import DEFINITIONS

TODAY = date(2026, 10, 12)
QUARTERLY, SUPPLIER = "nysdoh-quarterly", "supplier"
NOT_PRESSING = 11


def due(state: DueState, days_left: int, report: str = QUARTERLY, period: str = "2026-Q3") -> Due:
    """A report that is due in so many days."""
    return Due(report=report, period=period, due_on=TODAY + timedelta(days=days_left), state=state)


def made(*has_left: str) -> Made:
    """Two editions of each period; the messages of some periods have left."""
    newest = {(report, period): 2 for report in (QUARTERLY, SUPPLIER) for period in ("2026-Q2", "2026-Q3", "2026-09")}
    return Made(newest, {(report, period) for report in (QUARTERLY, SUPPLIER) for period in has_left})


@pytest.mark.parametrize(
    ("days_left", "urgency"),
    [
        (-300, Urgency.TODAY), (-1, Urgency.TODAY), (0, Urgency.TODAY), (1, Urgency.THIS_WEEK), (3, Urgency.THIS_WEEK),
        (4, Urgency.THIS_MONTH), (10, Urgency.THIS_MONTH), (11, None),
    ],
)  # fmt: skip
def test_the_nearer_the_due_day_the_more_pressing(days_left: int, urgency: Urgency | None):
    assert find_due_urgency(TODAY + timedelta(days=days_left), TODAY) is urgency


@pytest.mark.parametrize(
    ("one", "has_left", "is_said"),
    [
        (due(DueState.MADE, 3), ("2026-Q3",), True),
        (due(DueState.FILED, 3), ("2026-Q3",), False),
        (due(DueState.OWED, 3), (), True),
        (due(DueState.OVERDUE, -3), (), True),
        (due(DueState.MADE, NOT_PRESSING), (), False),
        (due(DueState.OWED, NOT_PRESSING), (), False),
        (due(DueState.MADE, 3, SUPPLIER, "2026-09"), ("2026-09",), False),
        (due(DueState.MADE, 3, SUPPLIER, "2026-09"), (), True),
        (due(DueState.OVERDUE, -3, SUPPLIER, "2026-09"), (), True),
    ],
)
def test_the_state_wants_it_handed_in_and_a_supplier_mailed(one: Due, has_left: tuple[str], is_said: bool):
    reminders = list_due_reminders([one], made(*has_left), DEFINITIONS, TODAY)
    assert [reminder.due for reminder in reminders] == [one] * is_said
    is_made = one.state is DueState.MADE
    assert all(reminder.edition == (2 if is_made else None) for reminder in reminders)
    assert all((reminder.never_made is None) is is_made for reminder in reminders)


def test_of_many_the_newest_is_named_and_the_oldest_presses():
    old, new, later = due(DueState.MADE, -80, period="2026-Q2"), due(DueState.MADE, 3), due(DueState.MADE, 90)
    (reminder,) = list_due_reminders([old, new, later], made(), DEFINITIONS, TODAY)
    assert (reminder.due, reminder.earlier_count, reminder.days_left) == (new, 1, 3)
    assert reminder.urgency is Urgency.TODAY


def test_what_was_never_made_is_one_reminder_of_all_its_periods():
    owed = [due(DueState.OVERDUE, -80, period="2026-Q1"), due(DueState.OVERDUE, -9, period="2026-Q2"),
            due(DueState.OWED, NOT_PRESSING)]  # fmt: skip
    (reminder,) = list_due_reminders(owed, made(), DEFINITIONS, TODAY)
    assert reminder.never_made
    assert (reminder.never_made.first, reminder.never_made.last, reminder.never_made.count) == ("2026-Q1", "2026-Q3", 3)
    assert (reminder.due, reminder.urgency, reminder.earlier_count) == (owed[0], Urgency.TODAY, 0)


def test_the_most_pressing_comes_first_whatever_its_kind():
    listed = [
        due(DueState.OVERDUE, -5, period="2026-Q1"),
        due(DueState.MADE, -4, period="2026-Q2"),
        due(DueState.OWED, 2, SUPPLIER, "2026-09"),
    ]
    found = list_due_reminders(listed, made(), DEFINITIONS, TODAY)
    assert [one.due for one in found] == listed
    assert [one.due for one in list_due_reminders(listed[1:], made(), DEFINITIONS, TODAY)] == listed[1:]
