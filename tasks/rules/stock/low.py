"""Which units run low: those whose shelf holds too few, and those whose officers say so.

What a shelf should hold is the par level of lbn.toml; without one it's worked out from the unit's own rate, by the rule
for orders (docs/ordering.md). A unit that has given out none in the last year is not worth an alarm then: its shelf is
filled by and by. Where nobody knows what should be there, only an officer can say that it's too little. Each item goes
by itself: par levels and the form's question are about kits, so strips are low by their own rate alone, and only where
any were given out lately: many units hardly use them, and nobody is alarmed for those.
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
    """Mark the units' shelves that are low when they hold too few, and those of kits that hold none any more.

    Args:
        shelves: those of all items.
        known: what is known of the units' kits.
        settings: units' par levels.
    """
    expected = {unit.name for unit in settings.units if unit.par_level is not None or unit.name in known.used}
    return [
        _mark_kits(shelf, expected, known) if shelf.item == settings.kit.code else _mark_others(shelf)
        for shelf in shelves
    ]


def _mark_kits(shelf: Shelf, expected: Collection[str], known: Known) -> Shelf:
    is_watched = shelf.shelf is not None and shelf.location in expected
    is_emptied = shelf.location != CENTRAL and shelf.location in known.stocked and not shelf.usable
    return shelf.model_copy(update={"is_watched": is_watched, "is_emptied": is_emptied})


def _mark_others(shelf: Shelf) -> Shelf:
    """Mark a shelf of strips, or of another item than the kit: watched only where any were given out lately."""
    return shelf.model_copy(update={"is_watched": shelf.shelf is not None and shelf.days_left is not None})


def find_low_units(shelves: Iterable[Shelf], flags: Mapping[str, date], settings: Settings) -> list[Low]:
    """Return the units whose shelf holds too few, and those whose officers said so; item by item.

    Args:
        shelves: the marked shelves of all items of which anybody keeps stock, in the order in which they are told.
        flags: for each unit the day on which an officer ticked "Kits running low?", where nobody has answered it since.
        settings: units' par levels.
    """
    kit, par_levels = settings.kit.code, {unit.name: unit.par_level for unit in settings.units}
    about_kits = {(unit, kit): on for unit, on in flags.items()}
    return [
        Low(
            location=shelf.location,
            item=shelf.item,
            on_hand=shelf.usable,
            par_level=par_levels.get(shelf.location) if shelf.item == kit else None,
            flagged_on=about_kits.get((shelf.location, shelf.item)),
            days_left=shelf.days_left,
        )
        for shelf in shelves
        if (shelf.location, shelf.item) in about_kits or (shelf.is_watched and count_lacking(shelf.usable, shelf.shelf))
    ]


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
