"""A reminder of a report that is to be made or handed in."""

from pydantic import Field

from schemas.base import Closed
from schemas.due import Due, NeverMade
from schemas.stock_actions import Urgency


class DueReminder(Closed):
    """A report that is to be made or handed in soon, or should have been."""

    due: Due = Field(description="The newest one to be handed in; of those never made the one that is due first")
    urgency: Urgency = Field(description="Of the most pressing one")
    days_left: int = Field(description="Days until this one is due; negative: overdue for so many days")
    edition: int | None = Field(description="Its newest edition; none: it was never made")
    never_made: NeverMade | None = Field(
        description="All periods of the report that were never made; none: it was made"
    )
    earlier_count: int = Field(
        description="Earlier ones of the report that were made and not noted as handed in either"
    )
