"""What to offer to the supplier, from where, and what to bring in its place, in sentences."""

from collections.abc import Sequence

from schemas.stock_actions import OfferBack, Refill, UnitFill, Unused
from tasks.messages.formatting import format_count, format_date, format_number, join_words
from tasks.messages.order_words import name_takes
from tasks.messages.task import Task


def write_offer(offer: Unused | OfferBack, noun: str) -> str:
    """Write what to offer back, and from where; of several locations how many from each."""
    kits = f"{format_count(offer.quantity, noun)} of lot {offer.lot}"
    if len(offer.origins) == 1:
        return f"Offer {kits} from {offer.origins[0].location} to the supplier now"
    parts = tuple(f"{format_number(one.quantity)} from {one.location}" for one in offer.origins)
    return f"Offer {kits} to the supplier now: {join_words(parts)}"


def write_unused(unused: Unused, noun: str) -> str:
    """Write what to offer back, until when it can be used, and what takes its place on a shelf."""
    fills = tuple((one.destination, one) for one in unused.refills)
    return f"{write_offer(unused, noun)}; its last day is {format_date(unused.expires)}.{_bring(fills, 'too few')}"


def write_offer_task(offer: OfferBack, noun: str, supplier: str) -> Task:
    """Write what to offer back and why, and what to do with the others and for units that have none left."""
    others = f" Use the other {format_number(offer.others)} of this lot before other lots." if offer.others else ""
    fills = tuple((one.unit, one) for one in offer.refills)
    return Task(
        write_offer(offer, noun),
        f"The last day of this lot is {format_date(offer.expires)}, in {format_count(offer.days_left, 'day')}, and at "
        f"the rate of the last year nobody here will use so many.",
        f"Ask {supplier} to take them; when they leave, record the movement “returned” in the Inventory tab."
        f"{others}{_bring(fills, 'none')}",
    )


def _bring(fills: Sequence[tuple[str, Refill | UnitFill]], lack: str) -> str:
    """Write what to bring to each unit that has none left, or too few; nothing where there is no such unit."""
    units = dict.fromkeys(unit for unit, _ in fills)
    takes = {unit: join_words(name_takes(fill for one, fill in fills if one == unit)) for unit in units}
    return "".join(f" Then {unit} has {lack} left: bring it {what}." for unit, what in takes.items())
