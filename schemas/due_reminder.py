"""A reminder of a report that is to be made or handed in."""

from pydantic import Field

from schemas.base import Closed
from schemas.due import Due, NeverMade, ToHandIn
from schemas.stock_actions import Urgency


class DueReminder(Closed):
    """A report that is to be made or handed in soon, or should have been."""

    due: Due = Field(description="The first of the periods that it is about")
    urgency: Urgency = Field(description="Of the first")
    days_left: int = Field(description="Days until this one is due; negative: overdue for so many days")
    edition: int | None = Field(description="Its newest edition; none: it was never made, or it's about several")
    never_made: NeverMade | None = Field(
        description="All periods of the report that were never made; none: it was made"
    )
    to_hand_in: ToHandIn | None = Field(description="The periods that were made; none: they never were")
