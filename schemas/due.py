"""A report owed for a period, and what has become of it."""

from datetime import date
from enum import StrEnum

from schemas.base import Closed


class DueState(StrEnum):
    """What has become of a report that is owed."""

    OWED = "owed"
    MADE = "made"
    FILED = "filed"
    OVERDUE = "overdue"


NEVER_MADE = frozenset({DueState.OWED, DueState.OVERDUE})


class Due(Closed):
    """A report owed for a period that has ended."""

    report: str
    period: str
    due_on: date
    state: DueState
