"""What `lbn reconcile` says: what is on hand, what differs, and what to order, to move and to offer back."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from schemas.desk import Shelf
from schemas.labels import CENTRAL
from schemas.order_letter import OrderLetter
from schemas.reconciliation import Reconciliation
from schemas.stock import OnHand
from schemas.tabs import Tab
from tasks.console.account import format_section
from tasks.messages.count_words import write_count_due, write_short_counts
from tasks.messages.formatting import format_count, format_number, join_words
from tasks.messages.item_words import is_stock_kept
from tasks.messages.late_order_words import write_on_order
from tasks.messages.offer_words import write_unused
from tasks.messages.order_words import write_move, write_order, write_order_unknown, write_pars_too_low
from tasks.messages.stock_task_words import format_days_of_supply, format_supply
from tasks.messages.unusable_words import describe_held_stock, describe_unusable_tab

_NOTHING_TRACKED = (
    "No stock is recorded, so nothing can be said of it: enter what was received in the tab Inventory, and name that "
    "tab in lbn.toml where it isn't named yet."
)


_AFTER_SILENCE = "Where forms are missing, more was given out: stock, days of supply and advice may be wrong."


def summarize_reconciliation(
    stock: Reconciliation,
    nouns: Mapping[str, str],
    unusable: Sequence[Tab] = (),
    letters: Mapping[str, OrderLetter] = MappingProxyType({}),
    held_count: int = 0,
    silence: str = "",
) -> str:
    """Say what `lbn reconcile` found, and first what it rests on: a silence, tabs or rows that can't be used."""
    asked = [f"{silence} {_AFTER_SILENCE}"] if silence and stock.shelves else []
    not_known = [*asked, *list_not_known(stock, nouns, unusable, held_count)]
    untracked = _list_untracked(stock, nouns)
    on_hand = [f"{location}: {quantity}" for location, quantity in count_on_hand_by_location(stock.stock)]
    sections = [
        format_section("On hand", on_hand),
        format_section("Shelves", [_write_shelf(row, nouns[row.item]) for row in stock.shelves if stock.stock]),
        format_section("Counts that differ from the recorded stock", [
            f"{row.date} {row.location}, lot {row.lot or 'all'}: "
            f"counted {_count(row.counted, row.item, nouns)}, expected {format_number(row.expected)}"
            for row in stock.variances if row.item not in untracked
        ]),
        format_section("Short more than once in a row", [f"{write_short_counts(row)}." for row in stock.short_counts]),
        format_section("More went out than was recorded as received", [
            f"{row.date} {row.location}, lot {row.lot or 'unknown'}: {_count(row.quantity, row.item, nouns)}"
            for row in stock.shortfalls if row.item not in untracked
        ]),
        format_section("Low", [
            f"{row.location}: {_count(row.on_hand, row.item, nouns, 'usable ')}"
            + (f" of {row.par_level}" if row.par_level is not None else "")
            + (f", {lasts}" if (lasts := format_supply(row)) else "")
            for row in stock.low
        ]),
        format_section("Expiring or expired", [
            f"{row.expires} lot {row.lot} at {row.location}: {_count(row.on_hand, row.item, nouns)}"
            for row in stock.expiring
        ]),
        format_section("Recalled", [
            f"lot {row.lot} at {row.location}: {_count(row.on_hand, row.item, nouns)} on the shelf, "
            f"{format_number(row.distributed)} distributed"
            for row in stock.recalled
        ]),
        format_section("On order", [
            write_on_order(row, nouns[row.item]) for row in stock.on_order
        ]),
        format_section("Not known yet", [
            f"{task.action}. {task.reason} {task.how}"
            for task in ([write_order_unknown(stock.order_unknown)] if stock.order_unknown else [])
        ]),
        format_section("Par levels that are too low", [
            f"{task.action}. {task.reason} {task.how}"
            for task in ([write_pars_too_low(stock.young)] if stock.young and stock.young.are_pars_too_low else [])
        ]),
        format_section("To order", [
            f"{write_order(row, nouns[row.item])}. {row.why}" + _write_letter(letters.get(row.item))
            for row in stock.order
        ]),
        format_section("To move", [f"{write_move(row, nouns[row.item])}. {row.why}" for row in stock.moves]),
        format_section("Nobody will use these in time", [
            f"{write_unused(row, nouns[row.item])}." for row in stock.unused
        ]),
        format_section("Count next (`lbn sheet counts` makes a sheet for each)", [
            f"{write_count_due(row)}." for row in stock.counts
        ]),
    ]  # fmt: skip
    lines = [*not_known, *(line for section in sections for line in section)]
    return "\n".join(lines or [_NOTHING_TRACKED])


def list_not_known(
    stock: Reconciliation, nouns: Mapping[str, str], unusable: Iterable[Tab], held_count: int
) -> list[str]:
    """Say what isn't known of a stock, or may be wrong: rows on hold, unusable tabs, items without any.

    Args:
        stock: as it was reconciled.
        nouns: what one piece of each item is called.
        unusable: the tabs of which every row is held.
        held_count: how many rows of Inventory and Counts are.
    """
    held = [describe_held_stock(held_count)] if held_count and stock.shelves else []
    tabs = [describe_unusable_tab(tab) for tab in unusable if tab is not Tab.TRAINING]
    return [*held, *tabs, *_write_items_not_tracked([nouns[item] for item in _list_untracked(stock, nouns)])]


def _list_untracked(stock: Reconciliation, nouns: Mapping[str, str]) -> list[str]:
    return [item for item in nouns if not is_stock_kept(item, stock)]


def _count(quantity: int, item: str, nouns: Mapping[str, str], kind: str = "") -> str:
    """Count what there is of an item; one that lbn.toml no longer names is called by its code."""
    return format_count(quantity, kind + nouns.get(item, item))


def _write_items_not_tracked(nouns: Collection[str]) -> list[str]:
    """Name the items of which no stock is kept: nothing is said of them below."""
    named = join_words(tuple(f"{noun}s" for noun in nouns))
    return [f"Not tracked, for none is recorded as received: {named}."] if nouns else []


def _write_shelf(shelf: Shelf, noun: str) -> str:
    """Write what a shelf has of what it should: Patrol: 9 usable kits of 12, about 20 days."""
    should = f" of {format_number(shelf.shelf)}" if shelf.shelf is not None else ""
    for_all = " for all units" if shelf.location == CENTRAL else ""
    lasts = format_days_of_supply(shelf.usable, shelf.days_left)
    return f"{shelf.location}: {format_count(shelf.usable, f'usable {noun}')}{should}" + (
        f", {lasts}{for_all}" if lasts else ""
    )


def _write_letter(letter: OrderLetter | None) -> str:
    """Write the text of an order, to be forwarded, in lines of their own."""
    if letter is None:
        return ""
    lines = (f"To forward to {letter.to}:", f"Subject: {letter.subject}", *letter.lines)
    return "".join(f"\n    {line}" for line in lines)


def count_on_hand_by_location(stock: Iterable[OnHand]) -> list[tuple[str, int]]:
    """Count what each location holds of all lots, item by item."""
    sums: Counter[str] = Counter()
    for held in stock:
        sums[f"{held.location} ({held.item})"] += held.on_hand
    return list(sums.items())
