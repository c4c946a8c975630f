"""What to offer to the supplier, and what to bring to a unit that it leaves without any: both on the same way.

Whoever takes a quiet shelf's last kits away reads in the same breath what Central has for it. Nothing is promised that
a move, another offer or a unit in need takes, nor what is still on its way to Central. A unit that runs low is told by
itself (restock.py).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from schemas.labels import CENTRAL
from schemas.reconciliation import Reconciliation
from schemas.stock_actions import Move, OfferBack, Restock, UnitFill, Unused
from tasks.rules.stock.expiring import find_urgency_of_days
from tasks.rules.stock.restock import count_spare_lots
from tasks.rules.stock.usable import Lot

Shelved = tuple[str, str]
"""A location, and an item there."""


def list_offers_back(
    stock: Reconciliation, said: Collection[Move], restocks: Iterable[Restock], recalled: Collection[Lot], today: date
) -> Iterator[OfferBack]:
    """List what to offer, with what to bring to units that have no other kits; each of them with its first offer.

    Args:
        stock: what is where, and what is to be done.
        said: the moves that are told apart; the others bring kits to quiet shelves, and can be told here.
        restocks: what is brought to the units that run low.
        recalled: the lots that were recalled.
        today: the day from which expiries are counted.
    """
    emptied = _find_emptied(stock, said)
    central = _Central(stock, restocks, recalled, today)
    for unused in stock.unused:
        units = [one.location for one in unused.origins if (one.location, unused.item) in emptied]
        refills = [fill for unit in units for fill in _refill(unit, unused.item, stock, said, central)]
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


class _Central:
    """What Central has for shelves that are left empty, and that is promised to nobody."""

    def __init__(
        self, stock: Reconciliation, restocks: Iterable[Restock], recalled: Collection[Lot], today: date
    ) -> None:
        offered = {(one.item, one.lot) for one in stock.unused}
        self._lots = {lot: kits for lot, kits in count_spare_lots(stock, recalled, today).items() if lot not in offered}
        self._expires = {(held.item, held.lot): held.expires or date.max for held in stock.stock}
        self._kept = Counter[str]()
        for one in restocks:
            self._kept[one.item] += one.from_central

    def take(self, item: str, wanted: int) -> list[tuple[str, int]]:
        """Take so many at most, of what lasts longest first: a quiet shelf keeps them long."""
        lots = sorted(
            (lot for (of, lot), kits in self._lots.items() if of == item and lot and kits),
            key=lambda lot: (-self._expires[item, lot].toordinal(), lot),
        )
        left = min(wanted, sum(self._lots[item, lot] for lot in lots) - self._kept[item])
        taken = []
        for lot in lots:
            if (kits := min(left, self._lots[item, lot])) > 0:
                self._lots[item, lot] -= kits
                left -= kits
                taken.append((lot, kits))
        return taken


def _refill(unit: str, item: str, stock: Reconciliation, said: Collection[Move], central: _Central) -> list[UnitFill]:
    """Fill a shelf that is left empty: by moves that nobody is told of else, and then from Central."""
    shelf = next((one.shelf or 0 for one in stock.shelves if (one.location, one.item) == (unit, item)), 0)
    fills = Counter[tuple[str | None, str]]()
    for move in stock.moves:
        if (move.destination, move.item) == (unit, item) and move not in said:
            fills[move.lot, move.origin] += move.quantity
    for lot, kits in central.take(item, shelf - fills.total()):
        fills[lot, CENTRAL] += kits
    return [UnitFill(lot=lot, quantity=kits, origin=origin, unit=unit) for (lot, origin), kits in fills.items()]


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
