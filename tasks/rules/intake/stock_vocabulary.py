"""What the rows of the Inventory, Counts and Training tabs are validated against: closed lists, and two days."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from schemas.agency import ItemKind, SupplierKind
from schemas.plain_text import fold_name
from schemas.settings import Settings

YEARS_BEFORE_PROGRAM = 2
"""Stock with which a program begins was received before it started, but not longer ago than this."""

_ANY_SUPPLIER = {
    *(kind.value for kind in SupplierKind),
    "regional ems",
    "new york state department of health",
    "supplier",
    "the supplier",
    "vendor",
    "manufacturer",
}
"""Words that can only mean whoever supplies the kits, now or formerly."""


class StockVocabulary(NamedTuple):
    """The closed lists against which stock rows are validated, by name in small letters, and the days of a program."""

    locations: Mapping[str, str]
    items: Mapping[str, str]
    suppliers: frozenset[str]
    """What From may say of stock that is received, and To of stock that is returned."""
    lasting: frozenset[str]
    """The items that need neither lot nor expiry: bags and cards, which are of the kind `other`."""
    strips: frozenset[str]
    """The items that may be received without a lot, and then need no expiry."""
    first_on: date
    """No row can be older."""
    today: date
    """No row can be newer."""


def build_stock_vocabulary(settings: Settings, today: date) -> StockVocabulary:
    """Collect the locations, items and suppliers of a program, and between which days its rows must be."""
    locations = {fold_name(name): name for name in settings.locations}
    locations |= {fold_name(alias): unit.name for unit in settings.units for alias in unit.aliases}
    items = {fold_name(item.name): item.code for item in settings.items}
    codes = {fold_name(item.code): item.code for item in settings.items}
    suppliers = _ANY_SUPPLIER | {fold_name(settings.program.supplier.name)}
    return StockVocabulary(
        locations=locations,
        items=items | codes,
        suppliers=frozenset(suppliers.difference(locations)),
        lasting=_codes_of(settings, ItemKind.OTHER),
        strips=_codes_of(settings, ItemKind.FTS, ItemKind.XTS),
        first_on=find_first_day(settings.program.started),
        today=today,
    )


def find_first_day(started: date) -> date:
    """Find the day two years before a program started; of a February 29 it is the 28."""
    is_leap_day = (started.month, started.day) == (2, 29)
    year = max(started.year - YEARS_BEFORE_PROGRAM, 1)
    return started.replace(year=year, day=28 if is_leap_day else started.day)


def find_naloxone_lots(received: Iterable[tuple[str, str | None]], settings: Settings) -> frozenset[str]:
    """Find the lots that the form may name: those of naloxone items that were received."""
    naloxone = _codes_of(settings, ItemKind.NALOXONE)
    return frozenset(lot for item, lot in received if lot and item in naloxone)


def _codes_of(settings: Settings, *kinds: ItemKind) -> frozenset[str]:
    return frozenset(item.code for item in settings.items if item.kind in kinds)
