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


UNDONE = frozenset({DueState.OWED, DueState.OVERDUE})
"""What isn't made, or is past its day."""


class NeverMade(Closed):
    """A report of which some periods that are owed were never made."""

    report: str
    first: str = Field(description="The first of these periods")
    last: str
    count: int
    due_on: date = Field(description="When the first of them is due")
    is_overdue: bool


class ToHandIn(Closed):
    """A report that was made and is to be handed in: for one period, or for several in a row, all of them overdue."""

    report: str
    first: str = Field(description="The first of these periods")
    last: str
    others: tuple[str, ...] = Field(default=(), description="All but the first")
    count: int
    due_on: date = Field(description="When the first of them is, or was, due")
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
    is_made: bool = Field(default=False, exclude=True, description="Whether there is an edition; for those overdue")
    has_left: bool = Field(
        default=False, exclude=True, description="Whether it's made and mailed to a supplier, who needs no more"
    )

    @property
    def is_never_made(self) -> bool:
        """Whether it is owed, and there is no edition."""
        return self.state in UNDONE and not self.is_made

    @property
    def is_to_hand_in(self) -> bool:
        """Whether there is an edition that nobody handed in yet, as far as is known."""
        return (self.state is DueState.MADE and not self.has_left) or (self.state is DueState.OVERDUE and self.is_made)
