"""What to offer to the supplier, from where, and what to bring in its place, in sentences."""

from collections.abc import Sequence
from datetime import date

from schemas.stock_actions import OfferBack, UnitFill, Unused
from tasks.messages.formatting import format_count, format_date, format_number, join_words
from tasks.messages.order_words import name_takes
from tasks.messages.task import Task

MOST_NAMED = 5
"""A mail names no more locations: `lbn reconcile` has all of them."""


def write_offer(offer: Unused | OfferBack, noun: str, most_named: int | None = None) -> str:
    """Write what to offer back, and from where; of several locations how many from each, of many of the first few."""
    kits = f"{format_count(offer.quantity, noun)} of lot {offer.lot}"
    if len(offer.origins) == 1:
        return f"Offer {kits} from {offer.origins[0].location} to the supplier now"
    named, others = offer.origins[:most_named], offer.origins[most_named:] if most_named else ()
    parts = [f"{format_number(one.quantity)} from {one.location}" for one in named]
    if others:
        kits_there = format_number(sum(one.quantity for one in others))
        parts.append(f"{kits_there} from {format_count(len(others), 'other place')} that `lbn reconcile` names")
    return f"Offer {kits} to the supplier now: {join_words(tuple(parts))}"


def write_unused(unused: Unused, noun: str) -> str:
    """Write what to offer back, and until when it can be used."""
    return f"{write_offer(unused, noun)}; its last day is {format_date(unused.expires)}"


def write_offer_task(offer: OfferBack, noun: str, supplier: str, rate_since: date | None = None) -> Task:
    """Write what to offer back and why, and what to do with the others and for units that have none left."""
    others = f" Use the other {format_number(offer.others)} of this lot before other lots." if offer.others else ""
    return Task(
        write_offer(offer, noun, MOST_NAMED),
        f"The last day of this lot is {format_date(offer.expires)}, in {format_count(offer.days_left, 'day')}, and at "
        f"{_name_rate(rate_since)} nobody here will use so many.",
        f"Ask {supplier} to take them; when they leave, record the movement “returned” in the Inventory tab."
        f"{others}{_write_refills(offer.refills, noun)}",
    )


def _name_rate(since: date | None) -> str:
    """Name the rate that an offer goes by; a program that is younger than a year has that since its start."""
    return f"the rate since {format_date(since)}" if since else "the rate of the last year"


def _write_refills(refills: Sequence[UnitFill], noun: str) -> str:
    """Write what to bring to each unit that has none left; of many units only the first few."""
    units = tuple(dict.fromkeys(one.unit for one in refills))
    takes = {unit: name_takes((one for one in refills if one.unit == unit), noun) for unit in units[:MOST_NAMED]}
    told = "".join(f" Then {unit} has none left: bring it {join_words(what)}." for unit, what in takes.items())
    more = len(units) - len(takes)
    rest = f" The next digest says the same of {format_count(more, 'other unit')}." if more else ""
    return f"{told}{rest}"
