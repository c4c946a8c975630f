"""When the agency's procedure is to be reviewed, and which period is reviewed.

The procedure's section "Review and Updates" asks for it every year.
"""

from datetime import date, timedelta

from schemas.desk import ReviewDue
from schemas.period import Cadence
from schemas.stock_actions import Urgency
from tasks.rules.reporting.due_reminders import find_due_urgency
from tasks.rules.reporting.periods import find_last_ended
from tasks.rules.reporting.shift_months import shift_months

AHEAD = timedelta(days=30)
"""So long before it is due one is told: people have to meet."""
MONTHS_BETWEEN = 12


def find_review_due(reviewed_on: date | None, started: date, today: date) -> ReviewDue | None:
    """Find whether the procedure is to be reviewed; nothing is said where nobody wrote when it last was.

    Args:
        reviewed_on: when it was last reviewed.
        started: when the program started.
        today: the day at the agency.
    """
    due_on = find_review_day(reviewed_on)
    if reviewed_on is None or due_on is None or today < due_on - AHEAD:
        return None
    pressing = find_due_urgency(due_on, today)
    urgency = Urgency.THIS_MONTH if pressing is None else pressing
    return ReviewDue(reviewed_on=reviewed_on, due_on=due_on, pack=find_pack(started, today), urgency=urgency)


def find_review_day(reviewed_on: date | None) -> date | None:
    """Find the day by which the procedure is to be reviewed again; none where nobody wrote when it last was."""
    return shift_months(reviewed_on, MONTHS_BETWEEN) if reviewed_on else None


def find_pack(started: date, today: date) -> str | None:
    """Find the period that is reviewed: the last year that ended, of a young program quarter; none where none has."""
    ended = (find_last_ended(cadence, today) for cadence in (Cadence.YEARLY, Cadence.QUARTERLY))
    return next((period.name for period in ended if period.last_on >= started), None)
