"""Which kits to move: to shelves that are too empty, and away from where they would expire unused.

Moves are made one after the other in mind, until there is nothing to improve; what is advised is the difference between
the shelves then and now. So nobody is told to move a kit twice, and whoever has followed the advice gets none.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple

from schemas.labels import CENTRAL
from schemas.stock_actions import MoveReason, Origin
from tasks.rules.stock.ordering.demand import Demand
from tasks.rules.stock.ordering.lending import lend
from tasks.rules.stock.ordering.shelves import AGING_DAYS, NONE_OFFERED, Held, Shelves

MOST_ROUNDS = 9
"""Of 8,000 programs drawn by chance one took three, and none more; what it ends at is good advice in any case."""


class PlannedMove(NamedTuple):
    """Kits of a lot that are to go from one location to another."""

    lot: str
    kits: int
    origin: str
    destination: str
    reason: MoveReason


class ShelfPlan(NamedTuple):
    """What to do with the kits of an item that are there."""

    moves: list[PlannedMove]
    offers: dict[str, list[Origin]]
    """From where to take the kits of each lot that is offered, none of which is moved."""

    def count_offered(self, location: str) -> int:
        """Count what is offered of what a location has."""
        return sum(one.quantity for one in chain.from_iterable(self.offers.values()) if one.location == location)


def plan_shelves(
    held: Iterable[Held],
    demand: Demand,
    today: date,
    in_use: Collection[str] = (),
    offered: Mapping[str, int] = NONE_OFFERED,
) -> ShelfPlan:
    """Plan what to move, and from where to take what is offered.

    Args:
        held: the usable kits of an item.
        demand: the units' rates, and what their shelves should hold.
        today: the day from which expiries are counted.
        in_use: the units that have a par level or gave any out in the last year.
        offered: how many kits of each lot nobody will use.
    """
    now = list(held)
    before, after = (Shelves(now, demand, today, offered) for _ in range(2))
    _settle(before, after, in_use, offered)
    moves = [move for lot in before.list_all() for move in _list_differences(lot, before, after)]
    return ShelfPlan(moves, {lot: _list_origins(lot, after) for lot in offered})


def _settle(before: Shelves, shelves: Shelves, in_use: Collection[str], offered: Mapping[str, int]) -> None:
    """Move until nothing is left to improve, then see from where offers would be taken, and so on until that stays.

    So whoever has moved the kits is told to offer the same ones as before.
    """
    for _ in range(MOST_ROUNDS):
        was = shelves.count_everywhere()
        shelves.set_apart(offered)
        while _fill_shelves(shelves) or _swap_aging(shelves) or _return_aging(shelves) or lend(shelves, in_use):
            pass
        _take_back_offered(before, shelves)
        if shelves.count_everywhere() == was:
            return


def _take_back_offered(before: Shelves, after: Shelves) -> None:
    """Move no kits of a lot to where others of it are offered: these are kept, and those offered where they lie."""
    for lot in after.list_all():
        locations = after.list_locations(lot)
        for location in locations:
            brought = after.count_all(location, lot) - before.count_all(location, lot)
            left = min(brought, after.count_offered(location, lot))
            for origin in locations:
                moved = before.count_all(origin, lot) - after.count_all(origin, lot)
                if (kits := min(left, moved)) > 0:
                    after.keep(lot, kits, location)
                    after.move(lot, kits, location, origin)
                    after.offer(lot, kits, origin)
                    left -= kits


def _fill_shelves(shelves: Shelves) -> bool:
    """Fill the shelves that hold too few as far as others can spare, the emptiest first; tell whether any could."""
    return sum(_fill(shelves, unit) for unit in shelves.list_lacking()) > 0


def _fill(shelves: Shelves, unit: str) -> bool:
    """Fill a shelf from Central, then from who holds most above its own; tell whether anything came."""
    was = shelves.count(unit)
    _take(shelves, unit, CENTRAL, shelves.count(CENTRAL))
    for source, spare in shelves.list_spare(but=unit):
        _take(shelves, unit, source, spare)
    return shelves.count(unit) > was


def _take(shelves: Shelves, unit: str, source: str, spare: int) -> None:
    """Take from a location what a shelf lacks, as far as it can be spared there."""
    while (lack := shelves.count_lacking(unit)) and spare:
        chosen = _choose_lot(shelves, unit, shelves.list_lots_for(unit, source))
        if chosen is None:
            return
        lot, most = chosen
        kits = min(lack, spare, most, shelves.count_lot(source, lot))
        shelves.move(lot, kits, source, unit)
        spare -= kits


def _choose_lot(shelves: Shelves, unit: str, lots: list[str]) -> tuple[str, int] | None:
    """Choose the lot that expires first of those that the unit will use in time; else the one that expires last.

    An old one goes nowhere else than where it will be used.
    """
    rooms = ((lot, shelves.count_room(unit, lot)) for lot in lots)
    last = next(((lot, shelves.wanted[unit]) for lot in reversed(lots) if not shelves.is_old(lot)), None)
    return next(((lot, room) for lot, room in rooms if room), last)


def _swap_aging(shelves: Shelves) -> bool:
    """Swap kits that a unit won't use in time, kit for kit, with the fastest that will; tell whether any were."""
    fastest = sorted(shelves.wanted, key=lambda unit: (-shelves.find_rate(unit), unit))
    fastest = [unit for unit in fastest if shelves.find_rate(unit) * AGING_DAYS >= 1]
    swaps = (
        _swap(shelves, lot, unit, other)
        for unit in sorted(shelves.wanted)
        for lot in shelves.list_lots(unit)
        for other in (fastest if shelves.count_unused(unit, lot) else ())
        if other != unit and shelves.may_bring(lot, unit, other)
    )
    return sum(swaps) > 0


def _swap(shelves: Shelves, lot: str, unit: str, other: str) -> bool:
    kits = min(shelves.count_unused(unit, lot), shelves.count_room(other, lot))
    fresh = shelves.list_fresh(other) if kits else []
    kits = min(kits, shelves.count_lot(other, fresh[0])) if fresh else 0
    if kits:
        shelves.move(lot, kits, unit, other)
        shelves.move(fresh[0], kits, other, unit)
    return kits > 0


def _return_aging(shelves: Shelves) -> bool:
    """Bring kits that a unit won't use in time, and can spare, back to Central; tell whether any were."""
    for unit in sorted(shelves.wanted):
        spare = shelves.count_spare(unit)
        lots = [lot for lot in shelves.list_lots(unit) if not shelves.is_old(lot)]
        for lot in lots if spare else ():
            if kits := min(spare, shelves.count_unused(unit, lot)):
                shelves.move(lot, kits, unit, CENTRAL)
                return True
    return False


def _list_differences(lot: str, before: Shelves, after: Shelves) -> list[PlannedMove]:
    """List the moves of a lot that lead from one state of the shelves to the other."""
    locations = sorted({*before.list_locations(lot), *after.list_locations(lot)})
    change = {where: after.count_all(where, lot) - before.count_all(where, lot) for where in locations}
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


def _list_origins(lot: str, shelves: Shelves) -> list[Origin]:
    """List from where to take what is offered of a lot."""
    apart = ((location, shelves.count_offered(location, lot)) for location in shelves.list_locations(lot))
    return [Origin(location=location, quantity=kits) for location, kits in apart if kits]


def _find_reason(before: Shelves, lot: str, origin: str, destination: str) -> MoveReason:
    """Find why a lot is moved; what won't expire where it is, and goes to a shelf that is full, is swapped."""
    if before.count(destination) < before.wanted.get(destination, 0):
        return MoveReason.SHELF
    return MoveReason.AGING if before.count_unused(origin, lot) else MoveReason.SWAP
