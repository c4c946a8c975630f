"""Every number from which an order follows, and of each unit those from which its rate and its shelf follow."""

from datetime import date

from pydantic import Field

from schemas.base import Closed

DAYS_A_MONTH = 365 / 12


class UnitWhy(Closed):
    """A unit's demand for an item, and its shelf."""

    unit: str
    kits: int = Field(description="Given out in the days seen, without events")
    open_days: int = Field(description="Days seen on which it had a usable one")
    rate: float = Field(description="A day, drawn towards that of all units")
    shelf: int = Field(description="What its shelf should hold")
    par_level: int | None = Field(description="Of lbn.toml; none: the shelf follows from the rate")
    usable: int = Field(description="Neither expired nor recalled")


class LotWhy(Closed):
    """Usable kits of a lot somewhere."""

    location: str
    lot: str | None
    expires: date | None
    usable: int


class DemandWhy(Closed):
    """What was seen, how the program orders, and the demand that follows."""

    first_on: date
    seen_days: int
    event_kits: int
    event_rate: float
    unit_rate: float = Field(description="Of all units, a day, without events")
    lead_days: int
    look_days: int
    cover_days: int
    service: float
    pack: int
    counted_life_days: int = Field(description="How long a new one counts as supply")
    mean: float = Field(description="Of the demand until the next order comes")
    variance: float


class PlanWhy(Closed):
    """What is needed, what there is, and the order that follows; of nothing, where enough is there."""

    of_demand: int
    of_shelves: int
    cap: int
    needed: int
    up_to: int
    usable: int
    waste: int
    on_order: int
    have: int
    quantity: int
    by: date | None = Field(description="Last day on which an order is in time; none: not for two years")
    is_late: bool


class OrderWhy(Closed):
    """Why an item is to be ordered or not; a young program has neither demand nor plan yet."""

    item: str
    demand: DemandWhy | None
    plan: PlanWhy | None
    units: tuple[UnitWhy, ...]
    lots: tuple[LotWhy, ...]
