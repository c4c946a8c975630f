"""What is offered to the supplier must not leave a shelf empty: what fills it until other kits come is kept.

A kit that nobody will use in time is still better than none. An order takes its weeks, and as long as such kits are
there none is due; so a unit in need keeps those that it has, and is brought some, and only the others are offered.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from tasks.rules.stock.ordering.move_plan import PlannedMove
from tasks.rules.stock.ordering.offers import Offer
from tasks.rules.stock.ordering.shelves import Held


def keep_on_shelves(
    offers: Iterable[Offer], held: Iterable[Held], moves: Iterable[PlannedMove], shelves: Mapping[str, int]
) -> list[Offer]:
    """Return the offers without the kits that are moved, and those that shelves need then.

    Args:
        offers: what nobody will use.
        held: the usable kits of the item, as they lie now.
        moves: what is to be moved.
        shelves: what the shelves should hold of the units that give any out.
    """
    offered, planned = list(offers), list(moves)
    there = _move(held, planned)
    kept: Counter[str] = Counter()
    for unit, shelf in shelves.items():
        kept.update(dict(_list_kept(unit, shelf, offered, there)))
    in_stock: Counter[str] = Counter()
    for (_, lot), kits in there.items():
        in_stock[lot] += kits
    moved: Counter[str] = Counter()
    for move in planned:
        moved[move.lot] += move.kits
    left = (in_stock[one.lot] - max(kept[one.lot], moved[one.lot]) for one in offered)
    limited = (one._replace(kits=min(one.kits, kits)) for one, kits in zip(offered, left, strict=True))
    return [one for one in limited if one.kits > 0]


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
