"""What is offered to the supplier must not leave a shelf empty: what fills it until other kits come is kept.

A kit that nobody will use in time is still better than none. An order takes its weeks, and as long as such kits are
there none is due; so a unit in need keeps those that it has, and is brought some, and only the others are offered. A
quiet unit is brought none of them, but keeps what it has, where Central has nothing else to fill its shelf with.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from schemas.labels import CENTRAL
from tasks.rules.stock.ordering.move_plan import PlannedMove
from tasks.rules.stock.ordering.offers import Offer
from tasks.rules.stock.ordering.shelves import Held


def keep_on_shelves(
    offers: Iterable[Offer],
    held: Iterable[Held],
    moves: Iterable[PlannedMove],
    in_use: Collection[str],
    shelves: Mapping[str, int],
) -> list[Offer]:
    """Return the offers without the kits that are moved, and those that shelves need then.

    Args:
        offers: what nobody will use.
        held: the usable kits of the item, as they lie now.
        moves: what is to be moved.
        in_use: the units that have a par level or gave any out in the last year.
        shelves: what the shelves of all units should hold.
    """
    offered, planned = list(offers), list(moves)
    there = _move(held, planned)
    kept: Counter[str] = Counter()
    for unit in in_use:
        kept.update(dict(_list_kept(unit, shelves[unit], offered, there)))
    kept.update(_count_kept_of_quiet(set(shelves).difference(in_use), shelves, offered, there))
    in_stock: Counter[str] = Counter()
    for (_, lot), kits in there.items():
        in_stock[lot] += kits
    moved: Counter[str] = Counter()
    for move in planned:
        moved[move.lot] += move.kits
    left = (in_stock[one.lot] - max(kept[one.lot], moved[one.lot]) for one in offered)
    limited = (one._replace(kits=min(one.kits, kits)) for one, kits in zip(offered, left, strict=True))
    return [one for one in limited if one.kits > 0]


def _count_kept_of_quiet(
    units: Iterable[str], shelves: Mapping[str, int], offers: Iterable[Offer], there: Counter[tuple[str, str]]
) -> Counter[str]:
    """Count what the shelves of quiet units keep of each lot: what no other kit at Central could take the place of."""
    lots = {one.lot for one in offers}
    others = sum(kits for (location, lot), kits in there.items() if location == CENTRAL and lot and lot not in lots)
    kept: Counter[str] = Counter()
    for unit in sorted(units):
        for lot, kits in _list_kept(unit, shelves[unit], offers, there):
            replaced = min(kits, others)
            others -= replaced
            kept[lot] += kits - replaced
    return kept


def _move(held: Iterable[Held], moves: Iterable[PlannedMove]) -> Counter[tuple[str, str]]:
    """Count the kits of each lot at each location once the moves are made."""
    there: Counter[tuple[str, str]] = Counter()
    for one in held:
        there[one.location, one.lot] += one.kits
    for move in moves:
        there[move.origin, move.lot] -= move.kits
        there[move.destination, move.lot] += move.kits
    return there


def _list_kept(
    unit: str, shelf: int, offers: Iterable[Offer], there: Counter[tuple[str, str]]
) -> Iterator[tuple[str, int]]:
    """List the kits that a shelf keeps of lots that are offered, those first that expire last."""
    lots = sorted(offers, key=lambda one: (one.expires, one.lot), reverse=True)
    in_all = sum(kits for (location, _), kits in there.items() if location == unit)
    lack = shelf - in_all + sum(there[unit, one.lot] for one in lots)
    for one in lots:
        kits = max(0, min(lack, there[unit, one.lot]))
        lack -= kits
        yield one.lot, kits
