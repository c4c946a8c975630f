"""What to offer to the supplier, and what to bring to a unit that it leaves without any: both on the same way.

Whoever takes a shelf's last kits away reads in the same breath what is brought in their place, by the moves that
nobody is told of else. A unit that runs low is told by itself (restock.py).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from schemas.labels import CENTRAL
from schemas.reconciliation import Reconciliation
from schemas.stock_actions import Move, OfferBack, UnitFill, Unused
from tasks.rules.stock.expiring import find_urgency_of_days

Shelved = tuple[str, str]
"""A location, and an item there."""


def list_offers_back(stock: Reconciliation, said: Collection[Move], today: date) -> Iterator[OfferBack]:
    """List what to offer, with what to bring to units that have no other kits; each of them with its first offer.

    Args:
        stock: what is where, and what is to be done.
        said: the moves that are told apart; the others bring kits to quiet shelves, and can be told here.
        today: the day from which expiries are counted.
    """
    emptied = _find_emptied(stock, said)
    for unused in stock.unused:
        units = [one.location for one in unused.origins if (one.location, unused.item) in emptied]
        refills = [fill for unit in units for fill in _refill(unit, unused.item, stock, said)]
        emptied -= {(unit, unused.item) for unit in units}
        yield _offer(unused, refills, stock, today)


def _find_emptied(stock: Reconciliation, said: Iterable[Move]) -> set[Shelved]:
    """Find the units' shelves from which kits are offered, and on which none are left then; but for those told low."""
    left = Counter({(one.location, one.item): one.usable for one in stock.shelves})
    for move in said:
        left[move.origin, move.item] -= move.quantity
        left[move.destination, move.item] += move.quantity
    offered = {(at.location, one.item) for one in stock.unused for at in one.origins if at.location != CENTRAL}
    for one in stock.unused:
        left.subtract({(at.location, one.item): at.quantity for at in one.origins})
    low = {(unit.location, unit.item) for unit in stock.low}
    return {shelf for shelf in offered - low if left[shelf] <= 0}


def _refill(unit: str, item: str, stock: Reconciliation, said: Collection[Move]) -> list[UnitFill]:
    """List the moves that fill a shelf which is left empty, and that nobody is told of else."""
    return [
        UnitFill(lot=move.lot, quantity=move.quantity, origin=move.origin, unit=unit)
        for move in stock.moves
        if (move.destination, move.item) == (unit, item) and move not in said
    ]


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
