"""What was seen of an item's demand in the last year: kits by unit, events apart, and the days with any on the shelf.

A stretch of days with an empty shelf that ends with kits given out had kits, for the stock was recorded wrong. What a
unit had before the first kit was recorded there, nobody knows: it had some, where it gave any out by then, and where it
has given none to this day. So it changes no rate to bring it its first kits; nor does it on any day, for today counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
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
    given_since: dict[str, date] = {}
    for one in within:
        kits[one.unit] += one.quantity if one.quantity < EVENT_FROM else 0
        given_since[one.unit] = min(one.on, given_since.get(one.unit, one.on))
    events = sum(one.quantity for one in within if one.quantity >= EVENT_FROM)
    lines_of: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        lines_of[line.location].append(line)
    given = {
        unit: Given(kits[unit], count_open_days(lines_of[unit], given_since.get(unit), expiries, window))
        for unit in units
    }
    return Seen(given, events, min((today - first).days + 1, SEEN_DAYS))


def count_open_days(
    lines: Sequence[Line], given_since: date | None, expiries: Mapping[str, date], window: tuple[date, date]
) -> int:
    """Count the days on which a unit had a usable kit at any moment, today with them.

    Args:
        lines: those of the unit, in the order of days.
        given_since: the first day of the window on which it gave any out; none: it gave none.
        expiries: the last day of each lot.
        window: the first day, and today.
    """
    first, today = (day.toordinal() for day in window)
    is_open = [False] * (today - first + 1)
    unrecorded = (first, _find_last_unrecorded(lines, given_since, window).toordinal())
    for start, end in [unrecorded, *_list_stretches(lines, expiries, today)]:
        for day in range(max(start, first), min(end, today) + 1):
            is_open[day - first] = True
    for wrong_on in {line.on.toordinal() for line in lines if line.flow is Flow.SHORTFALL}:
        day = wrong_on - first
        while 0 <= day < len(is_open) and not is_open[day]:
            is_open[day] = True
            day -= 1
    return sum(is_open[:-1]) + 1


def _find_last_unrecorded(lines: Sequence[Line], given_since: date | None, window: tuple[date, date]) -> date:
    """Find the last day on which a unit had unrecorded kits; the day before the window where it had none.

    What came today says nothing yet: whoever has just been brought kits is asked for no more on the same day.
    """
    before, today = window[0] - timedelta(1), window[1]
    recorded_on = min((line.on for line in lines if _is_recorded(line)), default=today + timedelta(1))
    has_had_some = given_since is None or given_since < recorded_on or recorded_on == today
    return max(before, recorded_on - timedelta(1)) if has_had_some else before


def _is_recorded(line: Line) -> bool:
    return SIGN[line.flow] > 0 and line.flow is not Flow.SHORTFALL and line.quantity > 0


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
