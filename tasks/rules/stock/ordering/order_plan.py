"""When to order, and how many kits: until the next come, and on top of that what the shelves should hold.

An order is due once what can be used until its kits are there, and what is on its way, is less than the demand of the
wait with a margin, and the shelves (the measured rule stands in docs/ordering.md).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from tasks.rules.stock.ordering.demand import Demand, find_need

END_OF_LIFE_DAYS = 60
"""No more is kept than is used until so many days before a new kit expires."""

LONGEST_DAYS = 2 * 366
"""No order is planned further ahead."""


class Terms(NamedTuple):
    """How the program orders an item."""

    lead_days: int
    """From asking the supplier to having it."""

    look_days: int
    """From one look at the advice to the next."""

    cover_days: int
    """So many days' demand is ordered at once, beyond what is needed."""

    service: float
    """In what share of all cases the demand is to be covered, less than 1."""

    pack: int
    """Kits in a carton."""

    new_life_days: int
    """How long a new one lasts."""


class UsableLot(NamedTuple):
    """Usable kits of a lot, wherever they are; without expiry: it doesn't expire."""

    expires: date | None
    kits: int


class OrderPlan(NamedTuple):
    """Every number of the rule, in kits; docs/ordering.md and the JSON have longer names for four of them."""

    quantity: int
    by: date | None
    """The last day on which the order is in time; none: not for two years."""

    is_late: bool
    usable: int
    waste: int
    on_order: int
    have: int
    need: int
    """For the demand until the next order comes: `of_demand`."""

    reserve: int
    """On the units' shelves: `of_shelves`."""

    low: int
    """An order is due where there are fewer: `needed`."""

    up: int
    """What an order fills up to: `up_to`."""

    cap: int
    """More would expire before it is used."""

    rate: float
    """Kits a day, events and all."""


class _Supply(NamedTuple):
    """What there is, what is on its way, and what will have expired before it is used."""

    lots: list[UsableLot]
    on_order: int
    rate: float
    today: date

    @property
    def usable(self) -> int:
        return sum(lot.kits for lot in self.lots)

    def find_waste(self, days: int) -> int:
        """Find how many kits expire within some days and won't have been used by then."""
        until = self.today + timedelta(days)
        expiring = [(lot.expires, lot.kits) for lot in self.lots if lot.expires and lot.expires <= until]
        by_then = accumulate(kits for _, kits in expiring)
        wasted = [kits - self.rate * (on - self.today).days for kits, (on, _) in zip(by_then, expiring, strict=True)]
        return max(0, ceil(_round(max(wasted, default=0.0))))

    def count_on(self, days: int) -> int:
        """Count the kits that can be counted on for some days."""
        return self.usable - self.find_waste(days) + self.on_order


def plan_order(demand: Demand, lots: Iterable[UsableLot], on_order: int, terms: Terms, today: date) -> OrderPlan:
    """Plan the next order of an item; of nothing, where none is due.

    Args:
        demand: the units' rates, and what their shelves should hold.
        lots: the usable kits, in any order.
        on_order: how many are on their way.
        terms: how the item is ordered.
        today: the day of the advice.
    """
    supply = _Supply(sorted(lots, key=lambda lot: lot.expires or date.max), on_order, demand.rate, today)
    cap = max(ceil(_round(demand.rate * (terms.new_life_days - END_OF_LIFE_DAYS))), demand.reserve)
    wait = terms.lead_days + terms.look_days
    need, have = find_need(demand, wait, terms.service), supply.count_on(wait)
    low = min(need + demand.reserve, cap)
    up = min(low + ceil(_round(demand.rate * terms.cover_days)), cap)
    last = _find_last_day(demand, supply, cap, terms)
    return OrderPlan(
        quantity=fill_packs(up - have, terms.pack) if have < low else 0,
        by=today + timedelta(max(last, 0)) if last < LONGEST_DAYS else None,
        is_late=last < 0,
        usable=supply.usable,
        waste=supply.find_waste(wait),
        on_order=on_order,
        have=have,
        need=need,
        reserve=demand.reserve,
        low=low,
        up=up,
        cap=cap,
        rate=demand.rate,
    )


def fill_packs(kits: int, pack: int) -> int:
    """Round kits up to whole packs."""
    return -(-kits // pack) * pack


def _find_last_day(demand: Demand, supply: _Supply, cap: int, terms: Terms) -> int:
    """Find in how many days an order is still in time; less than none: it is late. What is needed only grows."""

    def is_in_time(days: int) -> bool:
        needed = find_need(demand, terms.lead_days + days, terms.service) + demand.reserve
        return min(needed, cap) <= supply.count_on(terms.lead_days + days)

    if not is_in_time(0):
        return -1
    first, beyond = 0, 1
    while beyond <= LONGEST_DAYS and is_in_time(beyond):
        first, beyond = beyond, 2 * beyond
    beyond = min(beyond, LONGEST_DAYS + 1)
    while beyond - first > 1:
        middle = (first + beyond) // 2
        first, beyond = (middle, beyond) if is_in_time(middle) else (first, middle)
    return first


def _round(kits: float) -> float:
    """Take away what sums of fractions leave behind, so that 4 is never rounded up to 5."""
    return round(kits, 9)
