"""What a reconciliation says: the JSON of `lbn reconcile`."""

from pydantic import Field

from schemas.base import Closed
from schemas.desk import CountDue, Shelf
from schemas.on_order import OnOrder
from schemas.stock import Expiring, Low, OnHand, Recalled, Shortfall, Variance
from schemas.stock_actions import Move, Order, OrderUnknown, Unused
from schemas.young_supply import YoungSupply


class ShortCounts(Closed):
    """Counts in a row, up to the last one, each of which found fewer kits than were recorded."""

    location: str
    missing: tuple[int, ...] = Field(description="How many kits each was short, the last count last")


class Reconciliation(Closed):
    """Recorded stock against counts, and what follows from the stock."""

    stock: tuple[OnHand, ...]
    variances: tuple[Variance, ...]
    shortfalls: tuple[Shortfall, ...]
    low: tuple[Low, ...]
    expiring: tuple[Expiring, ...]
    recalled: tuple[Recalled, ...]
    order: tuple[Order, ...]
    moves: tuple[Move, ...] = ()
    unused: tuple[Unused, ...] = ()
    counts: tuple[CountDue, ...] = ()
    short_counts: tuple[ShortCounts, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    on_order: tuple[OnOrder, ...] = ()
    order_unknown: OrderUnknown | None = None
    young: YoungSupply | None = Field(default=None, exclude=True, description="Of a program without a rate")
