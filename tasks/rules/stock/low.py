"""Which units run low: those below their par level, and those whose officers say so."""

from collections.abc import Iterable, Mapping
from datetime import date

from schemas.inventory import Movement
from schemas.settings import Settings
from schemas.stock import Low


def find_low_units(
    usable: Mapping[str, int], flags: Mapping[str, date], deliveries: Mapping[str, date], settings: Settings
) -> list[Low]:
    """Return the units below their par level, and those whose officers said so since the last delivery.

    Args:
        usable: the usable kits of each location.
        flags: for each unit the last day on which an officer ticked "Kits running low?".
        deliveries: for each unit the last day on which it got any kits.
        settings: units' par levels, and the kit.
    """
    low = []
    for unit in settings.units:
        flagged_on = flags.get(unit.name)
        if flagged_on and flagged_on < deliveries.get(unit.name, date.min):
            flagged_on = None
        held = usable.get(unit.name, 0)
        if flagged_on or count_below_par(held, unit.par_level):
            low.append(
                Low(
                    location=unit.name,
                    item=settings.kit.code,
                    on_hand=held,
                    par_level=unit.par_level,
                    flagged_on=flagged_on,
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


def count_below_par(on_hand: int, par_level: int | None) -> int:
    """Count what a unit lacks up to its par level; a unit without one lacks nothing that could be counted."""
    return max(0, (par_level or 0) - on_hand)
