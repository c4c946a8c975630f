"""Which kits may be given out: those that have not expired on the day, of lots that were recalled nowhere.

This is decided here and nowhere else: what is low, what can be moved, what is to be ordered and what the digest says
all ask this module.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from schemas.inventory import Movement, MovementKind
from schemas.stock import OnHand

Lot = tuple[str, str | None]
"""An item and its lot; none is the lot that nobody knows."""


def is_expired(expires: date | None, on: date) -> bool:
    """Return whether a lot may no longer be used on a day; its expiry is the last day on which it may."""
    return expires is not None and expires < on


def find_recalled_lots(movements: Iterable[Movement]) -> frozenset[Lot]:
    """Return the lots of which any kit was recalled anywhere: the maker recalls a lot as a whole."""
    return frozenset((movement.item, movement.lot) for movement in movements if movement.kind is MovementKind.RECALLED)


def is_usable(held: OnHand, recalled: Collection[Lot], on: date) -> bool:
    """Return whether what is on a shelf may be given out on a day."""
    return not is_expired(held.expires, on) and (held.item, held.lot) not in recalled


def count_usable(stock: Iterable[OnHand], recalled: Collection[Lot], item: str, on: date) -> dict[str, int]:
    """Count what each location may give out of an item on a day; a location that has none may be missing."""
    usable: dict[str, int] = defaultdict(int)
    for held in stock:
        if held.item == item and is_usable(held, recalled, on):
            usable[held.location] += held.on_hand
    return dict(usable)
