"""What was seen of an item's demand in the last year: kits by unit, events apart, and the days with any on the shelf.

A stretch of days with an empty shelf that ends with kits given out had kits, for the stock was recorded wrong; and so
had a unit into whose shelf no kit was ever recorded.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tasks.rules.stock.flows import SIGN, Flow, Line
from tasks.rules.stock.ordering.demand import SEEN_DAYS, Given

EVENT_FROM = 12
"""A distribution of so many kits is an event."""


class Distributed(NamedTuple):
    """One distribution: what a unit gave out of an item, all at once."""

    on: date
    unit: str
    quantity: int


class Seen(NamedTuple):
    """What was seen of the demand for an item."""

    given: Mapping[str, Given]
    event_kit_count: int
    days: int


def find_seen(
    distributed: Iterable[Distributed],
    lines: Sequence[Line],
    expiries: Mapping[str, date],
    units: Iterable[str],
    window: tuple[date, date],
) -> Seen:
    """Find what was seen of an item between two days.

    Args:
        distributed: the distributions of the item.
        lines: the lines of its stock, in the order of days.
        expiries: the last day of each lot.
        units: all units.
        window: the first day, a year ago or when the program began, and today.
    """
    first, today = window
    within = [one for one in distributed if first <= one.on <= today]
    kits: dict[str, int] = defaultdict(int)
    for one in within:
        kits[one.unit] += one.quantity if one.quantity < EVENT_FROM else 0
    events = sum(one.quantity for one in within if one.quantity >= EVENT_FROM)
    lines_of: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        lines_of[line.location].append(line)
    given = {unit: Given(kits[unit], count_open_days(lines_of[unit], expiries, window)) for unit in units}
    return Seen(given, events, min((today - first).days + 1, SEEN_DAYS))


def count_open_days(lines: Sequence[Line], expiries: Mapping[str, date], window: tuple[date, date]) -> int:
    """Count the days on which a unit had a usable kit at any moment."""
    first, last = (day.toordinal() for day in window)
    if not any(SIGN[line.flow] > 0 and line.flow is not Flow.SHORTFALL and line.quantity > 0 for line in lines):
        return last - first + 1
    is_open = [False] * (last - first + 1)
    for start, end in _list_stretches(lines, expiries, last):
        for day in range(max(start, first), min(end, last) + 1):
            is_open[day - first] = True
    for wrong_on in {line.on.toordinal() for line in lines if line.flow is Flow.SHORTFALL}:
        day = wrong_on - first
        while 0 <= day < len(is_open) and not is_open[day]:
            is_open[day] = True
            day -= 1
    return sum(is_open)


def _list_stretches(lines: Sequence[Line], expiries: Mapping[str, date], last: int) -> list[tuple[int, int]]:
    """List from which to which day a lot was there and usable, for all lots."""
    stretches, balances, since = [], dict[str | None, int](), dict[str | None, int]()
    for line in lines:
        if line.flow is Flow.SHORTFALL:
            continue
        before, day = balances.get(line.lot, 0), line.on.toordinal()
        now = balances[line.lot] = before + SIGN[line.flow] * line.quantity
        if before <= 0 < now:
            since[line.lot] = day
        elif before > 0 >= now:
            stretches.append((since[line.lot], _cap(day, line.lot, expiries)))
    there = [(since[lot], _cap(last, lot, expiries)) for lot, balance in balances.items() if balance > 0]
    return [*stretches, *there]


def _cap(day: int, lot: str | None, expiries: Mapping[str, date]) -> int:
    expires = expiries.get(lot or "")
    return min(day, expires.toordinal()) if expires else day
