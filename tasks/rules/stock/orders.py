"""What is on order: what was ordered less what was received since.

A receipt settles what is still open of orders up to its day, the oldest first; what it brings beyond that settles
nothing, so a receipt before the first order counts for none. Of a day the orders come first: whoever orders and gets
the kits on the same day has nothing on order in the evening. But an item's first receipts are the stock with which a
program begins: an order of that day they settle only where the numbers agree.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from schemas.inventory import Movement, MovementKind
from schemas.on_order import OnOrder
from schemas.stock_actions import OpenOrder

OVERDUE_TIMES = 3
"""An order that takes so many times longer than orders do may never come."""


class OrderLine(NamedTuple):
    """A change of what is on order of an item: more by an order, less by a receipt."""

    on: date
    item: str
    quantity: int


def list_order_lines(movements: Iterable[Movement]) -> list[OrderLine]:
    """List the changes of what is on order, in the order of days; up to any day their sum is what was on order then."""
    moved: dict[tuple[date, str], Counter[MovementKind]] = defaultdict(Counter)
    for movement in movements:
        moved[movement.moved_on, movement.item][movement.kind] += movement.quantity
    open_quantities: dict[str, int] = defaultdict(int)
    lines, stocked = [], set[str]()
    for (on, item), quantities in sorted(moved.items()):
        ordered, received = quantities[MovementKind.ORDERED], quantities[MovementKind.RECEIVED]
        settled = _count_settled(open_quantities[item], ordered, received, is_first=item not in stocked)
        stocked |= {item} if received else set()
        open_quantities[item] += ordered - settled
        lines += [OrderLine(on, item, change) for change in (ordered, -settled) if change]
    return lines


def _count_settled(open_before: int, ordered: int, received: int, *, is_first: bool) -> int:
    """Count what a day's receipts settle of what was open before, and of what was ordered on that day."""
    is_stock = is_first and received not in (ordered, open_before + ordered)
    return min(open_before if is_stock else open_before + ordered, received)


def list_open_orders(lines: Sequence[OrderLine]) -> list[tuple[date, int]]:
    """List how many of each day's orders have not been received, the oldest first; the lines are those of one item."""
    settled = -sum(line.quantity for line in lines if line.quantity < 0)
    left: dict[date, int] = defaultdict(int)
    for line in lines:
        ordered = max(0, line.quantity)
        left[line.on] += max(0, ordered - settled)
        settled = max(0, settled - ordered)
    return [(on, quantity) for on, quantity in left.items() if quantity]


def find_on_order(item: str, lines: Sequence[OrderLine], lead_days: int, today: date) -> OnOrder | None:
    """Find what is on order of an item, since when, and whether it should have come; none where nothing is."""
    orders = tuple(_age(on, quantity, lead_days, today) for on, quantity in list_open_orders(lines))
    if not orders:
        return None
    return OnOrder(
        item=item,
        quantity=sum(one.quantity for one in orders),
        since=orders[0].ordered_on,
        is_late=orders[0].is_late,
        is_overdue=orders[0].days > OVERDUE_TIMES * lead_days,
        orders=orders,
    )


def _age(ordered_on: date, quantity: int, lead_days: int, today: date) -> OpenOrder:
    days = (today - ordered_on).days
    return OpenOrder(ordered_on=ordered_on, quantity=quantity, days=days, is_late=days > lead_days)
