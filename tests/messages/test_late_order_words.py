"""What is on order, and what to do about orders that should have come."""

from datetime import date, timedelta

import pytest

from schemas.on_order import OnOrder
from schemas.stock_actions import OpenOrder
from tasks.messages.late_order_words import write_late_order, write_on_order

TODAY = date(2026, 11, 20)
HOW = (
    "Record what came as the movement “received” in the Inventory tab, and ask the supplier for the rest. For what "
    "will never come, correct the quantity of the row “ordered” to what came, or delete that row."
)
COUNTS = "What isn't recorded as received counts as on its way, and none is ordered in its place."


def ordered(*orders: tuple[int, int], is_overdue: bool = False) -> OnOrder:
    """What is on order of kits: how many were ordered how many days ago; an order takes 30 days."""
    written = [
        OpenOrder(ordered_on=TODAY - timedelta(days), quantity=quantity, days=days, is_late=days > 30)
        for quantity, days in orders
    ]
    return OnOrder(
        item="kit",
        quantity=sum(one.quantity for one in written),
        since=written[0].ordered_on,
        is_late=written[0].is_late,
        is_overdue=is_overdue,
        orders=tuple(written),
    )


def test_what_is_on_its_way():
    assert write_on_order(ordered((9, 10)), "kit") == "9 kits, ordered on Nov 10, 2026 or later."
    assert write_on_order(ordered((1, 31), (8, 3)), "kit") == (
        "9 kits, ordered on Oct 20, 2026 or later. Record or ask for 1 kit ordered on Oct 20, 2026. "
        f"That was 31 days ago, longer than an order takes. {COUNTS} {HOW}"
    )


@pytest.mark.parametrize(
    ("late", "action", "age"),
    [
        pytest.param(
            ordered((60, 41)), "Record or ask for 60 kits ordered on Oct 10, 2026",
            "That was 41 days ago, longer than an order takes.", id="one order",
        ),
        pytest.param(
            ordered((60, 91), is_overdue=True), "Record or ask for 60 kits ordered on Aug 21, 2026",
            "That was 91 days ago, more than three times as long as an order takes.", id="it may never come",
        ),
        pytest.param(
            ordered((60, 41), (12, 31)),
            "Record or ask for 72 kits of 2 orders that are late",
            ("Ordered: 60 on Oct 10, 2026 and 12 on Oct 20, 2026. "
             "The oldest order was sent 41 days ago, longer than an order takes."), id="two orders",
        ),
        pytest.param(
            ordered(*((12, days) for days in range(41, 35, -1))),
            "Record or ask for 72 kits of 6 orders that are late",
            "The oldest is of Oct 10, 2026, 41 days ago, longer than an order takes.", id="more than are named",
        ),
    ],
)  # fmt: skip
def test_an_order_that_should_have_come(late: OnOrder, action: str, age: str):
    task = write_late_order(late.orders, "kit", "the supplier", is_overdue=late.is_overdue)
    assert (task.action, task.reason, task.how) == (action, f"{age} {COUNTS}", HOW)
