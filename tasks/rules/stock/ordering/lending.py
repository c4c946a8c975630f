"""What is offered to the supplier must not leave a shelf empty: what fills it until other kits come is kept.

A kit that nobody will use in time is still better than none. An order takes its weeks, and as long as such kits are
there none is due. So a unit in need keeps those that it has, and is brought some, and only the others are offered. A
quiet unit is brought none of them, but keeps what it has, where nothing else is there to be brought.
"""

from collections.abc import Collection, Iterator

from tasks.rules.stock.ordering.shelves import Shelves


def lend(shelves: Shelves, in_use: Collection[str]) -> bool:
    """Fill the shelves that nothing else fills, the emptiest first, with old kits; tell whether any could be.

    Args:
        shelves: what lies where, and what of it is to be offered; changed in place.
        in_use: the units that have a par level or gave any out in the last year; the others only keep what they have.
    """
    was = _count_lacking(shelves)
    for unit in shelves.list_lacking():
        for lot in shelves.list_offered(unit):
            _keep(shelves, unit, lot)
    for unit in shelves.list_lacking():
        for lot in shelves.list_old() if unit in in_use else ():
            _borrow(shelves, unit, lot)
    return _count_lacking(shelves) < was


def _count_lacking(shelves: Shelves) -> int:
    return sum(shelves.count_lacking(unit) for unit in shelves.wanted)


def _keep(shelves: Shelves, unit: str, lot: str) -> None:
    """Keep on a shelf what was to be offered of a lot; what can be spared of it elsewhere is offered in its place."""
    left = min(shelves.count_lacking(unit), shelves.count_offered(unit, lot))
    shelves.keep(lot, left, unit)
    for location, spare in _list_spare(shelves, unit, lot):
        shelves.offer(lot, min(left, spare), location)
        left -= min(left, spare)


def _borrow(shelves: Shelves, unit: str, lot: str) -> None:
    """Bring kits of a lot to a shelf: what can be spared elsewhere, and then what was to be offered."""
    for location, spare in _list_spare(shelves, unit, lot):
        shelves.move(lot, min(spare, shelves.count_lacking(unit)), location, unit)
    for location in shelves.list_locations(lot):
        kits = min(shelves.count_lacking(unit), shelves.count_offered(location, lot))
        shelves.keep(lot, kits, location)
        shelves.move(lot, kits, location, unit)


def _list_spare(shelves: Shelves, but: str, lot: str) -> Iterator[tuple[str, int]]:
    """List where kits of a lot can be spared and how many, at Central and with the slowest units first."""
    for location in shelves.list_locations(lot):
        spare = min(shelves.count_spare(location), shelves.count_lot(location, lot)) if location != but else 0
        if spare:
            yield location, spare
