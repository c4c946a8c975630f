"""What is on order: what was ordered less what was received since.

A receipt settles what is still open of orders up to its day, the oldest first; what it brings beyond that settles
nothing, so a receipt before the first order counts for none. Of a day the orders come first: whoever orders and gets
the kits on the same day has nothing on order in the evening.
"""

from collections import defaultdict
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
    open_quantities: dict[str, int] = defaultdict(int)
    lines = []
    for movement in sorted(movements, key=lambda moved: (moved.moved_on, moved.kind is not MovementKind.ORDERED)):
        open_quantity = open_quantities[movement.item]
        change = _find_change(movement, open_quantity)
        if change:
            open_quantities[movement.item] = open_quantity + change
            lines.append(OrderLine(movement.moved_on, movement.item, change))
    return lines


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


def _find_change(movement: Movement, open_quantity: int) -> int:
    if movement.kind is MovementKind.ORDERED:
        return movement.quantity
    return -min(open_quantity, movement.quantity) if movement.kind is MovementKind.RECEIVED else 0
