"""What is to be done about the stock in words: each thing with its action first, then why, then how.

Sentences are made so that their numbers need no agreement, and each reads well of one and of many.
"""

from collections.abc import Sequence
from typing import assert_never

from schemas.stock import Low
from schemas.stock_actions import (
    AskOrder,
    MoveKits,
    OfferBack,
    OrderMore,
    Restock,
    StockAction,
    TakeExpired,
    TakeRecalled,
    UseFirst,
)
from schemas.to_do import StockNames
from tasks.messages.formatting import format_count, format_date, format_lasting, format_number, join_words, write_are
from tasks.messages.late_order_words import write_late_order
from tasks.messages.offer_words import write_offer_task
from tasks.messages.order_words import name_takes, write_move, write_move_why, write_order, write_order_why
from tasks.messages.task import Task


def write_task(action: StockAction, message: StockNames) -> Task:
    """Put one thing to do into words."""
    match action:
        case Restock():
            return _restock(action, message)
        case MoveKits():
            return _move(action, message)
        case AskOrder():
            return _ask(action, message)
        case OrderMore():
            return _order(action, message)
        case _:
            return _write_task_of_lot(action, message)


def _write_task_of_lot(action: TakeRecalled | TakeExpired | UseFirst | OfferBack, message: StockNames) -> Task:
    """Put into words what is to be done with a lot where it lies."""
    match action:
        case TakeRecalled():
            return _take_recalled(action, message)
        case TakeExpired():
            return _take_expired(action, message)
        case UseFirst():
            return _use_first(action, message)
        case OfferBack():
            return write_offer_task(action, _find_noun(action.item, message), message.supplier, message.rate_since)
        case _ as never:
            assert_never(never)


def format_supply(unit: Low | Restock) -> str:
    """Write how long what is left lasts, and by what that goes; nothing where nothing is left, or no rate is known."""
    lasts = format_days_of_supply(unit.on_hand, unit.days_left)
    return f"{lasts} of supply at the rate of the last 8 weeks, without what expires unused" if lasts else ""


def format_days_of_supply(usable: int, days_left: int | None) -> str:
    """Write how long what is there lasts; nothing where nothing is there, or no rate is known."""
    if not usable or days_left is None:
        return ""
    return format_lasting(days_left, is_about=True)


def _take_recalled(lot: TakeRecalled, message: StockNames) -> Task:
    out = f" and has given out {_write_count(lot.distributed, lot.item, message)} of it" if lot.distributed else ""
    return Task(
        f"Take recalled lot {lot.lot} off the shelf at {lot.location}",
        f"{lot.location} still has {_write_count(lot.on_hand, lot.item, message)} of this lot{out}.",
        f"Record the movement “recalled” in the Inventory tab. “lbn recall {_write_lot_asked(lot.lot)}” says where all "
        "of this lot is and went, and the rows to enter; the recall notice says what to do next.",
    )


def _write_lot_asked(lot: str) -> str:
    """Write a lot as a command takes it; of one that a mail doesn't name, which is words, that it takes one."""
    return "LOT" if " " in lot else lot


def _take_expired(lot: TakeExpired, message: StockNames) -> Task:
    return Task(
        f"Take expired lot {lot.lot} off the shelf at {lot.location}",
        f"{lot.location} has {_write_count(lot.on_hand, lot.item, message)} of this lot, which expired on "
        f"{format_date(lot.expires)}, {format_count(lot.days_past, 'day')} ago.",
        "Record the movement “expired” in the Inventory tab.",
    )


def _use_first(lot: UseFirst, message: StockNames) -> Task:
    when = f"in {format_count(lot.days_left, 'day')}" if lot.days_left else "today"
    return Task(
        f"Use lot {lot.lot} at {lot.location} first",
        f"{lot.location} has {_write_count(lot.on_hand, lot.item, message)} of this lot, which expires on "
        f"{format_date(lot.expires)}, {when}.",
        _write_how_to_use_first(lot),
    )


def _write_how_to_use_first(lot: UseFirst) -> str:
    """Write what can still be done with a lot; what could be moved to be used is told as a move."""
    if lot.is_too_late_to_move and lot.is_at_central:
        return (
            "Central gives none out, and it expires too soon to fill a unit's shelf: hand it to officers who can leave "
            "it with somebody by then."
        )
    if lot.is_too_late_to_move:
        return "Give out this lot before other lots. It expires too soon to be brought to another place."
    if lot.is_at_central:
        return "Send this lot to the units before other lots."
    return "Give out this lot before other lots."


def _restock(unit: Restock, message: StockNames) -> Task:
    noun = f"usable {_find_noun(unit.item, message)}"
    left = format_count(unit.on_hand, noun) if unit.on_hand else f"no {noun}s"
    asked = "par level" if unit.par_level is not None else "should have"
    par = f" ({asked} {format_number(unit.shelf)})" if unit.shelf is not None else ""
    lasts = f", {supply}" if (supply := format_supply(unit)) else ""
    leaving = (("be offered", unit.offered), ("be moved elsewhere", unit.moved_away))
    told = "".join(f" Of these {format_number(some)} {write_are(some)} to {go}." for go, some in leaving if some)
    told += f" An officer reported low stock on {format_date(unit.flagged_on)}." if unit.flagged_on else ""
    told += _ask_for_count(unit, message)
    wanted = _write_count(unit.wanted + unit.moved_away, unit.item, message) if unit.wanted is not None else "more"
    return Task(
        f"Bring {wanted} to {unit.location}",
        f"{unit.location} has {left} left{par}{lasts}.{told}",
        _write_source(unit, message),
    )


def _ask_for_count(unit: Restock, message: StockNames) -> str:
    """Say how a report is answered that the records don't bear out; without it, it would be asked again and again."""
    if not (unit.flagged_on and unit.wanted is None and unit.shelf is not None and message.is_counted):
        return ""
    return " By the records it holds enough: a count from after that day that finds so settles it."


def _write_source(unit: Restock, message: StockNames) -> str:
    """Write where to take them from."""
    noun = _find_noun(unit.item, message)
    record = "record the movement “transferred” in the Inventory tab"
    if not unit.from_central and not unit.fills:
        has = f"no usable {noun}s to spare" if unit.at_central else f"no usable {noun}s"
        return f"Central has {has}: {_write_other_source(unit)}.{_write_late(unit, message)}"
    share = format_count(unit.from_central, noun)
    if unit.fills:
        return _write_fills(unit, message)
    if unit.wanted is None:
        return f"Central can spare {share}: take what is needed and {record}."
    if unit.still_lacking:
        return f"Take {share} from Central and {record}. {_write_rest(unit, message)}"
    return f"Take {share} from Central, which has {format_count(unit.at_central, f'usable {noun}')}, and {record}."


def _write_other_source(unit: Restock) -> str:
    """Write what to do where neither Central nor another unit has any to spare: who gave some would lack them."""
    if not unit.from_order:
        return "get more from a new order"
    if unit.wanted is None or unit.from_order >= unit.still_lacking:
        return "wait for what is on order"
    return f"{_write_coming(unit)}; get {format_number(unit.still_lacking - unit.from_order)} from a new order"


def _write_coming(unit: Restock) -> str:
    """Write how many of what it lacks are on order."""
    return f"{format_number(unit.from_order)} {write_are(unit.from_order)} on order"


def _write_late(unit: Restock, message: StockNames) -> str:
    """Write that an order should have come: one that never does would be waited for forever."""
    if unit.late_order_on is None:
        return ""
    return (
        f" The order of {format_date(unit.late_order_on)} is late: record what came of it, or ask {message.supplier}."
    )


def _write_fills(unit: Restock, message: StockNames) -> str:
    """Write from where a shelf is filled, lot by lot."""
    takes = name_takes(unit.fills)
    takes += (f"{format_number(unit.from_central)} of other lots from Central",) if unit.from_central else ()
    which = "each" if len(takes) > 1 else "the"
    rest = f" {_write_rest(unit, message)}" if unit.still_lacking else ""
    return f"Take {join_words(takes)}, and record {which} movement “transferred” in the Inventory tab.{rest}"


def _write_rest(unit: Restock, message: StockNames) -> str:
    """Write where the rest comes from: what is on order already needs no order."""
    rest = _write_count(unit.still_lacking, unit.item, message)
    if not unit.from_order:
        return f"The rest ({rest}) has to come from a new order."
    late = _write_late(unit, message)
    if unit.from_order >= unit.still_lacking:
        return f"The rest ({rest}) is on order.{late}"
    new = format_number(unit.still_lacking - unit.from_order)
    return f"Of the rest ({rest}) {_write_coming(unit)}; a new order has to bring {new}.{late}"


def _move(action: MoveKits, message: StockNames) -> Task:
    noun = _find_noun(action.item, message)
    return Task(
        write_move(action, noun),
        action.why or write_move_why(action, noun),
        "Record the movement “transferred” in the Inventory tab.",
    )


def write_gather(moves: Sequence[MoveKits], message: StockNames) -> Task:
    """Say of kits of a lot from where they all go to the same place, and why."""
    first = moves[0]
    noun = _find_noun(first.item, message)
    whole = first.model_copy(update={"quantity": sum(move.quantity for move in moves), "origin": "several places"})
    parts = join_words(tuple(f"{format_number(move.quantity)} from {move.origin}" for move in moves))
    return Task(
        write_move(whole, noun),
        f"{parts}. {write_move_why(whole.model_copy(update={'origin': 'each of them'}), noun)}",
        "Record each movement as “transferred” in the Inventory tab.",
    )


def _ask(order: AskOrder, message: StockNames) -> Task:
    noun = _find_noun(order.item, message)
    return write_late_order(order.orders, noun, message.supplier, is_overdue=order.is_overdue)


def _order(order: OrderMore, message: StockNames) -> Task:
    noun = _find_noun(order.item, message)
    return Task(
        write_order(order.order, noun, order.urgency),
        write_order_why(order.order, noun),
        f"Send the order to {message.supplier}, and record the movement “ordered” in the Inventory tab.",
    )


def _write_count(count: int, item: str, message: StockNames) -> str:
    """Write so many of an item."""
    return format_count(count, _find_noun(item, message))


def _find_noun(item: str, message: StockNames) -> str:
    """Return what one of an item is called; one that lbn.toml no longer has goes by its code."""
    return message.nouns.get(item, item)
