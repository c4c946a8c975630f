"""What a count sheet lists of each location: lots that are there or were lately, and no number.

A count is blind: whoever sees what should be there finds it. So a lot that has run out lately is listed like one that
hasn't, and nobody can tell from the sheet which is which.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from schemas.inventory import Movement
from schemas.settings import Settings
from schemas.sheets import CountLine, CountSheet
from tasks.rules.stock.counting import USUAL_DAYS
from tasks.rules.stock.flows import SIGN, Line
from tasks.rules.stock.replay import StockReplay
from tasks.rules.stock.usable import Lot, find_recalled_lots, is_expired

LATELY_DAYS = USUAL_DAYS
"""So long ago a lot may have run out that is listed: since the count before, where counts are made as advised."""


def list_count_sheets(
    stock_replay: StockReplay, movements: Iterable[Movement], settings: Settings, today: date
) -> list[CountSheet]:
    """List what to count at each location, also at those of which nothing is recorded.

    Args:
        stock_replay: the replay.
        movements: for recalls.
        settings: the locations, and the items in their order.
        today: the last day that counts, and the day of the count.
    """
    recalled, order = find_recalled_lots(movements), [item.code for item in settings.items]
    there = _find_lots(stock_replay.lines, order, today)
    sheets = []
    for location in settings.locations:
        lines = [_describe(lot, stock_replay.expiries, recalled, today) for lot in _leave_out_unknown(there[location])]
        ordered = sorted(lines, key=lambda one: (order.index(one.item), one.expires or date.max, one.lot or ""))
        sheets.append(CountSheet(location, tuple(ordered)))
    return sheets


def _find_lots(lines: Iterable[Line], items: Collection[str], today: date) -> Mapping[str, set[Lot]]:
    """Find for each location the lots that it has, and those of which anything was recorded lately."""
    balances: Counter[tuple[str, Lot]] = Counter()
    found: dict[str, set[Lot]] = defaultdict(set)
    for line in lines:
        if line.on <= today and line.item in items:
            balances[line.location, (line.item, line.lot)] += SIGN[line.flow] * line.quantity
            if line.on > today - timedelta(days=LATELY_DAYS):
                found[line.location].add((line.item, line.lot))
    for (location, lot), quantity in balances.items():
        if quantity:
            found[location].add(lot)
    return found


def _leave_out_unknown(lots: Collection[Lot]) -> list[Lot]:
    """Leave out the lot that nobody knows, unless the item has no other: on a carton there is always one to read."""
    with_lot = {item for item, lot in lots if lot}
    return [(item, lot) for item, lot in lots if lot or item not in with_lot]


def _describe(lot: Lot, expiries: Mapping[tuple[str, str], date], recalled: Collection[Lot], today: date) -> CountLine:
    item, name = lot
    expires = expiries.get((item, name or ""))
    return CountLine(item, name, expires, lot in recalled, is_expired(expires, today))
