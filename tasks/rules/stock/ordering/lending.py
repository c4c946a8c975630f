"""What is offered to the supplier must not leave a shelf empty: what fills it until other kits come is kept.

A kit that nobody will use in time is still better than none. An order takes its weeks, and as long as such kits are
there none is due; so a unit in need keeps those that it has, and is brought some, and only the others are offered. A
quiet unit is brought none of them, but keeps what it has, where Central has nothing else that could still be brought
there. So each offer says from where to take it: from Central as far as that goes, and then from the units that give
out fewest.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from schemas.labels import CENTRAL
from schemas.stock_actions import Origin
from tasks.rules.stock.ordering.demand import Demand
from tasks.rules.stock.ordering.move_plan import PlannedMove
from tasks.rules.stock.ordering.offers import Offer
from tasks.rules.stock.ordering.shelves import Held, is_brought_in_time, list_slowest_first

Shelved = tuple[str, str]
"""A location, and a lot there."""


class PlannedOffer(NamedTuple):
    """Kits of a lot to offer to the supplier, and where they are to be taken."""

    lot: str
    expires: date
    origins: tuple[Origin, ...]

    @property
    def kits(self) -> int:
        """How many, from all locations together."""
        return sum(origin.quantity for origin in self.origins)


def plan_offers(
    offers: Iterable[Offer],
    held: Iterable[Held],
    moves: Iterable[PlannedMove],
    in_use: Collection[str],
    demand: Demand,
    today: date,
) -> list[PlannedOffer]:
    """Plan from where to take what is offered, but no kit that is moved, and none that a shelf needs then.

    Args:
        offers: what nobody will use.
        held: the usable kits of the item, as they lie now.
        moves: what is to be moved.
        in_use: the units that have a par level or gave any out in the last year.
        demand: the units' rates, and what the shelves of all units should hold.
        today: the day from which expiries are counted.
    """
    offered, planned, now = list(offers), list(moves), list(held)
    there = _count_after(now, planned)
    others = _count_others(offered, now, there, today)
    staying = _count_kept(offered, there, in_use, demand.shelves, others) | _count_brought(planned)
    locations = list_slowest_first(demand)
    taken = (PlannedOffer(one.lot, one.expires, tuple(_take(one, there, staying, locations))) for one in offered)
    return [one for one in taken if one.origins]


def _take(
    offer: Offer, there: Counter[Shelved], staying: Counter[Shelved], locations: Iterable[str]
) -> Iterator[Origin]:
    """Take what is offered where it lies, one location after the other; what a shelf keeps is taken nowhere else."""
    left = offer.kits
    for location in locations:
        shelved = location, offer.lot
        unused = min(left, there[shelved])
        left -= unused
        if (kits := min(unused, there[shelved] - staying[shelved])) > 0:
            yield Origin(location=location, quantity=kits)


def _count_brought(moves: Iterable[PlannedMove]) -> Counter[Shelved]:
    """Count what is brought to each location of each lot."""
    brought: Counter[Shelved] = Counter()
    for move in moves:
        brought[move.destination, move.lot] += move.kits
    return brought


def _count_others(offers: Iterable[Offer], held: Iterable[Held], there: Counter[Shelved], today: date) -> int:
    """Count what Central has of lots that are not offered, and that may be brought to a unit."""
    brought = {one.lot for one in held if one.may_move and is_brought_in_time(one.expires, today)}
    brought.difference_update(one.lot for one in offers)
    return sum(there[CENTRAL, lot] for lot in brought)


def _count_kept(
    offers: Collection[Offer], there: Counter[Shelved], in_use: Collection[str], shelves: Mapping[str, int], others: int
) -> Counter[Shelved]:
    """Count what each shelf keeps of each lot, in use or quiet."""
    quiet = sorted(set(shelves).difference(in_use))
    kept = _count_kept_of_quiet(quiet, shelves, offers, there, others)
    for unit in in_use:
        kept.update({(unit, lot): kits for lot, kits in _list_kept(unit, shelves[unit], offers, there)})
    return kept


def _count_kept_of_quiet(
    units: Iterable[str], shelves: Mapping[str, int], offers: Iterable[Offer], there: Counter[Shelved], others: int
) -> Counter[Shelved]:
    """Count what the shelves of quiet units keep of each lot: what no other kit at Central could take the place of."""
    kept: Counter[Shelved] = Counter()
    for unit in units:
        for lot, kits in _list_kept(unit, shelves[unit], offers, there):
            replaced = min(kits, others)
            others -= replaced
            kept[unit, lot] = kits - replaced
    return kept


def _count_after(held: Iterable[Held], moves: Iterable[PlannedMove]) -> Counter[Shelved]:
    """Count the kits of each lot at each location once the moves are made."""
    there: Counter[Shelved] = Counter()
    for one in held:
        there[one.location, one.lot] += one.kits
    for move in moves:
        there[move.origin, move.lot] -= move.kits
        there[move.destination, move.lot] += move.kits
    return there


def _list_kept(unit: str, shelf: int, offers: Iterable[Offer], there: Counter[Shelved]) -> Iterator[tuple[str, int]]:
    """List the kits that a shelf keeps of lots that are offered, those first that expire last."""
    lots = sorted(offers, key=lambda one: (one.expires, one.lot), reverse=True)
    in_all = sum(kits for (location, _), kits in there.items() if location == unit)
    lack = shelf - in_all + sum(there[unit, one.lot] for one in lots)
    for one in lots:
        kits = max(0, min(lack, there[unit, one.lot]))
        lack -= kits
        yield one.lot, kits
