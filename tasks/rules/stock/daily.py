"""What left the shelves by distributions, from the rows of the ledger.

The form names a lot, not an item, and a program may give out more than one naloxone item: which item a lot is of is
found here too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from schemas.agency import ItemKind
from schemas.inventory import Movement, MovementKind
from schemas.labels import UNASSIGNED
from schemas.settings import Item, Settings

DAILY_COLUMNS = ("distributed_on", "unit", "lot", "kits", "fts", "xts")
"""What the stock needs of a distribution, in the order in which it's handed over."""

Sums = dict[tuple[date, str | None, str | None], int]
DailyRow = tuple[date, str | None, str | None, int, int | None, int | None]


ItemsOfLots = Mapping[str, Item]


class DailyDistribution(NamedTuple):
    """What a unit gave out of an item on a day; distributions of a day that name the same lot, or none, add up."""

    on: date
    location: str
    item: str
    lot: str | None
    quantity: int


def find_items_of_lots(movements: Iterable[Movement], settings: Settings) -> ItemsOfLots:
    """Return the naloxone item of each lot that was received; of two with the same lot, the first in lbn.toml."""
    received = {(moved.item, moved.lot) for moved in movements if moved.kind is MovementKind.RECEIVED}
    naloxone = [item for item in settings.items if item.kind is ItemKind.NALOXONE]
    return {lot: item for item in reversed(naloxone) for code, lot in received if lot and code == item.code}


def find_item(lot: str | None, items: ItemsOfLots, settings: Settings) -> Item:
    """Return the item that was given out: that of its lot, and where no lot is known the first naloxone item."""
    return items.get(lot or "") or settings.kit


def list_daily_distributions(
    rows: Iterable[DailyRow], settings: Settings, items_of_lots: ItemsOfLots
) -> list[DailyDistribution]:
    """Add up what left each shelf on each day: kits by lot, strips without, for the form's lot is that of the kits.

    Args:
        rows: tuples in the order of DAILY_COLUMNS.
        settings: for the items that the form's questions count.
        items_of_lots: which naloxone item each lot is of.
    """
    kits: Sums = defaultdict(int)
    fts: Sums = defaultdict(int)
    xts: Sums = defaultdict(int)
    for on, unit, lot, kit_count, fts_count, xts_count in rows:
        kits[on, unit, lot] += kit_count
        if fts_count:
            fts[on, unit, None] += fts_count
        if xts_count:
            xts[on, unit, None] += xts_count
    strips = (settings.first_of(ItemKind.FTS), fts), (settings.first_of(ItemKind.XTS), xts)
    sums_of = _split_by_item(kits, settings, items_of_lots) | {item.code: sums for item, sums in strips if item}
    return [daily for code, sums in sums_of.items() for daily in _list_days(code, sums)]


def _split_by_item(kits: Sums, settings: Settings, items_of_lots: ItemsOfLots) -> dict[str, Sums]:
    split: dict[str, Sums] = {item.code: {} for item in settings.items if item.kind is ItemKind.NALOXONE}
    code_of = {lot: find_item(lot, items_of_lots, settings).code for lot in {lot for _, _, lot in kits}}
    for key, quantity in kits.items():
        split[code_of[key[2]]][key] = quantity
    return split


def _list_days(item: str, sums: Sums) -> list[DailyDistribution]:
    """Return the sums of an item in the order of days, units and lots."""
    found = [DailyDistribution(on, unit or UNASSIGNED, item, lot, sums[on, unit, lot]) for on, unit, lot in sums]
    return sorted(found, key=lambda daily: (daily.on, daily.location, daily.lot or ""))
