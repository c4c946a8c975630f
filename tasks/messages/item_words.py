"""What one of each item is called."""

from collections import Counter
from collections.abc import Iterable

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
        item.code: _NOUNS[item.kind] if item.kind in _NOUNS and of_kind[item.kind] == 1 else _name_one(item.name)
        for item in listed
    }


def is_stock_kept(item: str, stock: Reconciliation) -> bool:
    """Tell whether stock of an item is kept; where it's kept of none, nothing is to be told apart."""
    kept = {shelf.item for shelf in stock.shelves}
    return not kept or item in kept


def name_stock(settings: Settings) -> StockNames:
    """Collect what the words about a program's stock need."""
    return StockNames(
        supplier=settings.program.supplier.name,
        nouns=name_items(settings.items),
        is_counted=Tab.COUNTS in settings.source.titles,
    )


def _name_one(name: str) -> str:
    """Name one of an item: names in lbn.toml may be of one or of many."""
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
