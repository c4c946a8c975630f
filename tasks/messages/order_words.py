"""What to order, to move and to offer back, in sentences: each number in them is one of the rule's."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from schemas.agency import ItemKind
from schemas.settings import Item, Settings
from schemas.stock_actions import Move, MoveKits, MoveReason, Order, Unused
from tasks.messages.formatting import format_count, format_date, format_day, format_number, join_words

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


def _name_one(name: str) -> str:
    """Name one of an item: names in lbn.toml may be of one or of many."""
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def write_order(order: Order, noun: str) -> str:
    """Write what to do: Order 40 kits by Fri, Nov 27, 2026."""
    when = "today" if order.is_late else f"by {format_day(order.by)}"
    return f"Order {format_count(order.quantity, noun)} {when}"


def write_order_why(order: Order, noun: str) -> str:
    """Write from what it follows, and that it is late where it is."""
    needed, lacking = format_count(order.needed, noun), f"There or on order: {format_number(order.have)}"
    if order.monthly is None:
        return f"Needed to fill every unit up to its par level: {needed}. {lacking}."
    late = "The order is late. " if order.is_late else ""
    waste = f", without {format_count(order.waste, noun)} that will expire unused before then" if order.waste else ""
    rate = f"Given out: about {format_count(order.monthly, noun)} a month"
    return f"{late}Needed: {needed}. {lacking}{waste}. {rate}; an order takes {format_count(order.lead_days, 'day')}."


class OrderLetter(NamedTuple):
    """An order as it's sent to the supplier."""

    to: str
    subject: str
    lines: tuple[str, ...]


def write_order_letter(order: Order, settings: Settings) -> OrderLetter:
    """Write an order for the supplier: who orders what, how many, by when, and who takes it in."""
    agency, supplier = settings.agency, settings.program.supplier
    item = next(item for item in settings.items if item.code == order.item)
    drug_code = f", NDC {item.ndc}" if item.ndc else ""
    needed_on = format_date(order.by + timedelta(order.lead_days))
    return OrderLetter(
        supplier.contact or supplier.name,
        f"Order of {format_count(order.quantity, name_items(settings.items)[item.code])}, {agency.name}",
        (
            f"{agency.name} orders for its Leave-Behind Naloxone Program:",
            f"{format_number(order.quantity)} of: {item.name}{drug_code}",
            "Needed: as soon as possible" if order.is_late else f"Needed by: {needed_on}",
            f"Deliver to: the program's coordinator, {join_words(tuple(agency.coordinator))}",
        ),
    )


def write_move(move: Move | MoveKits, noun: str) -> str:
    """Write what to move: Move 6 kits of lot A1234 from Traffic to Patrol."""
    return f"Move {format_count(move.quantity, noun)} of lot {move.lot} from {move.origin} to {move.destination}"


def write_move_why(move: Move | MoveKits, noun: str) -> str:
    """Write why they're to be moved."""
    if move.reason is MoveReason.SHELF and move.shelf is not None:
        held = format_count(move.held, f"usable {noun}") if move.held else f"no usable {noun}s"
        return f"{move.destination} has {held} and should have {format_number(move.shelf)}."
    if move.reason is MoveReason.SWAP:
        return f"In place of kits that go from {move.destination} to where they are used before they expire."
    days, are_few = format_count(move.days_left or 0, "day"), f"too few are given out at {move.origin} to use"
    if move.quantity == 1:
        return f"It expires in {days}, and {are_few} it by then."
    return f"They expire in {days}, and {are_few} them by then."


def write_unused(unused: Unused, noun: str) -> str:
    """Write what to offer back: Offer 9 kits of lot A1234, which expire on Dec 31, 2026."""
    kits = format_count(unused.quantity, noun)
    return f"Offer {kits} of lot {unused.lot} to the supplier now; its last day is {format_date(unused.expires)}"
