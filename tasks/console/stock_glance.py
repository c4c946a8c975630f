"""The stock in a few lines of `lbn status`: what is usable, low, and to be ordered; `lbn reconcile` has the rest."""

from collections import Counter
from collections.abc import Mapping, Sequence

from schemas.reconciliation import Reconciliation
from schemas.tabs import Tab
from tasks.console.stock import list_not_known
from tasks.messages.formatting import format_count, format_number, join_words
from tasks.messages.order_words import write_order

TITLE = "Stock (`lbn reconcile` says more)"


def list_stock_lines(
    stock: Reconciliation,
    nouns: Mapping[str, str],
    unusable: Sequence[Tab] = (),
    held_count: int = 0,
    silence: str = "",
) -> list[str]:
    """Say of each item what is usable and on order, which shelves are low, what to order, and how much else is to do.

    Args:
        stock: as it was reconciled.
        nouns: what one piece of each item is called.
        unusable: the tabs of which every row is held.
        held_count: how many rows of Inventory and Counts are.
        silence: what is asked about forms that may be missing; then more was given out than is known.
    """
    not_known = list_not_known(stock, nouns, unusable, held_count)
    if not stock.shelves:
        return not_known or ["Not tracked: nothing is recorded as received."]
    return [
        *not_known,
        *(["Forms may be missing, so less may be there."] if silence else []),
        *_list_items(stock, nouns),
        *_list_low(stock, nouns),
        *(f"{write_order(one, nouns[one.item])}." for one in stock.order),
        *_list_rest(stock),
    ]


def _list_items(stock: Reconciliation, nouns: Mapping[str, str]) -> list[str]:
    usable: Counter[str] = Counter()
    for shelf in stock.shelves:
        usable[shelf.item] += shelf.usable
    on_order = {one.item: one.quantity for one in stock.on_order}
    return [
        f"{format_count(count, f'usable {nouns[item]}')} in all"
        + (f", {format_number(on_order[item])} on order" if on_order.get(item) else "")
        + "."
        for item, count in usable.items()
    ]


def _list_low(stock: Reconciliation, nouns: Mapping[str, str]) -> list[str]:
    low: dict[str, list[str]] = {}
    for one in stock.low:
        low.setdefault(one.item, []).append(f"{one.location} ({format_number(one.on_hand)})")
    return [f"Low on {nouns.get(item, item)}s: {join_words(tuple(places))}." for item, places in low.items()]


def _list_rest(stock: Reconciliation) -> list[str]:
    """Count what else is to be done, each kind by itself."""
    counted = (
        (
            len({one.lot for one in stock.recalled if one.on_hand}),
            "recalled lot on a shelf",
            "recalled lots on shelves",
        ),
        (len(stock.moves), "move", "moves"),
        (len(stock.unused), "offer to the supplier", "offers to the supplier"),
        (len(stock.counts), "shelf to count", "shelves to count"),
    )
    said = tuple(format_count(count, one, many) for count, one, many in counted if count)
    return [f"Beside that: {join_words(said)}."] if said else []
