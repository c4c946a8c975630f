"""Doubts about a period's figures that its reader must hear first: a long silence, and a fall."""

from datetime import date

from pydantic import Field

from schemas.base import Closed


class Silence(Closed):
    """A time without a form that is longer than the program's own rate makes likely."""

    since: date | None = Field(description="The last day with a distribution; none: there has never been one")
    until: date | None = Field(description="The next day with a distribution; none: there is none yet")


class Fall(Closed):
    """A figure that fell by more than half, or to zero or to not tracked, against the edition before."""

    measure: str
    was: int | float | None
    now: int | float | None
