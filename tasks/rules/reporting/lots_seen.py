"""What rows of later days decide for the figures of a period: what a lot is, when it expires, and what is tracked.

All else that figures rest on is dated within the period or before it: the stock is replayed in the order of days, and
orders are settled in it. Of a lot that nobody has named up to then nothing is decided.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from schemas.inventory import Count, Movement
from schemas.tracked import Tracked
from tasks.rules.stock.daily import ItemsOfLots


class LotSeen(NamedTuple):
    """A lot as rows of all days have it, and the first day that names it."""

    on: date
    lot: str
    item: str
    """The naloxone item as which it was received; empty: none."""
    expiries: tuple[str, ...]


def list_lots_seen(
    of_distributions: Iterable[tuple[date, str | None]],
    movements: Iterable[Movement],
    counts: Iterable[Count],
    items_of_lots: ItemsOfLots,
    expiries: Mapping[tuple[str, str], date],
) -> list[LotSeen]:
    """List the lots that are named anywhere, in the order in which they first were.

    Args:
        of_distributions: days of distributions, with the lot of each.
        movements: all of them.
        counts: all of them.
        items_of_lots: which naloxone item each lot is of.
        expiries: when each lot of an item expires.
    """
    of_movements = ((moved.moved_on, moved.lot) for moved in movements)
    of_counts = ((count.counted_on, count.lot) for count in counts)
    first_on: dict[str, date] = {}
    for on, lot in (*of_distributions, *of_movements, *of_counts):
        if lot and (lot not in first_on or on < first_on[lot]):
            first_on[lot] = on
    expiring: dict[str, list[str]] = {lot: [] for lot in first_on}
    for (item, lot), on in sorted(expiries.items()):
        expiring.setdefault(lot, []).append(f"{item} {on}")
    items = {lot: item.code for lot, item in items_of_lots.items()}
    return sorted(LotSeen(on, lot, items.get(lot, ""), tuple(expiring[lot])) for lot, on in first_on.items())


def describe_tracked(tracked: Tracked) -> str:
    """Describe what a program tracks, the same for the same."""
    without = ("" if tracked.has_kit_stock else " no stock of kits") + ("" if tracked.has_kit_counts else " no counts")
    return f"{sorted(tracked.tabs)} {sorted(tracked.fields)}{without}"


def count_seen(lots: Sequence[LotSeen], until: date) -> int:
    """Count the lots that were named up to a day, of a list in the order of days."""
    return bisect_right(lots, until, key=lambda lot: lot.on)
