"""What is on order, and what to do about an order that should have come, in the same words wherever it is said."""

from collections.abc import Sequence

from schemas.on_order import OnOrder
from schemas.stock_actions import OpenOrder
from tasks.messages.formatting import format_count, format_date, format_number, join_words
from tasks.messages.task import Task

MOST_NAMED = 5


def write_on_order(ordered: OnOrder, noun: str) -> str:
    """Write what is on order and since when, and what to do where it should have come."""
    told = f"{format_count(ordered.quantity, noun)}, ordered on {format_date(ordered.since)} or later."
    late = [one for one in ordered.orders if one.is_late]
    if not late:
        return told
    task = write_late_order(late, noun, "the supplier", is_overdue=ordered.is_overdue)
    return f"{told} {task.action}. {task.reason} {task.how}"


def write_late_order(late: Sequence[OpenOrder], noun: str, supplier: str, *, is_overdue: bool) -> Task:
    """Write how many of which order aren't there, and how to settle it: one that never comes would count forever.

    Args:
        late: the orders that should have come, the oldest first.
        noun: what one of the item is called.
        supplier: whom to ask.
        is_overdue: whether the oldest may never come.
    """
    kits = format_count(sum(one.quantity for one in late), noun)
    than = "more than three times as long as an order takes" if is_overdue else "longer than an order takes"
    age = format_count(late[0].days, "day")
    return Task(
        f"Record or ask for {kits} {_name_orders(late)}",
        f"{_write_days(late)} {age} ago, {than}. What isn't recorded as received counts as on its way, and none is "
        "ordered in its place.",
        f"Record what came as the movement “received” in the Inventory tab, and ask {supplier} for the rest. For what "
        "will never come, correct the quantity of the row “ordered” to what came, or delete that row.",
    )


def _name_orders(late: Sequence[OpenOrder]) -> str:
    """Name an order by its day; of more say how many."""
    one_order = f"ordered on {format_date(late[0].ordered_on)}"
    return one_order if len(late) == 1 else f"of {format_number(len(late))} orders that are late"


def _write_days(late: Sequence[OpenOrder]) -> str:
    """Write on which days a few orders were sent, and begin to say how long ago the oldest was."""
    if len(late) == 1:
        return "That was"
    if len(late) > MOST_NAMED:
        return f"The oldest is of {format_date(late[0].ordered_on)},"
    days = tuple(f"{format_number(one.quantity)} on {format_date(one.ordered_on)}" for one in late)
    return f"Ordered: {join_words(days)}. The oldest order was sent"
