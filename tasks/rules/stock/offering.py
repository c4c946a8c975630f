"""What to offer to the supplier, and what to bring to a unit that it leaves without any: both on the same way."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from schemas.labels import CENTRAL
from schemas.reconciliation import Reconciliation
from schemas.stock_actions import Move, OfferBack, Refill, UnitFill, Unused
from tasks.rules.stock.expiring import find_urgency_of_days

Shelved = tuple[str, str]
"""A location, and an item there."""


def list_offers_back(stock: Reconciliation, said: Collection[Move], today: date) -> Iterator[OfferBack]:
    """List what to offer, with what to bring to units that have no other kits.

    Args:
        stock: what is where, and what is to be done.
        said: the moves that are told apart; the others bring kits to quiet shelves, and can be told here.
        today: the day from which expiries are counted.
    """
    emptied = _find_emptied(stock, said)
    told = set[Shelved]()
    for unused in stock.unused:
        units = {(one.location, unused.item) for one in unused.origins} & emptied - told
        brought = [move for move in stock.moves if move not in said and (move.destination, move.item) in units]
        refills = [one for one in unused.refills if (one.destination, unused.item) in units]
        yield _offer(unused, [*map(_fill, brought), *map(_fill, refills)], stock, today)
        told |= units


def _find_emptied(stock: Reconciliation, said: Iterable[Move]) -> set[Shelved]:
    """Find the units' shelves from which kits are offered, and on which none are left then."""
    left = Counter({(one.location, one.item): one.usable for one in stock.shelves})
    for move in said:
        left[move.origin, move.item] -= move.quantity
        left[move.destination, move.item] += move.quantity
    offered = {(at.location, one.item): 0 for one in stock.unused for at in one.origins if at.location != CENTRAL}
    for one in stock.unused:
        left.subtract({(at.location, one.item): at.quantity for at in one.origins})
    return {shelf for shelf in offered if left[shelf] <= 0}


def _fill(move: Move | Refill) -> UnitFill:
    return UnitFill(lot=move.lot, quantity=move.quantity, origin=move.origin, unit=move.destination)


def _offer(unused: Unused, refills: Iterable[UnitFill], stock: Reconciliation, today: date) -> OfferBack:
    days = (unused.expires - today).days
    in_stock = sum(one.on_hand for one in stock.stock if (one.item, one.lot) == (unused.item, unused.lot))
    return OfferBack(
        urgency=find_urgency_of_days(days),
        item=unused.item,
        lot=unused.lot,
        quantity=unused.quantity,
        expires=unused.expires,
        days_left=days,
        origins=unused.origins,
        others=in_stock - unused.quantity,
        refills=tuple(refills),
    )
