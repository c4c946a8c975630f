"""What to order, to move and to offer back, in sentences: each number in them is one of the rule's."""

from schemas.stock_actions import (
    Move,
    MoveKits,
    MoveReason,
    OfferBack,
    OnOrder,
    Order,
    OrderUnknown,
    Unused,
)
from tasks.messages.formatting import format_count, format_date, format_day, format_number, join_words
from tasks.messages.task import Task

MOST_NAMED = 5


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
    rate = f"about {format_count(order.monthly, noun)}" if order.monthly else f"less than 1 {noun}"
    takes = format_count(order.lead_days, "day")
    return f"{late}Needed: {needed}. {lacking}{waste}. Given out: {rate} a month; an order takes {takes}."


def write_order_unknown(unknown: OrderUnknown) -> Task:
    """Write what isn't known about the orders of a young program, and what to do until it is."""
    day, units = format_date(unknown.known_on), _name_units(unknown.units)
    why = f"What to order isn't known yet: before {day} the program is too young to have a rate"
    if not units:
        return Task(
            f"Order by hand before {day}",
            f"{why}, and lbn.toml has no units with par levels.",
            "Record each order as the movement “ordered” in the Inventory tab.",
        )
    return Task(
        f"Set a par level for {units}, or order by hand",
        f"{why}, and orders follow par levels alone. There is none for {units}.",
        f"Write par_level under [[units]] in lbn.toml: what the shelf should hold, {unknown.least} kits or more. From "
        "that day on the rule works it out, and the par level can go.",
    )


def _name_units(units: tuple[str, ...]) -> str:
    """Name a few units; of more say how many."""
    return join_words(units) if len(units) <= MOST_NAMED else format_count(len(units), "unit")


def write_on_order(ordered: OnOrder, noun: str) -> str:
    """Write what is on order and since when, and that it should have come where it is late."""
    told = f"{format_count(ordered.quantity, noun)}, ordered on {format_date(ordered.since)} or later"
    if not ordered.is_late:
        return told
    return f"{told}: longer ago than an order takes. Ask the supplier, or correct the row in the Inventory tab"


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


def write_offer(offer: Unused | OfferBack, noun: str) -> str:
    """Write what to offer back, and from where; of several locations how many from each."""
    kits = f"{format_count(offer.quantity, noun)} of lot {offer.lot}"
    if len(offer.origins) == 1:
        return f"Offer {kits} from {offer.origins[0].location} to the supplier now"
    parts = tuple(f"{format_number(one.quantity)} from {one.location}" for one in offer.origins)
    return f"Offer {kits} to the supplier now: {join_words(parts)}"


def write_unused(unused: Unused, noun: str) -> str:
    """Write what to offer back, and until when it can be used."""
    return f"{write_offer(unused, noun)}; its last day is {format_date(unused.expires)}"
