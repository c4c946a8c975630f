"""Which shelves are to be counted next, and at which the last counts missed kits.

The procedure asks for records and a continuous supply, and names no days for counting; these are ours. A shelf is a
location's kits, of every naloxone item. Where a program keeps no Counts tab, nobody is told to count: it isn't tracked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import takewhile

from schemas.desk import CountDue
from schemas.inventory import Count
from schemas.reconciliation import ShortCounts
from schemas.settings import Settings
from schemas.stock import Variance
from schemas.tabs import Tab
from tasks.rules.stock.flows import SIGN, Flow, Line
from tasks.rules.stock.kept_items import list_kits
from tasks.rules.stock.large_shortfall import is_large_shortfall

USUAL_DAYS = 90
"""A quarter: the longest that a kit may be missing before the next quarterly report would repeat a wrong stock."""
SHORTFALL_DAYS = 30
"""Where more went out than was recorded, the recorded stock is known to be wrong: the next month's report is at stake.
Not sooner, for a row of the Inventory tab that comes late explains most shortfalls by itself."""
ROUND_DAYS = USUAL_DAYS // 2
"""Once a shelf is due, those that were last counted so long ago are counted in the same round. Half of the usual days:
then whatever is counted apart today is counted together within a few quarters, and stays together."""
MOST_SHORT_COUNTS = 6
"""More of them would be no news: at one a quarter they reach back a year and a half."""


def list_counts_due(lines: Iterable[Line], counts: Iterable[Count], settings: Settings, today: date) -> list[CountDue]:
    """List the shelves to be counted: large shortfalls, then the longest uncounted, by shortfalls, and by kits.

    Nobody is sent twice: once any is due, the list has those as well that would be due within half a quarter. A large
    shortfall is due at once, also where no counts are kept: then its rows can be checked.

    Args:
        lines: the replayed stock.
        counts: what was counted.
        settings: the locations and items, and whether counts are kept at all.
        today: the last day that counts.
    """
    kits, last_counts = list_kits(settings), _find_last_counts(counts, settings, today)
    of_location: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.item in kits and line.on <= today:
            of_location[line.location].append(line)
    shelves = [
        _describe(name, of_location[name], last_counts, today) for name in settings.locations if of_location[name]
    ]
    on_hand = sum(one.on_hand for one in shelves)
    shelves = [one.model_copy(update={"is_large": is_large_shortfall(one.shortfall_kits, on_hand)}) for one in shelves]
    if Tab.COUNTS not in settings.source.titles:
        return [one.model_copy(update={"is_counted": False}) for one in shelves if one.is_large]
    ages = {one.location: _count_days(one, of_location[one.location], today) for one in shelves}
    due = [shelf for shelf in shelves if _is_due(shelf, ages[shelf.location])]
    has_round = any(not one.is_large for one in due)  # rows are checked first, and nobody is sent to count yet
    early = [one for one in shelves if has_round and one not in due and _is_counted_early(one, ages[one.location])]
    due += [one.model_copy(update={"is_early": True}) for one in early]
    return sorted(
        due,
        key=lambda one: (not one.is_large, one.days is not None, -(one.days or 0), -one.shortfall_count, -one.on_hand),
    )


def _describe(location: str, lines: Iterable[Line], last_counts: Mapping[str, date], today: date) -> CountDue:
    """Describe a shelf as if it were due."""
    listed, last_on = list(lines), last_counts.get(location)
    short: Counter[date] = Counter()
    for line in listed:
        if line.flow is Flow.SHORTFALL and (last_on is None or line.on > last_on):
            short[line.on] += line.quantity
    return CountDue(
        location=location,
        last_counted_on=last_on,
        days=(today - last_on).days if last_on else None,
        shortfall_count=len(short),
        shortfall_kits=short.total(),
        shortfall_on=max(short, key=lambda on: (short[on], on), default=None),
        on_hand=sum(SIGN[line.flow] * line.quantity for line in listed),
    )


def _count_days(shelf: CountDue, lines: Iterable[Line], today: date) -> int:
    """Count the days since a shelf was counted; if it never was, since anything was recorded there."""
    return (today - (shelf.last_counted_on or min(line.on for line in lines))).days


def _is_due(shelf: CountDue, days: int) -> bool:
    """Return whether a shelf is due by itself."""
    if shelf.is_large:
        return True
    if shelf.shortfall_count:
        return days >= SHORTFALL_DAYS
    return bool(shelf.on_hand) and days >= USUAL_DAYS


def _is_counted_early(shelf: CountDue, days: int) -> bool:
    """Return whether a shelf is counted with others that are due."""
    return bool(shelf.on_hand) and days >= ROUND_DAYS


def list_short_counts(
    variances: Iterable[Variance], counts: Iterable[Count], settings: Settings, today: date
) -> list[ShortCounts]:
    """List the locations at which the last counts missed kits, at least two in a row; lots of a day count together."""
    kits = list_kits(settings)
    found: dict[str, Counter[date]] = defaultdict(Counter)
    for count in counts:
        if count.item in kits and count.counted_on <= today:
            found[count.location][count.counted_on] += 0
    for one in variances:
        if one.item in kits and one.date <= today:
            found[one.location][one.date] += one.expected - one.counted
    runs = {name: _find_last_short(found[name]) for name in settings.locations if name in found}
    return [
        ShortCounts(location=name, missing=tuple(missing[-MOST_SHORT_COUNTS:]))
        for name, missing in runs.items()
        if len(missing) > 1
    ]


def _find_last_short(missing: Mapping[date, int]) -> list[int]:
    """Find how many kits each of the last counts missed, as far back as each missed some; the last count last."""
    newest_first = (missing[day] for day in sorted(missing, reverse=True))
    return list(takewhile(lambda kits: kits > 0, newest_first))[::-1]


def _find_last_counts(counts: Iterable[Count], settings: Settings, today: date) -> dict[str, date]:
    """Find the last day on which kits were counted at each location; one lot is enough."""
    kits = list_kits(settings)
    days = sorted((one.counted_on, one.location) for one in counts if one.item in kits and one.counted_on <= today)
    return {location: on for on, location in days}
