"""What is to be done about the stock, where, and how soon: the values that the digest puts into words.

Each kit is spoken of once: what is moved or offered back isn't to be used first where it is, and what a move brings to
a unit that runs low is said with that unit. A shelf of which nothing was given out lately is filled by and by: `lbn
reconcile` says it, and nobody is alarmed. Only where such a unit had kits, and has none left, it is said once, and on
that day: nothing else would ever fill it, and what was recalled or expired is to be taken off it today as well.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from schemas.desk import Shelf
from schemas.labels import CENTRAL
from schemas.on_order import OnOrder
from schemas.reconciliation import Reconciliation
from schemas.stock import Expiring, Recalled
from schemas.stock_actions import (
    AskOrder,
    Move,
    MoveKits,
    MoveReason,
    Order,
    OrderMore,
    StockAction,
    TakeExpired,
    TakeRecalled,
    Urgency,
    UseFirst,
)
from tasks.rules.stock.expiring import EXPIRED, count_warnings, find_urgency, find_urgency_of_days
from tasks.rules.stock.offering import list_offers_back
from tasks.rules.stock.ordering.shelves import OUTLASTS_DAYS
from tasks.rules.stock.restock import is_fill, list_restocks
from tasks.rules.stock.usable import Lot

DAYS_OF_WEEK = 7


def list_actions(stock: Reconciliation, today: date) -> list[StockAction]:
    """Return all that is to be done, the most urgent first; what is equally urgent stays in the order of its kinds."""
    return sorted(_find_actions(stock, today), key=lambda action: action.urgency)


def _find_actions(stock: Reconciliation, today: date) -> Iterator[StockAction]:
    recalled: set[Lot] = {(lot.item, lot.lot) for lot in stock.recalled}
    said = _list_moves_to_say(stock)
    moves = [move for move in said if not is_fill(move, stock.low)]
    yield from (_take_recalled(lot) for lot in stock.recalled if lot.on_hand)
    yield from _take_or_use_lots(stock, said, recalled)
    restocks = list_restocks(stock, recalled, today)
    yield from restocks
    quiet = {(one.location, one.item): one for one in stock.shelves if one.days_left is None}
    yield from (_move(move, moves, quiet.get((move.destination, move.item))) for move in moves)
    yield from list_offers_back(stock, said, today)
    yield from (_ask(ordered) for ordered in stock.on_order if ordered.is_late)
    yield from (_order(order, today) for order in stock.order)


def _list_moves_to_say(stock: Reconciliation) -> list[Move]:
    """List the moves but those to shelves of which nothing was given out lately, and that are neither low nor emptied.

    Where kits of the item are swapped, or come from another unit, moves belong together: all of them are said.
    """
    used = {(one.location, one.item) for one in stock.shelves if one.days_left is not None or one.is_emptied}
    tangled = {move.item for move in stock.moves if move.reason is not MoveReason.SHELF or move.origin != CENTRAL}
    return [
        move
        for move in stock.moves
        if move.item in tangled or is_fill(move, stock.low) or (move.destination, move.item) in used
    ]


def _take_recalled(lot: Recalled) -> TakeRecalled:
    return TakeRecalled(
        urgency=Urgency.TODAY,
        location=lot.location,
        item=lot.item,
        lot=lot.lot,
        on_hand=lot.on_hand,
        distributed=lot.distributed,
    )


def _take_or_use_lots(
    stock: Reconciliation, moves: Iterable[Move], recalled: Collection[Lot]
) -> Iterator[TakeExpired | UseFirst]:
    """Take off the shelf what has expired; use first what will, and is neither moved nor offered back."""
    offered = {(one.item, one.lot) for one in stock.unused}
    moved: dict[tuple[str, str, str | None], int] = defaultdict(int)
    for move in moves:
        moved[move.origin, move.item, move.lot] += move.quantity
    for lot in stock.expiring:
        left = lot.on_hand - moved[lot.location, lot.item, lot.lot]
        if left > 0 and (lot.item, lot.lot) not in {*recalled, *offered}:
            yield _take_or_use(lot, left)


def _take_or_use(lot: Expiring, left: int) -> TakeExpired | UseFirst:
    urgency = find_urgency(lot)
    shelf: dict[str, Any] = {"location": lot.location, "item": lot.item, "lot": lot.lot, "on_hand": left}
    if lot.within == EXPIRED:
        return TakeExpired(urgency=urgency, expires=lot.expires, days_past=-lot.days, **shelf)
    return UseFirst(
        urgency=urgency,
        expires=lot.expires,
        days_left=lot.days,
        warning=count_warnings(lot),
        is_at_central=lot.location == CENTRAL,
        is_too_late_to_move=lot.days <= OUTLASTS_DAYS,
        **shelf,
    )


def _move(move: Move, moves: Sequence[Move], quiet: Shelf | None) -> MoveKits:
    """Move kits before they expire; what is swapped for others goes as soon as they do.

    A quiet shelf can wait to be filled, but not one that was emptied.
    """
    urgency = _find_urgency_of_move(move)
    if quiet and move.reason is MoveReason.SHELF:
        urgency = Urgency.TODAY if quiet.is_emptied else Urgency.THIS_MONTH
    if move.reason is MoveReason.SWAP:
        back = (one for one in moves if (one.origin, one.item) == (move.destination, move.item))
        urgency = min((_find_urgency_of_move(one) for one in back if one.reason is MoveReason.AGING), default=urgency)
    return MoveKits(urgency=urgency, **move.model_dump())


def _find_urgency_of_move(move: Move) -> Urgency:
    if move.reason is MoveReason.SHELF:
        return Urgency.THIS_MONTH if move.held else Urgency.THIS_WEEK
    return find_urgency_of_days(move.days_left) if move.reason is MoveReason.AGING else Urgency.THIS_MONTH


def _ask(ordered: OnOrder) -> AskOrder:
    """Ask within the week for what should have come: until then it counts as on its way."""
    late = tuple(one for one in ordered.orders if one.is_late)
    return AskOrder(urgency=Urgency.THIS_WEEK, item=ordered.item, orders=late, is_overdue=ordered.is_overdue)


def _order(order: Order, today: date) -> OrderMore:
    """Order today what is late or won't be in time tomorrow, and this week what won't be next week.

    A young program has no rate that gives a day: it orders once a week, not with each kit.
    """
    days, has_day = (order.by - today).days, order.monthly is not None
    urgency = Urgency.THIS_MONTH if days >= DAYS_OF_WEEK else Urgency.THIS_WEEK
    is_today = order.is_late or (has_day and days <= 0)
    return OrderMore(urgency=Urgency.TODAY if is_today else urgency, item=order.item, order=order)
