"""Which item a lot is of: the form names the lot only, and a program may give out more than one naloxone item."""

from collections.abc import Iterable, Mapping

from schemas.agency import ItemKind
from schemas.inventory import Movement, MovementKind
from schemas.settings import Item, Settings

ItemsOfLots = Mapping[str, Item]


def find_items_of_lots(movements: Iterable[Movement], settings: Settings) -> ItemsOfLots:
    """Return the naloxone item of each lot that was received; of two with the same lot, the first in lbn.toml."""
    received = {(moved.item, moved.lot) for moved in movements if moved.kind is MovementKind.RECEIVED}
    naloxone = [item for item in settings.items if item.kind is ItemKind.NALOXONE]
    return {lot: item for item in reversed(naloxone) for code, lot in received if lot and code == item.code}


def find_item(lot: str | None, items: ItemsOfLots, settings: Settings) -> Item:
    """Return the item that was given out: that of its lot, and where none is known the first naloxone item."""
    return items.get(lot or "") or settings.kit
