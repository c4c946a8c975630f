"""What to order, to move and to offer back, and each kind of thing that is to be done about the stock."""

from datetime import date
from enum import IntEnum, StrEnum
from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Closed


class Order(Closed):
    """What to order of an item, by when, and every number that this follows from."""

    item: str
    quantity: int
    by: date = Field(description="Last day on which the order is in time")
    is_late: bool = Field(description="Whether it should have been ordered before")
    have: int = Field(description="Usable, without what will expire unused, and on order")
    on_order: int
    needed: int = Field(description="To be there or on order: for the demand until it comes, and on the shelves")
    monthly: int | None = Field(description="Given out in a month, events and all; none: the program is too young")
    lead_days: int = Field(description="Days from asking the supplier to having it")
    usable: int | None = Field(default=None, description="Neither expired nor recalled, everywhere")
    waste: int | None = Field(default=None, description="Usable now, and expired unused by the time the order comes")
    of_demand: int | None = Field(default=None, description="Needed for the demand until the next order comes")
    of_shelves: int | None = Field(default=None, description="Needed on the units' shelves")
    cap: int | None = Field(default=None, description="More would expire before it is used")
    up_to: int | None = Field(default=None, description="What the order fills up to")
    why: str = Field(default="", description="The same in a sentence")


class MoveReason(StrEnum):
    """Why kits are to be moved."""

    SHELF = "shelf"
    """The shelf to which they go holds too few."""

    AGING = "aging"
    """Where they are they would expire unused."""

    SWAP = "swap"
    """They take the place of such kits, which go the other way."""


class Move(Closed):
    """Kits of a lot to bring from one place to another."""

    item: str
    lot: str | None = Field(description="None: they came without one")
    quantity: int
    origin: str = Field(serialization_alias="from")
    destination: str = Field(serialization_alias="to")
    reason: MoveReason
    days_left: int | None = Field(description="Days until they expire; none: they don't")
    held: int = Field(description="Usable ones where they go")
    offered: int = Field(default=0, description="Those of them that are to be offered: they fill no shelf")
    shelf: int | None = Field(description="What should be there; none at Central")
    why: str = Field(default="", description="The same in a sentence")


class OrderUnknown(Closed):
    """Units of which nobody knows yet what to order for them: the program is young, and they have no par level."""

    units: tuple[str, ...] = Field(description="Those without a par level; none: lbn.toml has no unit")
    known_on: date = Field(description="The first day on which the rate says what to order")
    least: int = Field(description="Kits that the rule keeps on every shelf at least")


class OpenOrder(Closed):
    """What was ordered on a day and has not been received; a receipt settles the oldest order first."""

    ordered_on: date
    quantity: int
    days: int = Field(description="Days since then")
    is_late: bool = Field(description="Whether that is longer ago than an order takes")


class Origin(Closed):
    """Kits at a location from which they are to be taken."""

    location: str
    quantity: int


class Unused(Closed):
    """What nobody will use in time, to offer to the supplier."""

    item: str
    lot: str
    quantity: int
    expires: date
    origins: tuple[Origin, ...] = Field(
        serialization_alias="from", min_length=1, description="Where to take them; together the quantity"
    )


class Urgency(IntEnum):
    """How soon something is to be done about the stock, the soonest first."""

    TODAY = 0
    THIS_WEEK = 1
    THIS_MONTH = 2


class TakeRecalled(Closed):
    """Take a recalled lot off a shelf."""

    kind: Literal["take_recalled"] = "take_recalled"
    urgency: Urgency
    location: str
    item: str
    lot: str
    on_hand: int
    distributed: int = Field(description="Kits of the lot that the location has given out")


class TakeExpired(Closed):
    """Take an expired lot off a shelf."""

    kind: Literal["take_expired"] = "take_expired"
    urgency: Urgency
    location: str
    item: str
    lot: str
    on_hand: int
    expires: date
    days_past: int = Field(description="Days since it expired")


class UseFirst(Closed):
    """Use a lot before others, for it expires soon."""

    kind: Literal["use_first"] = "use_first"
    urgency: Urgency
    location: str
    item: str
    lot: str
    on_hand: int
    expires: date
    days_left: int
    warning: int = Field(description="Which warning this is: 0, 1, 2 for the first, second and third")
    is_at_central: bool = Field(description="Whether it's still in the central store, so that units can be given it")
    is_too_late_to_move: bool = Field(default=False, description="Whether it expires too soon to be brought anywhere")


class Fill(Closed):
    """Kits of a lot that fill a shelf, and where they come from."""

    lot: str | None
    quantity: int
    origin: str


class UnitFill(Fill):
    """Kits of a lot that fill a unit's shelf."""

    unit: str


class Restock(Closed):
    """Bring more of an item to a unit that runs low."""

    kind: Literal["restock"] = "restock"
    urgency: Urgency
    location: str
    item: str
    on_hand: int = Field(description="Usable ones that it has left")
    offered: int = Field(default=0, description="Those of them that are to be offered: they fill no shelf")
    moved_away: int = Field(default=0, description="Those of them that are to be moved to other places, for good")
    par_level: int | None
    shelf: int | None = Field(description="What should be there, by par level or its own rate; none: unknown")
    flagged_on: date | None = Field(description="Last day since the last delivery on which an officer said so")
    days_left: int | None = Field(description="Days of supply; none: no rate is known")
    wanted: int | None = Field(description="What its shelf lacks before any move; none: nobody can say how many")
    fills: tuple[Fill, ...] = Field(default=(), description="From where they are to be taken, lot by lot")
    from_central: int = Field(description="What Central can spare for this unit beside that, and for no other")
    still_lacking: int = Field(description="What the shelf lacks even then")
    from_order: int = Field(
        default=0, description="What of that the kits on order can bring, and bring to no other; the rest: a new order"
    )
    late_order_on: date | None = Field(
        default=None, description="Day of the oldest order, where it is longer ago than an order takes"
    )
    can_wait: bool = Field(
        default=False, description="Whether the shelf lasts for weeks, and holds most of what it should"
    )
    at_central: int = Field(description="All usable ones in the central store")


class OrderMore(Closed):
    """Order what will be needed."""

    kind: Literal["order"] = "order"
    urgency: Urgency
    item: str
    order: Order


class AskOrder(Closed):
    """Record what came of orders that are late, or ask for it."""

    kind: Literal["ask_order"] = "ask_order"
    urgency: Urgency
    item: str
    orders: tuple[OpenOrder, ...] = Field(min_length=1, description="Those that are late, the oldest first")
    is_overdue: bool = Field(description="Whether the oldest is more than three times as old as an order takes")


class MoveKits(Closed):
    """Move kits of a lot to where they will be used."""

    kind: Literal["move_kits"] = "move_kits"
    urgency: Urgency
    item: str
    lot: str | None
    quantity: int
    origin: str
    destination: str
    reason: MoveReason
    days_left: int | None = Field(description="Days until they expire; none: they don't")
    held: int = Field(description="Usable ones where they go")
    offered: int = Field(default=0, description="Those of them that are to be offered: they fill no shelf")
    shelf: int | None = Field(description="What should be there; none at Central")
    why: str = Field(description="Why, in a sentence")


class OfferBack(Closed):
    """Offer to the supplier what nobody will use in time."""

    kind: Literal["offer_back"] = "offer_back"
    urgency: Urgency
    item: str
    lot: str
    quantity: int
    expires: date
    days_left: int
    origins: tuple[Origin, ...] = Field(min_length=1, description="Where to take them; together the quantity")
    others: int = Field(description="The others of the lot, which will be used in time if they are used first")
    refills: tuple[UnitFill, ...] = Field(default=(), description="What to bring to units that it leaves without any")


StockAction = Annotated[
    TakeRecalled | TakeExpired | UseFirst | Restock | AskOrder | OrderMore | MoveKits | OfferBack,
    Field(discriminator="kind"),
]
"""One thing to be done about the stock."""
