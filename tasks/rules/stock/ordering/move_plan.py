"""Which kits to move: to shelves that are too empty, and away from where they would expire unused.

Moves are made one after the other in mind, until there is nothing to improve; what is advised is the difference between
the shelves then and now. So nobody is told to move a kit twice, and whoever has followed the advice gets none.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from schemas.labels import CENTRAL
from schemas.stock_actions import MoveReason
from tasks.rules.stock.ordering.demand import Demand
from tasks.rules.stock.ordering.shelves import AGING_DAYS, NONE_OFFERED, Held, Shelves


class PlannedMove(NamedTuple):
    """Kits of a lot that are to go from one location to another."""

    lot: str
    kits: int
    origin: str
    destination: str
    reason: MoveReason


def plan_moves(
    held: Iterable[Held],
    demand: Demand,
    today: date,
    lend_to: Collection[str] = (),
    offered: Mapping[str, int] = NONE_OFFERED,
) -> list[PlannedMove]:
    """Plan what to move.

    Args:
        held: the usable kits of an item.
        demand: the units' rates, and what their shelves should hold.
        today: the day from which expiries are counted.
        lend_to: units whose shelves are filled with kits of lots that are offered, where there are no others.
        offered: how many kits of each lot nobody will use; so many stay, and the others go where they will be used.
    """
    now = list(held)
    before, after = (Shelves(now, demand, today, offered) for _ in range(2))
    while _fill_shelves(after) or _swap_aging(after) or _return_aging(after) or _lend(after, lend_to):
        pass
    return [move for lot in before.list_all() for move in _list_differences(lot, before, after)]


def _fill_shelves(shelves: Shelves) -> bool:
    """Fill the shelves that hold too few as far as others can spare, the emptiest first; tell whether any could."""
    return sum(_fill(shelves, unit) for unit in _list_lacking(shelves)) > 0


def _list_lacking(shelves: Shelves) -> list[str]:
    """List the units whose shelves hold too few, the emptiest first."""
    held = {unit: shelves.count(unit) for unit in shelves.wanted}
    lacking = [(held[unit] / shelf, unit) for unit, shelf in shelves.wanted.items() if held[unit] < shelf]
    return [unit for _, unit in sorted(lacking)]


def _fill(shelves: Shelves, unit: str) -> bool:
    """Fill a shelf from Central, then from who holds most above its own; tell whether anything came."""
    was = shelves.count(unit)
    _take(shelves, unit, CENTRAL, shelves.count(CENTRAL))
    if shelves.count(unit) < shelves.wanted[unit]:
        for source, spare in shelves.list_spare(but=unit):
            _take(shelves, unit, source, spare)
    return shelves.count(unit) > was


def _take(shelves: Shelves, unit: str, source: str, spare: int) -> None:
    """Take from a location what a shelf lacks, as far as it can be spared there."""
    while (lack := shelves.wanted[unit] - shelves.count(unit)) > 0 and spare:
        chosen = _choose_lot(shelves, unit, shelves.list_lots_for(unit, source))
        if chosen is None:
            return
        lot, most = chosen
        kits = min(lack, spare, most, shelves.count_free(source, lot))
        shelves.move(lot, kits, source, unit)
        spare -= kits


def _choose_lot(shelves: Shelves, unit: str, lots: list[str]) -> tuple[str, int] | None:
    """Choose the lot that expires first of those that the unit will use in time; else the one that expires last.

    A lot of which any are offered goes nowhere else than where it will be used.
    """
    rooms = ((lot, shelves.count_room(unit, lot)) for lot in lots)
    last = next(((lot, shelves.wanted[unit]) for lot in reversed(lots) if not shelves.is_offered(lot)), None)
    return next(((lot, room) for lot, room in rooms if room), last)


def _lend(shelves: Shelves, units: Collection[str]) -> bool:
    """Fill the shelves of some units with kits that else stay where they are; tell whether any came."""
    return sum(_borrow(shelves, unit) for unit in _list_lacking(shelves) if unit in units) > 0


def _borrow(shelves: Shelves, unit: str) -> bool:
    """Fill a shelf from Central, then from who has most above its own, with what expires last."""
    was = shelves.count(unit)
    for source, spare in [(CENTRAL, shelves.count(CENTRAL)), *shelves.list_spare(but=unit)]:
        left = spare
        for lot in shelves.list_lent(source):
            lack = shelves.wanted[unit] - shelves.count(unit)
            kits = min(lack, left, shelves.count_lot(source, lot))
            shelves.move(lot, kits, source, unit)
            left -= kits
    return shelves.count(unit) > was


def _swap_aging(shelves: Shelves) -> bool:
    """Swap kits that a unit won't use in time, kit for kit, with the fastest that will; tell whether any were."""
    fastest = sorted(shelves.wanted, key=lambda unit: (-shelves.find_rate(unit), unit))
    fastest = [unit for unit in fastest if shelves.find_rate(unit) * AGING_DAYS >= 1]
    swaps = (
        _swap(shelves, lot, unit, other)
        for unit in sorted(shelves.wanted)
        for lot in shelves.list_lots(unit)
        for other in (fastest if shelves.count_unused(unit, lot) else ())
        if other != unit and lot in shelves.list_lots_for(other, unit)
    )
    return sum(swaps) > 0


def _swap(shelves: Shelves, lot: str, unit: str, other: str) -> bool:
    fresh = shelves.list_fresh(other)
    kits = min(shelves.count_unused(unit, lot), shelves.count_room(other, lot)) if fresh else 0
    kits = min(kits, shelves.count_lot(other, fresh[0])) if fresh else 0
    if kits:
        shelves.move(lot, kits, unit, other)
        shelves.move(fresh[0], kits, other, unit)
    return kits > 0


def _return_aging(shelves: Shelves) -> bool:
    """Bring kits that a unit won't use in time, and can spare, back to Central; tell whether any were."""
    for unit, shelf in sorted(shelves.wanted.items()):
        spare = shelves.count(unit) - shelves.count_offered(unit) - shelf  # what is offered fills no shelf
        lots = [lot for lot in shelves.list_lots(unit) if not shelves.is_offered(lot)]
        for lot in lots if spare > 0 else ():
            if kits := min(spare, shelves.count_unused(unit, lot)):
                shelves.move(lot, kits, unit, CENTRAL)
                return True
    return False


def _list_differences(lot: str, before: Shelves, after: Shelves) -> list[PlannedMove]:
    """List the moves of a lot that lead from one state of the shelves to the other."""
    locations = sorted({*before.list_locations(lot), *after.list_locations(lot)})
    change = {where: after.count_lot(where, lot) - before.count_lot(where, lot) for where in locations}
    takes = {where: kits for where, kits in change.items() if kits > 0}
    moves = []
    for origin in [where for where, kits in change.items() if kits < 0]:
        for destination, lacking in takes.items():
            if kits := min(-change[origin], lacking):
                change[origin] += kits
                takes[destination] = lacking - kits
                reason = _find_reason(before, lot, origin, destination)
                moves.append(PlannedMove(lot, kits, origin, destination, reason))
    return moves


def _find_reason(before: Shelves, lot: str, origin: str, destination: str) -> MoveReason:
    """Find why a lot is moved; what won't expire where it is, and goes to a shelf that is full, is swapped."""
    if before.count(destination) < before.wanted.get(destination, 0):
        return MoveReason.SHELF
    return MoveReason.AGING if before.count_unused(origin, lot) else MoveReason.SWAP
