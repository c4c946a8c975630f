"""What the stock is and what is wrong with it: each list of a reconciliation by its rows."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from schemas.base import Closed


class OnHand(Closed):
    """The stock of a lot at a location; `lot` is none for kits whose lot nobody knows."""

    location: str
    item: str
    lot: str | None
    expires: date | None
    on_hand: int


class Variance(Closed):
    """A count that differs from what was recorded; `lot` is none where all lots were counted together."""

    date: date
    location: str
    item: str
    lot: str | None
    expected: int
    counted: int


class Shortfall(Closed):
    """More went out on a day than was recorded as received."""

    date: date
    location: str
    item: str
    lot: str | None
    quantity: int


class Low(Closed):
    """A unit whose shelf of an item holds too few, or one whose officers say that kits are running low."""

    location: str
    item: str
    on_hand: int = Field(description="Usable ones: neither expired nor of a recalled lot")
    par_level: int | None
    flagged_on: date | None = Field(description="Last day since the last delivery on which an officer said so")
    days_left: int | None = Field(
        default=None, description="Days of supply at the rate of the last eight weeks; none: no rate is known"
    )


class Expiring(Closed):
    """A lot in stock that expires within 90 days, or has expired."""

    location: str
    item: str
    lot: str
    expires: date
    on_hand: int
    days: int = Field(description="Days until it expires; negative: expired for so many days")
    within: int = Field(description="The warning: 90, 60 or 30 days, or 0 when expired")


class Recalled(Closed):
    """A lot under recall: what is still on a shelf, and how many kits each unit has given out."""

    location: str
    item: str
    lot: str
    on_hand: int
    distributed: int


class LotConflict(Closed):
    """A lot whose rows say different last days; the earliest is taken."""

    item: str
    lot: str
    expiries: tuple[date, ...] = Field(description="All of them, the earliest first")


class LotLikeness(StrEnum):
    """What else a lot may be that was written into the row of a receipt."""

    PHONE = "a phone number"
    DATE = "a date"
    WORD = "a word"


class DoubtfulLot(Closed):
    """A receipt whose lot looks like something else; the lot is not repeated, for it may tell of a person."""

    item: str
    received_on: date
    likeness: LotLikeness
