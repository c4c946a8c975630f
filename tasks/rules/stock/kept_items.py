"""Of which items stock is kept: an item that the Inventory tab never names is not tracked, which is not an empty shelf.

The form counts kits and strips whether or not anybody records their stock. Without a movement, all of them would seem
to have gone out beyond what was received, and every shelf would seem empty.
"""

from collections.abc import Iterable

from schemas.agency import ItemKind
from schemas.inventory import Count, Movement, MovementKind
from schemas.settings import Settings


def has_kit_stock(movements: Iterable[Movement], settings: Settings) -> bool:
    """Tell whether stock of kits is kept: not where every movement, an order too, is of something else."""
    kits, items = list_kits(settings), {moved.item for moved in movements}
    return not items or bool(items & kits)


def has_kit_counts(counts: Iterable[Count], settings: Settings) -> bool:
    """Tell whether kits are counted: not where every count is of something else."""
    kits, items = list_kits(settings), {count.item for count in counts}
    return not items or bool(items & kits)


def list_items_kept(movements: Iterable[Movement], settings: Settings) -> frozenset[str]:
    """List the codes of the items of which stock is kept: the kit where any kits are, and what was ever received."""
    moved = list(movements)
    received = frozenset(one.item for one in moved if one.kind is MovementKind.RECEIVED)
    return received | {settings.kit.code} if has_kit_stock(moved, settings) else received


def list_untracked_kits(movements: Iterable[Movement], settings: Settings) -> frozenset[str]:
    """List the codes of the kits of which no stock is kept: what was given out of them isn't a shortfall."""
    return frozenset() if has_kit_stock(movements, settings) else list_kits(settings)


def list_kits(settings: Settings) -> frozenset[str]:
    """List the codes of the items that are kits."""
    return frozenset(item.code for item in settings.items if item.kind is ItemKind.NALOXONE)
