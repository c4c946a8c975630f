"""An order as text that can be forwarded to the supplier."""

from datetime import timedelta

from schemas.order_letter import OrderLetter
from schemas.settings import Settings
from schemas.stock_actions import Order
from tasks.messages.formatting import format_count, format_date, format_number, join_words
from tasks.messages.item_words import name_items


def write_order_letter(order: Order, settings: Settings) -> OrderLetter:
    """Write an order for the supplier: who orders what, how many, by when, and who takes it in."""
    agency, supplier = settings.agency, settings.program.supplier
    item = next(item for item in settings.items if item.code == order.item)
    drug_code = f", NDC {item.ndc}" if item.ndc else ""
    needed_on = format_date(order.by + timedelta(order.lead_days))
    return OrderLetter(
        to=supplier.contact or supplier.name,
        subject=f"Order of {format_count(order.quantity, name_items(settings.items)[item.code])}, {agency.name}",
        lines=(
            f"{agency.name} orders for its Leave-Behind Naloxone Program:",
            f"{format_number(order.quantity)} of: {item.name}{drug_code}",
            "Needed: as soon as possible" if order.is_late else f"Needed by: {needed_on}",
            f"Deliver to: the program's coordinator, {join_words(tuple(agency.coordinator))}",
        ),
    )
