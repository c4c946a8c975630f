"""Where a lot is and went, by unit and month."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from schemas.inventory import Count, Movement, MovementKind
from schemas.labels import CENTRAL
from schemas.recall import GivenOut, LotTrace, OnShelf
from tasks.rules.stock.flows import SIGN, Flow, Line
from tasks.rules.stock.replay import StockReplay
from tasks.rules.stock.usable import find_recalled_lots

_GONE = (Flow.RETURNED, Flow.DAMAGED, Flow.LOST, Flow.EXPIRED, Flow.RECALLED)


def trace_lot(
    lot: str, stock_replay: StockReplay, movements: Iterable[Movement], counts: Iterable[Count], today: date
) -> list[LotTrace]:
    """Trace a lot until today, once for each item that was received with this number.

    Args:
        lot: as the Inventory tab has it.
        stock_replay: the replay; a distribution without a lot is taken to be of the one that expires first.
        movements: for receipts and recalls.
        counts: what people found on the shelves; what they counted of this lot is there.
        today: the last day that counts.
    """
    moved = list(movements)
    received: Counter[str] = Counter()
    for one in moved:
        if one.lot == lot and one.kind is MovementKind.RECEIVED and one.moved_on <= today:
            received[one.item] += one.quantity
    recalled = find_recalled_lots(moved)
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in stock_replay.lines:
        if line.lot == lot and line.on <= today:
            lines[line.item].append(line)
    traces = [
        LotTrace(
            item=item,
            lot=lot,
            expires=stock_replay.expiries.get((item, lot)),
            received_count=count,
            is_recalled=(item, lot) in recalled,
            on_shelf=_list_on_shelf(lines[item]),
            given_out=_list_given_out(lines[item]),
            gone=_list_gone(lines[item]),
            locations=_list_locations(lines[item]),
        )
        for item, count in sorted(received.items())
    ]
    counted = [one for one in counts if one.lot == lot and one.counted_on <= today]
    return [
        trace._replace(
            missing_count=_count_missing(trace, lines[trace.item]),
            counted_count=_count_counted(trace, lines[trace.item], counted),
        )
        for trace in traces
    ]


def _count_missing(trace: LotTrace, lines: Iterable[Line]) -> int:
    """Count the kits that left somewhere without being recorded there, so that as many can't be on the shelf.

    Kits that a count missed since aren't looked for again.
    """
    shortfall = sum(line.quantity for line in lines if line.flow is Flow.SHORTFALL)
    beyond = trace.on_shelf_count - (trace.received_count - trace.left_count)
    return max(0, min(shortfall, beyond))


def _count_counted(trace: LotTrace, lines: Iterable[Line], counts: Iterable[Count]) -> int:
    """Count the kits on shelves on which this lot was counted since any left without being recorded there."""
    last_on = max((line.on for line in lines if line.flow is Flow.SHORTFALL), default=date.min)
    counted = {one.location for one in counts if one.item == trace.item and one.counted_on >= last_on}
    return sum(one.on_hand for one in trace.on_shelf if one.location in counted)


def _list_on_shelf(lines: Iterable[Line]) -> tuple[OnShelf, ...]:
    balances: Counter[str] = Counter()
    for line in lines:
        balances[line.location] += SIGN[line.flow] * line.quantity
    return tuple(OnShelf(location, kits) for location, kits in sorted(balances.items()) if kits)


def _list_given_out(lines: Iterable[Line]) -> tuple[GivenOut, ...]:
    given: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.flow is Flow.DISTRIBUTED:
            given[line.location, f"{line.on:%Y-%m}"] += line.quantity
    return tuple(GivenOut(unit, month, kits) for (unit, month), kits in sorted(given.items()))


def _list_locations(lines: Iterable[Line]) -> tuple[str, ...]:
    names = {line.location for line in lines}
    return tuple(sorted(names, key=lambda name: (name != CENTRAL, name)))


def _list_gone(lines: Iterable[Line]) -> tuple[tuple[str, int], ...]:
    gone: Counter[Flow] = Counter()
    for line in lines:
        gone[line.flow] += line.quantity
    return tuple((flow.value, gone[flow]) for flow in _GONE if gone[flow])
