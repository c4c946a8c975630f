"""Sections of lbn.toml that a program may leave out: how it orders, whom it trains, when its procedure was reviewed."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, Strict, StrictInt

from schemas.base import Closed, Name

FIRST_YEAR, LAST_YEAR = 2000, 2099


def _check_year(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        msg = f"must be a date from {FIRST_YEAR} to {LAST_YEAR}; look at its year"
        raise ValueError(msg)
    return day


Day = Annotated[date, Strict(), AfterValidator(_check_year)]
"""A day in a program's life: a year of two or five digits is a slip of the keyboard."""


class Ordering(Closed):
    """How kits are ordered."""

    lead_days: StrictInt | None = Field(
        default=None,
        ge=1,
        le=365,
        description="from asking the supplier to having the kits, when it is slow; none: 7 for kind nysdoh, else 30",
    )
    look_days: StrictInt = Field(default=7, ge=1, le=92, description="how often the advice is looked at")
    cover_days: StrictInt = Field(default=30, ge=0, le=731, description="how long an order lasts beyond that")
    service: StrictInt = Field(
        default=98, ge=50, le=99, description="percent of waits for the supplier in which no shelf runs empty"
    )
    pack: StrictInt = Field(default=1, ge=1, le=10_000, description="kits a carton")


class Training(Closed):
    """Whom the program trains."""

    refresher_months: StrictInt | None = Field(
        default=None, ge=1, le=120, description="after how many months a training is to be refreshed"
    )
    people: dict[Name, Annotated[StrictInt, Field(ge=0, le=100_000)]] = Field(
        default_factory=dict, description="how many there are to be trained, by unit: `{ Patrol = 40 }`; numbers only"
    )


class Procedure(Closed):
    """The agency's written procedure."""

    reviewed: Day | None = Field(default=None, description="when it was last reviewed; a year later the digest says so")
