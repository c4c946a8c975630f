"""Which lots expire soon, and how soon something is to be done about each: the limits stand here, once."""

from collections.abc import Iterable
from datetime import date

from schemas.stock import Expiring, OnHand
from schemas.stock_actions import Urgency
from tasks.rules.stock.usable import is_expired

WARNINGS = {30: Urgency.THIS_WEEK, 60: Urgency.THIS_MONTH, 90: Urgency.THIS_MONTH}
"""The days before its expiry at which a lot is warned of, and how soon something is to be done about it then."""

EXPIRED = 0
"""The warning of a lot that has expired."""


def list_expiring(stock: Iterable[OnHand], today: date) -> list[Expiring]:
    """Return the lots in stock that expire within the longest of the warnings or have expired, the soonest first."""
    found = []
    for held in stock:
        if held.lot is None or held.expires is None:
            continue
        days = (held.expires - today).days
        within = EXPIRED if is_expired(held.expires, today) else next((most for most in WARNINGS if days <= most), None)
        if within is not None:
            found.append(
                Expiring(
                    location=held.location,
                    item=held.item,
                    lot=held.lot,
                    expires=held.expires,
                    on_hand=held.on_hand,
                    days=days,
                    within=within,
                )
            )
    return sorted(found, key=lambda lot: (lot.days, lot.location, lot.lot))


def find_warning(expires: date | None, on_hand: int, as_of: date) -> int | None:
    """Return the longest warning that a lot on a shelf is under, in days; `EXPIRED` once it is; else none.

    Args:
        expires: the last day on which the lot may be used.
        on_hand: what is on the shelf.
        as_of: the day that is spoken of; of a report the last day of its period, not the day on which it was made.
    """
    if expires is None or not on_hand:
        return None
    if is_expired(expires, as_of):
        return EXPIRED
    longest = max(WARNINGS)
    return longest if (expires - as_of).days <= longest else None


def find_urgency(lot: Expiring) -> Urgency:
    """Return how soon something is to be done about a lot; one that has expired comes off the shelf today."""
    return WARNINGS.get(lot.within, Urgency.TODAY)


def find_urgency_of_days(days_left: int | None) -> Urgency:
    """Return how soon kits are to be moved or offered back that expire in so many days; none: they don't expire."""
    within = next((most for most in WARNINGS if days_left is not None and days_left <= most), max(WARNINGS))
    return WARNINGS[within]


def count_warnings(lot: Expiring) -> int:
    """Count the warnings that a lot has had before this one."""
    return sum(most > lot.within for most in WARNINGS)
