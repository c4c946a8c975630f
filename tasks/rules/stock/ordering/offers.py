"""Which kits nobody will use in time, so that the supplier can still give them to somebody who will."""

from collections.abc import Iterable
from datetime import date
from math import ceil
from typing import NamedTuple

from schemas.stock import OnHand
from tasks.rules.stock.ordering.shelves import AHEAD_DAYS, OUTLASTS_DAYS

LAST_DAYS = 30
"""A kit that has not been given out by then counts as not used."""


class LotInStock(NamedTuple):
    """Usable kits of a lot, wherever they are."""

    lot: str
    expires: date
    kits: int


class Offer(NamedTuple):
    """Kits of a lot to offer to the supplier."""

    lot: str
    expires: date
    kits: int


def count_lots(usable: Iterable[OnHand]) -> list[LotInStock]:
    """Count the usable kits of each lot that is known, and that expires."""
    lots: dict[tuple[str, date], int] = {}
    for one in usable:
        if one.lot and one.expires:
            lots[one.lot, one.expires] = lots.get((one.lot, one.expires), 0) + one.on_hand
    return [LotInStock(lot, expires, kits) for (lot, expires), kits in lots.items()]


def list_offers(lots: Iterable[LotInStock], rate: float, today: date) -> list[Offer]:
    """List the kits that will not be used, lots that expire first first.

    Args:
        lots: the usable lots of an item.
        rate: kits a day that the whole program gives out.
        today: the day from which expiries are counted.
    """
    offers, kept = [], 0
    for lot in sorted(lots, key=lambda one: (one.expires, one.lot)):
        days = (lot.expires - today).days
        over = ceil(round(kept + lot.kits - rate * max(0, days - LAST_DAYS), 9))
        offered = max(0, min(lot.kits, over)) if OUTLASTS_DAYS < days <= AHEAD_DAYS else 0
        kept += lot.kits - offered
        if offered:
            offers.append(Offer(lot.lot, lot.expires, offered))
    return offers
