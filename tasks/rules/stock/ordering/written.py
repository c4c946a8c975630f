"""What was planned of an item, as it is shown: the next order, or the first."""

from datetime import date

from schemas.order_why import DAYS_A_MONTH
from schemas.stock_actions import Order
from tasks.rules.stock.ordering.order_plan import OrderPlan, Terms
from tasks.rules.stock.ordering.young import FirstOrder


def write_order(item: str, plan: OrderPlan, terms: Terms, today: date) -> Order:
    """Write an order with every number of the rule; what is late is to be ordered today."""
    return Order(
        item=item,
        quantity=plan.quantity,
        by=plan.by or today,
        is_late=plan.is_late,
        have=plan.have,
        on_order=plan.on_order,
        needed=plan.low,
        monthly=round(plan.rate * DAYS_A_MONTH),
        lead_days=terms.lead_days,
        usable=plan.usable,
        waste=plan.waste,
        of_demand=plan.need,
        of_shelves=plan.reserve,
        cap=plan.cap,
        up_to=plan.up,
    )


def write_first_order(item: str, order: FirstOrder, on_order_count: int, terms: Terms, today: date) -> Order:
    """Write a young program's order, which has no rate."""
    return Order(
        item=item,
        quantity=order.quantity,
        by=today,
        is_late=False,
        have=order.have,
        on_order=on_order_count,
        needed=order.needed,
        monthly=None,
        lead_days=terms.lead_days,
    )
