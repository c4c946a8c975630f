"""What a reconciliation says: the JSON of `lbn reconcile`, list by list."""

from datetime import date

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
    """A count that differs from the books; `lot` is none where all lots were counted together."""

    date: date
    location: str
    item: str
    lot: str | None
    expected: int
    counted: int


class Shortfall(Closed):
    """More went out on a day than the books held."""

    date: date
    location: str
    item: str
    lot: str | None
    quantity: int


class Low(Closed):
    """A unit below its par level, or one whose officers say that kits are running low."""

    location: str
    item: str
    on_hand: int = Field(description="Unexpired kits")
    par_level: int | None
    flagged_on: date | None = Field(description="Last day since the last delivery on which an officer said so")
    days_left: int | None = Field(
        default=None, description="Days that the kits last at the pace of the last eight weeks; none: no pace is known"
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
    """A lot under recall: what is still on a shelf, and how many kits each unit has handed out."""

    location: str
    item: str
    lot: str
    on_hand: int
    distributed: int


class Order(Closed):
    """What to order so that every unit can be filled up to its par level."""

    item: str
    quantity: int
    below_par: int = Field(description="Kits that the units lack up to their par levels")
    at_central: int = Field(description="Unexpired kits in the central store")


class Reconciliation(Closed):
    """Books against counts, and what follows from the stock."""

    stock: tuple[OnHand, ...]
    variances: tuple[Variance, ...]
    shortfalls: tuple[Shortfall, ...]
    low: tuple[Low, ...]
    expiring: tuple[Expiring, ...]
    recalled: tuple[Recalled, ...]
    order: tuple[Order, ...]
