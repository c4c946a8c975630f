"""Recorded stock against counts: what is on hand, variances, shortfalls, what is low, expiring, recalled or to order.

What was given out or counted of an item whose stock nobody records counts as neither shortfall nor variance
(tasks/rules/stock/kept_items.py).
A kit that has expired, or whose lot was recalled anywhere, is on hand, but nobody may be given it: it does not count
towards what a unit's shelf should hold (tasks/rules/stock/usable.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from schemas.inventory import Movement
from schemas.labels import CENTRAL
from schemas.reconciliation import Reconciliation
from schemas.settings import Settings
from schemas.stock import OnHand, Recalled, Shortfall
from tasks.rules.stock.expiring import list_expiring
from tasks.rules.stock.flows import SIGN, Flow, Line
from tasks.rules.stock.kept_items import list_untracked_kits
from tasks.rules.stock.low import Known, find_last_deliveries, find_low_units, mark_shelves
from tasks.rules.stock.low_flags import Answers, list_standing_flags
from tasks.rules.stock.ordering.advise import Recorded, advise
from tasks.rules.stock.ordering.seen import Distributed
from tasks.rules.stock.ordering.young import find_order_unknown
from tasks.rules.stock.replay import StockReplay
from tasks.rules.stock.usable import find_recalled_lots


def reconcile_stock(
    stock_replay: StockReplay,
    movements: Iterable[Movement],
    low_flags: Mapping[str, date],
    distributed: Mapping[str, Sequence[Distributed]],
    settings: Settings,
    today: date,
) -> Reconciliation:
    """Return everything that follows from the replayed stock.

    Args:
        stock_replay: the replay.
        movements: for recalls and deliveries.
        low_flags: for each unit the last day on which an officer ticked "Kits running low?".
        distributed: the distributions of each item.
        settings: units' par levels and items.
        today: the last day of which lines count, and the day from which expiries are counted.
    """
    moved, kit = list(movements), settings.kit.code
    untracked = list_untracked_kits(moved, settings)
    stock = list_on_hand(stock_replay, until=today)
    advice = advise(Recorded(stock, stock_replay, moved, distributed), settings, today)
    used = {one.unit for one in distributed.get(kit, ())}
    stocked = {line.location for line in stock_replay.lines if line.item == kit and SIGN[line.flow] > 0}
    shelves = mark_shelves(advice.shelves, Known(used, stocked), settings)
    answers = Answers(find_last_deliveries(moved, kit), stock_replay, find_recalled_lots(moved), today)
    flags = list_standing_flags(low_flags, (shelf for shelf in shelves if shelf.item == kit), answers)
    return Reconciliation(
        stock=tuple(stock),
        variances=tuple(one for one in stock_replay.variances if one.item not in untracked),
        shortfalls=tuple(list_shortfalls(line for line in stock_replay.lines if line.item not in untracked)),
        low=tuple(find_low_units(shelves, flags, settings)),
        expiring=tuple(list_expiring(stock, today)),
        recalled=tuple(list_recalled(stock, stock_replay.lines, moved)),
        order_unknown=find_order_unknown(settings, today) if kit not in untracked else None,
        **advice._replace(shelves=tuple(shelves))._asdict(),
    )


def list_on_hand(stock_replay: StockReplay, until: date | None = None) -> list[OnHand]:
    """Return what is on each shelf, lots that expire first first; of a day in the past with `until`."""
    balances: dict[tuple[str, str, str | None], int] = defaultdict(int)
    for line in stock_replay.lines:
        if until is None or line.on <= until:
            balances[line.location, line.item, line.lot] += SIGN[line.flow] * line.quantity
    stock = [
        OnHand(
            location=location,
            item=item,
            lot=lot,
            expires=stock_replay.expiries.get((item, lot or "")),
            on_hand=quantity,
        )
        for (location, item, lot), quantity in balances.items()
        if quantity
    ]
    return sorted(stock, key=lambda held: (held.location != CENTRAL, held.location, held.item, *_expiry(held)))


def list_shortfalls(lines: Iterable[Line]) -> list[Shortfall]:
    """Return what went out beyond what was recorded as received, a row per day, location, item and lot."""
    lacks: dict[tuple[date, str, str, str | None], int] = defaultdict(int)
    for line in lines:
        if line.flow is Flow.SHORTFALL:
            lacks[line.on, line.location, line.item, line.lot] += line.quantity
    return [
        Shortfall(date=on, location=location, item=item, lot=lot, quantity=quantity)
        for (on, location, item, lot), quantity in sorted(
            lacks.items(), key=lambda lack: (*lack[0][:3], lack[0][3] or "")
        )
    ]


def list_recalled(stock: Iterable[OnHand], lines: Iterable[Line], movements: Iterable[Movement]) -> list[Recalled]:
    """Return for every lot that was recalled anywhere where it still is, and where it was given out."""
    lots = find_recalled_lots(movements)
    left = {(held.location, held.item, held.lot): held.on_hand for held in stock if (held.item, held.lot) in lots}
    given: dict[tuple[str, str, str | None], int] = defaultdict(int)
    for line in lines:
        if line.flow is Flow.DISTRIBUTED and (line.item, line.lot) in lots:
            given[line.location, line.item, line.lot] += line.quantity
    return [
        Recalled(location=location, item=item, lot=lot or "", on_hand=left.get(key, 0), distributed=given[key])
        for key in sorted({*left, *given}, key=lambda key: (key[1], key[2] or "", key[0]))
        for location, item, lot in [key]
    ]


def _expiry(held: OnHand) -> tuple[bool, date, str]:
    return held.expires is None, held.expires or date.max, held.lot or ""
