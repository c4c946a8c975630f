"""Which units run low: those whose shelf holds too few, and those whose officers say so.

What a shelf should hold is the par level of lbn.toml; without one it's worked out from the unit's own rate, by the rule
for orders (docs/ordering.md). A unit that has given out none in the last year is not worth an alarm then: its shelf is
filled by and by. Where nobody knows what should be there, only an officer can say that it's too little.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from schemas.desk import Shelf
from schemas.inventory import Movement
from schemas.settings import Settings
from schemas.stock import Low


def mark_watched(shelves: Iterable[Shelf], used: Collection[str], settings: Settings) -> list[Shelf]:
    """Mark the shelves that are low when they hold too few: units' kits, by par level or where any were given out.

    Args:
        shelves: those of all items.
        used: the units that gave out any kits in the last year.
        settings: units' par levels.
    """
    expected = {unit.name for unit in settings.units if unit.par_level is not None or unit.name in used}
    return [
        shelf.model_copy(update={"is_watched": shelf.shelf is not None and shelf.location in expected})
        if shelf.item == settings.kit.code
        else shelf
        for shelf in shelves
    ]


def find_low_units(shelves: Iterable[Shelf], flags: Mapping[str, date], settings: Settings) -> list[Low]:
    """Return the units whose shelf holds too few, and those whose officers said so.

    Args:
        shelves: the shelves of the kit.
        flags: for each unit the day on which an officer ticked "Kits running low?", where nobody has answered it since.
        settings: units' par levels.
    """
    by_location = {shelf.location: shelf for shelf in shelves}
    low = []
    for unit in settings.units:
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
