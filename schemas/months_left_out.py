"""What a backfill leaves out of the months that it was asked for."""

from pydantic import Field

from schemas.base import Closed


class MonthsLeftOut(Closed):
    """Months of a backfill's range of which nothing is made: they aren't over, or their period isn't."""

    first: str
    last: str
    report: str = Field(default="", description="Which report leaves them out; empty: all do, for they aren't over")
    period: str = Field(default="", description="Which of its periods holds them, and doesn't end in the range")
    is_over: bool = Field(default=False, description="Whether that period is over, and ends after the range")
