"""What is said of a report whose last edition was for another supplier than today's."""

from schemas.digest import NotAmended
from schemas.suppliers import Suppliers
from tasks.messages.formatting import format_period


def describe_not_amended(one: NotAmended) -> str:
    """Say that figures changed and nobody was sent an amendment, and how to make it all the same."""
    return (
        f"{one.title}, {format_period(one.period)}: its figures changed. It was made for {one.supplier.former}; if "
        f"it's to go to {one.supplier.present}, ask for it by hand: lbn report {one.report} {one.period}"
    )


def describe_suppliers(suppliers: Suppliers, *, is_new: bool) -> str:
    """Say whom an edition is for that a person asked for."""
    if is_new:
        return f"It is for {suppliers.present}; the edition before was made for {suppliers.former}."
    return f"It was made for {suppliers.former}, and the supplier is {suppliers.present} now."
