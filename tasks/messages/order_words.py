"""What to order and to move, in sentences: each number in them is one of the rule's."""

from collections.abc import Iterable

from schemas.stock_actions import Fill, Move, MoveKits, MoveReason, Order, OrderUnknown, Urgency
from schemas.young_supply import YoungSupply
from tasks.messages.formatting import format_count, format_date, format_day, format_number, join_words, write_are
from tasks.messages.task import Task

MOST_NAMED = 5


def write_order(order: Order, noun: str, urgency: Urgency | None = None) -> str:
    """Write what to do: Order 40 kits by Fri, Nov 27, 2026; a young program's has no last day in time."""
    when = f"by {format_day(order.by)}"
    if order.is_late or urgency is Urgency.TODAY:
        when = "today"
    elif order.monthly is None:
        when = "this week"
    return f"Order {format_count(order.quantity, noun)} {when}"


def write_order_why(order: Order, noun: str) -> str:
    """Write from what it follows, and that it is late where it is."""
    needed, lacking = format_count(order.needed, noun), f"There or on order: {format_number(order.have)}"
    if order.monthly is None:
        cartons = _write_cartons(order, order.needed)
        return f"Needed to fill every unit up to its par level{cartons}: {needed}. {lacking}."
    late = "The order is late. " if order.is_late else ""
    waste = f", without {format_count(order.waste, noun)} that will expire unused before then" if order.waste else ""
    rate = f"about {format_count(order.monthly, noun)}" if order.monthly else f"less than 1 {noun}"
    takes = format_count(order.lead_days, "day")
    fills = "" if order.up_to is None else f" The order fills up to {_write_up_to(order, order.up_to)}."
    return f"{late}Needed: {needed}. {lacking}{waste}.{fills} Given out: {rate} a month; an order takes {takes}."


def _write_up_to(order: Order, up_to: int) -> str:
    """Write what an order fills up to, for that is what its quantity follows from."""
    return f"{format_number(up_to)}{_write_cartons(order, up_to)}"


def _write_cartons(order: Order, up_to: int) -> str:
    """Write why an order is for more than is missing."""
    return ", in whole cartons" if order.have + order.quantity > up_to else ""


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


def write_pars_too_low(young: YoungSupply) -> Task:
    """Write that a young program's par levels don't last until an order comes, by both numbers."""
    return _write_all_too_low(young) if young.are_all_too_low else _write_units_too_low(young)


def _write_units_too_low(young: YoungSupply) -> Task:
    """Write the same of units for which all par levels together suffice, and their own doesn't."""
    levels = "par level" if len(young.units) == 1 else "par levels"
    numbers = (
        f"{one.unit} {format_count(one.used, 'kit')} (par level {format_number(one.par_level)}; "
        f"{format_number(one.have)} there, at Central or on order)"
        for one in young.units
    )
    return Task(
        f"Raise the {levels} of {_name_units(tuple(one.unit for one in young.units))} in lbn.toml",
        f"An order takes {format_count(young.lead_days, 'day')}. At the rate of the last 8 weeks more is given out in "
        f"that time: {', '.join(numbers)}. Orders fill up to the par levels alone.",
        _write_how_to_raise(young),
    )


def _write_how_to_raise(young: YoungSupply) -> str:
    return (
        f"Write more into par_level under [[units]]. From {format_date(young.known_on)} on the rule works out what a "
        "shelf should hold, and the par levels can go."
    )


def _write_all_too_low(young: YoungSupply) -> Task:
    takes, used = format_count(young.lead_days, "day"), format_count(young.used or 0, "kit")
    pars, have = format_number(young.par_levels), format_number(young.have)
    return Task(
        "Raise the par levels in lbn.toml",
        f"An order takes {takes}. At the rate of the last 8 weeks {used} are given out in that time, more than all par "
        f"levels together, {pars}, and than what is there or on order, {have}. Orders fill up to the par levels alone.",
        _write_how_to_raise(young),
    )


def _name_units(units: tuple[str, ...]) -> str:
    """Name a few units; of more say how many."""
    return join_words(units) if len(units) <= MOST_NAMED else format_count(len(units), "unit")


def write_move(move: Move | MoveKits, noun: str) -> str:
    """Write what to move: Move 6 kits of lot A1234 from Traffic to Patrol."""
    return f"Move {format_count(move.quantity, noun)} {_name_lot(move.lot)} from {move.origin} to {move.destination}"


def _name_lot(lot: str | None) -> str:
    """Name a lot after what is moved of it; strips may have come without one."""
    return f"of lot {lot}" if lot else "without a lot"


def write_move_why(move: Move | MoveKits, noun: str) -> str:
    """Write why they're to be moved."""
    if move.reason is MoveReason.SHELF and move.shelf is not None:
        held = format_count(move.held, f"usable {noun}") if move.held else f"no usable {noun}s"
        are_offered = f"{format_number(move.offered)} of which {write_are(move.offered)} to be offered"
        offered = f", {are_offered}," if move.offered else ""
        return f"{move.destination} has {held}{offered} and should have {format_number(move.shelf)}."
    if move.reason is MoveReason.SWAP:
        return f"In place of {noun}s that go from {move.destination} to where they are used before they expire."
    days, are_few = format_count(move.days_left or 0, "day"), f"too few are given out at {move.origin} to use"
    if move.quantity == 1:
        return f"It expires in {days}, and {are_few} it by then."
    return f"They expire in {days}, and {are_few} them by then."


def name_takes(takes: Iterable[Fill], noun: str = "") -> tuple[str, ...]:
    """Write how many of which lot to take from where, one after the other."""
    return tuple(f"{_count(one.quantity, noun)} {_name_lot(one.lot)} from {one.origin}" for one in takes)


def _count(quantity: int, noun: str) -> str:
    """Count an item; without the noun where it has just been said."""
    return format_count(quantity, noun) if noun else format_number(quantity)
