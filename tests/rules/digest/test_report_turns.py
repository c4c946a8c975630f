"""When a report that is due is said: in the week before, when its day is close, on that day, and once it has passed."""

from datetime import date, timedelta

import pytest

from schemas.desk import Duties
from schemas.due import Due, DueState
from schemas.stock_actions import Urgency
from tasks.rules.digest.matters import find_matter
from tasks.rules.digest.to_do import list_to_do
from tasks.rules.digest.turns import Turn, decide_digest
from tasks.rules.reporting.due_reminders import list_due_reminders
from tasks.rules.reporting.review import find_review_due

MONDAY = date(2026, 10, 5)
DAYS = 15


def say(due_on: date, runs: range, *, is_made: bool) -> list[tuple[int, Turn]]:
    """On which days, counted from a Monday, a report is said, where a run is on some of them."""
    said: str | None = ""
    turns = []
    for number in runs:
        today = MONDAY + timedelta(days=number)
        state = DueState.OVERDUE if today > due_on else DueState.MADE if is_made else DueState.OWED
        due = Due(report="supplier", period="2026-09", due_on=due_on, state=state, is_made=is_made)
        to_do = list_to_do((), list_due_reminders([due], {("supplier", "2026-09"): 1}, today), Duties())
        decision = decide_digest([*map(find_matter, to_do)], said, is_weekly=not number % 7)
        said = decision.state
        turns += [(number, decision.turn)] if decision.turn is not Turn.SILENT else []
    return turns


@pytest.mark.parametrize(
    ("due", "days"),
    [
        pytest.param(2, [0, 2, 3, 7, 14], id="on Wednesday"),
        pytest.param(6, [0, 3, 6, 7, 14], id="on Sunday"),
        pytest.param(9, [0, 6, 7, 9, 10, 14], id="on Wednesday of the next week"),
        pytest.param(12, [7, 9, 12, 13, 14], id="on Saturday of the next week"),
    ],
)
def test_daily_runs_say_it_once_for_each_state(due: int, days: list[int]):
    said = say(MONDAY + timedelta(days=due), range(DAYS), is_made=True)
    assert [number for number, _ in said] == days
    assert all((turn is Turn.WHOLE) == (not number % 7) for number, turn in said)


@pytest.mark.parametrize("is_made", [True, False])
@pytest.mark.parametrize("due", range(7))
def test_weekly_runs_say_it_before_its_day(due: int, is_made: bool):
    assert (0, Turn.WHOLE) in say(MONDAY + timedelta(days=due), range(0, DAYS, 7), is_made=is_made)
    (reminder,) = list_due_reminders(
        [Due(report="supplier", period="2026-09", due_on=MONDAY + timedelta(days=due + 1), state=DueState.OWED)],
        {}, MONDAY,
    )  # fmt: skip
    assert reminder.urgency is Urgency.THIS_WEEK


@pytest.mark.parametrize(
    ("days_left", "urgency"),
    [
        (30, Urgency.THIS_MONTH), (8, Urgency.THIS_MONTH), (7, Urgency.THIS_WEEK), (1, Urgency.THIS_WEEK),
        (0, Urgency.TODAY), (-200, Urgency.TODAY),
    ],
)  # fmt: skip
def test_a_review_is_as_urgent_as_a_report(days_left: int, urgency: Urgency):
    today = date(2026, 10, 5) - timedelta(days=days_left)
    review = find_review_due(date(2025, 10, 5), date(2025, 1, 1), today)
    assert [one.urgency for one in list_to_do((), (), Duties(review=review))] == [urgency]
