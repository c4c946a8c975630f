"""What is to be done about the stock, where, and how soon: the values that the stock alert puts into words."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from math import inf
from typing import Any

from schemas.labels import CENTRAL
from schemas.reconciliation import Reconciliation
from schemas.stock import Expiring, Low, Recalled
from schemas.stock_actions import Order, OrderMore, Restock, StockAction, TakeExpired, TakeRecalled, Urgency, UseFirst
from tasks.rules.stock.expiring import EXPIRED, count_warnings, find_urgency
from tasks.rules.stock.low import count_lacking
from tasks.rules.stock.usable import Lot, count_usable

DAYS_OF_WEEK = 7


def list_actions(stock: Reconciliation, today: date) -> list[StockAction]:
    """Return all that is to be done, the most urgent first; what is equally urgent stays in the order of its kinds."""
    return sorted(_find_actions(stock, today), key=lambda action: action.urgency)


def _find_actions(stock: Reconciliation, today: date) -> Iterator[StockAction]:
    recalled: set[Lot] = {(lot.item, lot.lot) for lot in stock.recalled}
    yield from (_take_recalled(lot) for lot in stock.recalled if lot.on_hand)
    yield from (_take_or_use(lot) for lot in stock.expiring if (lot.item, lot.lot) not in recalled)
    yield from _restock(stock, recalled, today)
    yield from (_order(order, today) for order in stock.order)


def _take_recalled(lot: Recalled) -> TakeRecalled:
    return TakeRecalled(
        urgency=Urgency.TODAY,
        location=lot.location,
        item=lot.item,
        lot=lot.lot,
        on_hand=lot.on_hand,
        distributed=lot.distributed,
    )


def _take_or_use(lot: Expiring) -> TakeExpired | UseFirst:
    """Take a lot off the shelf that has expired; use one first that will."""
    urgency = find_urgency(lot)
    shelf: dict[str, Any] = {"location": lot.location, "item": lot.item, "lot": lot.lot}
    if lot.within == EXPIRED:
        return TakeExpired(urgency=urgency, on_hand=lot.on_hand, expires=lot.expires, days_past=-lot.days, **shelf)
    return UseFirst(
        urgency=urgency,
        on_hand=lot.on_hand,
        expires=lot.expires,
        days_left=lot.days,
        warning=count_warnings(lot),
        is_at_central=lot.location == CENTRAL,
        **shelf,
    )


def _restock(stock: Reconciliation, recalled: Collection[Lot], today: date) -> list[Restock]:
    """Bring kits to the units that run low, those in greatest need first."""
    units = sorted(stock.low, key=_need)
    known = {(one.location, one.item): one.shelf for one in stock.shelves}
    shelves = [known.get((unit.location, unit.item), unit.par_level) for unit in units]
    lacking = [count_lacking(unit.on_hand, shelf) or None for unit, shelf in zip(units, shelves, strict=True)]
    items = {unit.item for unit in units}
    at_central = {item: count_usable(stock.stock, recalled, item, today).get(CENTRAL, 0) for item in items}
    return [
        Restock(
            urgency=Urgency.THIS_WEEK if unit.on_hand else Urgency.TODAY,
            shelf=shelf,
            wanted=wanted,
            from_central=share,
            at_central=at_central[unit.item],
            **unit.model_dump(),
        )
        for unit, shelf, wanted, share in zip(
            units, shelves, lacking, _share_out(units, lacking, at_central), strict=True
        )
    ]


def _share_out(units: Sequence[Low], lacking: Sequence[int | None], at_central: Mapping[str, int]) -> list[int]:
    """Return what Central keeps for each unit; no kit is promised to two of them.

    Each in turn gets what its shelf lacks, as long as there is any. What is left then is shared evenly
    among the units whose officers say that they run low, but of which nobody can say how many kits they lack.
    """
    left = dict(at_central)
    shares = []
    for unit, wanted in zip(units, lacking, strict=True):
        shares.append(min(wanted or 0, left[unit.item]))
        left[unit.item] -= shares[-1]
    for item in at_central:
        open_ended = [index for index, unit in enumerate(units) if unit.item == item and lacking[index] is None]
        for turn, index in enumerate(open_ended):
            shares[index] = left[item] // (len(open_ended) - turn)
            left[item] -= shares[index]
    return shares


def _need(unit: Low) -> tuple[bool, float]:
    """Sort a unit with nothing left first, then what lasts for the fewest days; where no rate is known, after those."""
    return unit.on_hand > 0, inf if unit.days_left is None else unit.days_left


def _order(order: Order, today: date) -> OrderMore:
    """Order today what is late, and this week what won't be in time next week."""
    days = (order.by - today).days
    urgency = Urgency.THIS_MONTH if days >= DAYS_OF_WEEK else Urgency.THIS_WEEK
    return OrderMore(urgency=Urgency.TODAY if order.is_late else urgency, item=order.item, order=order)
