"""Lots that were given two expiration dates: the earliest counts everywhere, for a kit too old harms; it is told."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from schemas.inventory import Movement
from schemas.stock import LotConflict


def list_lot_conflicts(movements: Iterable[Movement]) -> list[LotConflict]:
    """List the lots of an item whose rows say different last days."""
    expiries: dict[tuple[str, str], set[date]] = defaultdict(set)
    for moved in movements:
        if moved.lot and moved.expires_on:
            expiries[moved.item, moved.lot].add(moved.expires_on)
    return [
        LotConflict(item=item, lot=lot, expiries=tuple(sorted(days)))
        for (item, lot), days in sorted(expiries.items())
        if len(days) > 1
    ]
