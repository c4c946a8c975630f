"""A report owed for a period, and what happened to it."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from schemas.base import Closed


class DueState(StrEnum):
    """What happened to a report that is owed."""

    OWED = "owed"
    MADE = "made"
    FILED = "filed"
    OVERDUE = "overdue"


NEVER_MADE = frozenset({DueState.OWED, DueState.OVERDUE})


class NeverMade(Closed):
    """A report of which some periods that are owed were never made."""

    report: str
    first: str = Field(description="The first of these periods")
    last: str
    count: int
    due_on: date = Field(description="When the first of them is due")
    is_overdue: bool


class Filed(Closed):
    """A report that was handed in for a period."""

    edition: int | None = Field(description="None: on paper, or before there was an edition")
    filed_on: date
    is_made_since: bool = Field(default=False, description="Whether the edition was made after that day")


class Due(Closed):
    """A report owed for a period that has ended."""

    report: str
    period: str
    due_on: date
    state: DueState
