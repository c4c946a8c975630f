"""Where a lot is and went: what a recall asks for."""

from datetime import date
from typing import NamedTuple


class OnShelf(NamedTuple):
    """What a location still has of a lot."""

    location: str
    on_hand: int


class GivenOut(NamedTuple):
    """What a unit has given out of a lot in a month."""

    unit: str
    month: str
    quantity: int


class LotTrace(NamedTuple):
    """An item's lot, from the receipt until today."""

    item: str
    lot: str
    expires: date | None
    received_count: int
    is_recalled: bool
    """Whether a movement “recalled” of it was recorded anywhere."""

    on_shelf: tuple[OnShelf, ...]
    given_out: tuple[GivenOut, ...]
    gone: tuple[tuple[str, int], ...]
    """How many left otherwise, by movement."""

    locations: tuple[str, ...]
    """Where any of it was ever recorded, the central store first."""

    missing_count: int = 0
    """So many more left than were recorded where they left from: as many of those on the shelf can't be there."""

    counted_count: int = 0
    """How many of those on the shelf were counted since: these are there."""

    @property
    def on_shelf_count(self) -> int:
        """How many are on all shelves together, by the record."""
        return sum(one.on_hand for one in self.on_shelf)

    @property
    def most_on_shelf(self) -> int:
        """How many can be on all shelves together."""
        return max(self.counted_count, self.on_shelf_count - self.missing_count)

    @property
    def left_count(self) -> int:
        """How many left, given out or otherwise."""
        return sum(one.quantity for one in self.given_out) + sum(count for _, count in self.gone)

    @property
    def unfound_count(self) -> int:
        """How many came, and by the counts are on no shelf, while nobody recorded that they left."""
        return max(0, self.received_count - self.left_count - self.on_shelf_count)


class Recall(NamedTuple):
    """Where a lot is and went, once for each item that has it."""

    traces: tuple[LotTrace, ...]
    held_count: int
    """Rows of the Inventory and Counts tabs that can't be used: this lot may be in them."""

    held_forms: int = 0
    """Forms that aren't counted until fixed: kits of this lot may have been given out by them."""
