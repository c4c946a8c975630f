"""What one of each item is called."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from schemas.agency import ItemKind
from schemas.reconciliation import Reconciliation
from schemas.settings import Item, Settings
from schemas.tabs import Tab
from schemas.to_do import StockNames

_NOUNS = {
    ItemKind.NALOXONE: "kit",
    ItemKind.FTS: "fentanyl test strip",
    ItemKind.XTS: "xylazine test strip",
}


def name_items(items: Iterable[Item]) -> dict[str, str]:
    """Name one of each item, by its code; where two are of a kind, the kind doesn't tell which is meant."""
    listed = list(items)
    of_kind = Counter(item.kind for item in listed)
    return {
        item.code: _NOUNS[item.kind] if item.kind in _NOUNS and of_kind[item.kind] == 1 else _name_one(item)
        for item in listed
    }


def is_stock_kept(item: str, stock: Reconciliation) -> bool:
    """Tell whether stock of an item is kept; where it's kept of none, nothing is to be told apart."""
    kept = {shelf.item for shelf in stock.shelves}
    return not kept or item in kept


def name_stock(settings: Settings, rate_since: date | None = None) -> StockNames:
    """Collect what the words about a program's stock need."""
    return StockNames(
        supplier=settings.program.supplier.name,
        nouns=name_items(settings.items),
        rate_since=rate_since,
        is_counted=Tab.COUNTS in settings.source.titles,
    )


_COUNTED = {ItemKind.NALOXONE: "kit", ItemKind.FTS: "strip", ItemKind.XTS: "strip", ItemKind.OTHER: "pack"}
_NO_NOUN = re.compile(r"([^a-z]|\b(mg|mcg|ml|iu|g))$", re.IGNORECASE)
"""How names end that no s makes many of: by a strength, a number or a bracket; kits or packs of it are counted."""


def _name_one(item: Item) -> str:
    """Name one of an item: names in lbn.toml may be of one or of many, or end in what can't be counted."""
    name = item.name.strip()
    if _NO_NOUN.search(name):
        return f"{name} {_COUNTED[item.kind]}"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
