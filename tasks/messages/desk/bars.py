"""Bars of the desk: how full each shelf is, and how many kits went out in each month. Each has its figures in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from schemas.desk import Shelf
from schemas.desk_page import MonthGiven
from schemas.stock import Low
from tasks.messages.formatting import MONTHS, format_count, format_lasting, format_near_date, format_number

MOST_SHELVES = 12
"""How many shelves of an item are shown at once; the fuller ones fold away."""

FULL = 100
SMALLEST = 2
"""Percent: the least that can be seen."""


FEW = 1_000
"""Numbers below it fit under a bar that stands; longer ones stand beside bars that lie."""


class ShelfBar(NamedTuple):
    """A shelf: how much of what should be there is usable, and how long that lasts."""

    location: str
    percent: int | None
    """None where nobody said how much should be there."""
    holds: str
    lasts: str
    state: str
    """A word beside the name: Empty, or Low; or none."""
    is_low: bool
    """Only such a shelf stands out; an empty one that nobody draws on is filled by and by."""
    is_watched: bool
    """Whether it can be low: not where nobody knows what it should hold, nor of what was not given out lately."""


class ItemShelves(NamedTuple):
    """The shelves of an item, the emptiest first."""

    title: str
    shown: tuple[ShelfBar, ...]
    folded: tuple[ShelfBar, ...]
    fuller: str
    """How many are folded away, and how many of them are low all the same."""


class MonthBar(NamedTuple):
    """A month: how many kits were given out, against the highest of all months."""

    month: str
    year: int
    percent: int
    kits: str
    note: str


def list_shelf_bars(
    shelves: Iterable[Shelf], nouns: Mapping[str, str], low: Iterable[Low] = ()
) -> tuple[ItemShelves, ...]:
    """List the shelves of each item, in the order in which items are named; the emptiest shelf first."""
    order, are_low = list(nouns), {(one.location, one.item) for one in low}
    listed = sorted(shelves, key=lambda one: (order.index(one.item) if one.item in order else len(order), _fill(one)))
    return tuple(_of_item(item, [*some], nouns, are_low) for item, some in groupby(listed, key=lambda one: one.item))


def list_month_bars(months: Sequence[MonthGiven]) -> tuple[MonthBar, ...]:
    """List the months, each measured by the highest of them."""
    highest = max((month.kits or 0 for month in months), default=0)
    return tuple(_draw_month(month, highest) for month in months)


def are_months_long(months: Sequence[MonthGiven]) -> bool:
    """Tell whether a number of kits is too long to stand under its bar."""
    return any((month.kits or 0) >= FEW for month in months)


def _of_item(
    item: str, shelves: Sequence[Shelf], nouns: Mapping[str, str], are_low: Collection[tuple[str, str]]
) -> ItemShelves:
    bars = tuple(_draw_shelf(shelf, is_low=(shelf.location, shelf.item) in are_low) for shelf in shelves)
    noun, folded = nouns.get(item, item), bars[MOST_SHELVES:]
    return ItemShelves(f"{noun[:1].upper()}{noun[1:]}s", bars[:MOST_SHELVES], folded, _write_fuller(folded))


def _write_fuller(folded: Sequence[ShelfBar]) -> str:
    """Write how many shelves are fuller; one may be low all the same, as an officer says or by its rate."""
    low = sum(bar.is_low for bar in folded)
    fuller = format_count(len(folded), "fuller shelf", "fuller shelves")
    return f"{fuller}, {format_number(low)} of them low" if low else fuller


def _fill(shelf: Shelf) -> tuple[bool, float, float, str]:
    """Put the emptiest first; those of which nobody knows what should be there last."""
    if shelf.shelf is None:
        return True, 0, 0, shelf.location
    return False, shelf.usable / shelf.shelf if shelf.shelf else 1, shelf.usable, shelf.location


def _draw_shelf(shelf: Shelf, *, is_low: bool) -> ShelfBar:
    return ShelfBar(
        shelf.location,
        None if shelf.shelf is None else _find_percent(shelf.usable, shelf.shelf),
        format_number(shelf.usable)
        if shelf.shelf is None
        else f"{format_number(shelf.usable)} of {format_number(shelf.shelf)}",
        _write_days(shelf),
        _find_state(shelf, is_low=is_low),
        is_low,
        is_low or shelf.is_watched,
    )


def _find_state(shelf: Shelf, *, is_low: bool) -> str:
    if not shelf.usable and (is_low or shelf.shelf != 0):
        return "Empty"
    return "Low" if is_low else ""


def _write_days(shelf: Shelf) -> str:
    if shelf.days_left is None or not shelf.usable:
        return ""
    return format_lasting(shelf.days_left)


def _draw_month(month: MonthGiven, highest: int) -> MonthBar:
    year, number = map(int, month.month.split("-"))
    since = f"since {format_near_date(month.since, month.since)}" if month.since else ""
    kits, note = format_number(month.kits), " ".join(filter(None, (since, "" if month.is_over else "so far")))
    if month.kits is None:
        kits, note = "?", "not known"
    return MonthBar(MONTHS[number - 1][:3], year, _find_percent(month.kits or 0, highest), kits, note)


def _find_percent(part: int, whole: int) -> int:
    """Return how much of a bar is filled: something that is there can always be seen."""
    if not part:
        return 0
    return max(SMALLEST, min(FULL, part * FULL // whole)) if whole else FULL
