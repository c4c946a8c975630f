"""Editions of a report, for periods that follow each other, that lie in reports/ and aren't in the ledger."""

from pydantic import Field

from schemas.base import Closed


class LostEditions(Closed):
    """A report and the periods, one after the other, whose newest edition a former ledger made."""

    report: str
    first: str = Field(description="The first of these periods")
    last: str
    count: int = Field(description="How many periods these are")
    edition: int = Field(description="The number of the last one's newest edition")
