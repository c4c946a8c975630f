"""Which units run low: those whose shelf holds too few, and those whose officers say so.

What a shelf should hold is the par level of lbn.toml; without one it's worked out from the unit's own rate, by the rule
for orders (docs/ordering.md). A unit that has given out none in the last year is not worth an alarm then: its shelf is
filled by and by. Where nobody knows what should be there, only an officer can say that it's too little.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from schemas.desk import Shelf
from schemas.inventory import Movement
from schemas.labels import CENTRAL
from schemas.settings import Settings
from schemas.stock import Low


class Known(NamedTuple):
    """What is known of the units' kits."""

    used: Collection[str]
    """The units that gave out any in the last year."""
    stocked: Collection[str]
    """The locations that ever had any."""


def mark_shelves(shelves: Iterable[Shelf], known: Known, settings: Settings) -> list[Shelf]:
    """Mark the shelves of units' kits that are low when they hold too few, and those that hold none any more.

    Args:
        shelves: those of all items.
        known: what is known of the units' kits.
        settings: units' par levels.
    """
    expected = {unit.name for unit in settings.units if unit.par_level is not None or unit.name in known.used}
    return [_mark(shelf, expected, known) if shelf.item == settings.kit.code else shelf for shelf in shelves]


def _mark(shelf: Shelf, expected: Collection[str], known: Known) -> Shelf:
    is_watched = shelf.shelf is not None and shelf.location in expected
    is_emptied = shelf.location != CENTRAL and shelf.location in known.stocked and not shelf.usable
    return shelf.model_copy(update={"is_watched": is_watched, "is_emptied": is_emptied})


def find_low_units(shelves: Iterable[Shelf], flags: Mapping[str, date], settings: Settings) -> list[Low]:
    """Return the units whose shelf holds too few, and those whose officers said so.

    Args:
        shelves: the shelves of the kit; none where nobody keeps stock of it.
        flags: for each unit the day on which an officer ticked "Kits running low?", where nobody has answered it since.
        settings: units' par levels.
    """
    by_location = {shelf.location: shelf for shelf in shelves}
    low = []
    for unit in (unit for unit in settings.units if unit.name in by_location):
        shelf, flagged_on = by_location[unit.name], flags.get(unit.name)
        if flagged_on or (shelf.is_watched and count_lacking(shelf.usable, shelf.shelf)):
            low.append(
                Low(
                    location=unit.name,
                    item=shelf.item,
                    on_hand=shelf.usable,
                    par_level=unit.par_level,
                    flagged_on=flagged_on,
                    days_left=shelf.days_left,
                )
            )
    return low


def find_last_deliveries(movements: Iterable[Movement], item: str) -> dict[str, date]:
    """Return when each location last got any of an item."""
    latest: dict[str, date] = {}
    for movement in movements:
        if movement.destination and movement.item == item:
            latest[movement.destination] = max(latest.get(movement.destination, date.min), movement.moved_on)
    return latest


def count_lacking(usable: int, shelf: int | None) -> int:
    """Count what a shelf lacks; one of which nobody knows what it should hold lacks nothing that could be counted."""
    return max(0, (shelf or 0) - usable)
