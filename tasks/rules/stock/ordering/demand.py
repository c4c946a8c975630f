"""The rate at which each unit gives kits out, and the kits that its shelf should hold.

A rate goes by the days on which the unit had kits to give, and is drawn towards that of the whole program as long as
there are few such days. A distribution of a dozen kits or more is an event: it says nothing of the next week's.
"""

from collections.abc import Mapping
from math import ceil
from typing import NamedTuple

from tasks.rules.stock.ordering.quantile import find_quantile

SEEN_DAYS = 365
"""Demand is that of the last year."""

EVENT_KITS = 24
"""What an event takes, about."""

PRIOR_DAYS = 90
"""So many days at the rate of the whole program are added to each unit's own."""

SHELF_DAYS = 14
SHELF_SERVICE = 0.99
SHELF_MINIMUM = 3
SPREAD = 1.5
"""How many times the mean the variance is: of distributions of one, two and three kits."""


class Given(NamedTuple):
    """What a unit gave out in the last year, events aside, and on how many days it had a usable kit."""

    kits: int
    open_days: int


class Demand(NamedTuple):
    """The demand for an item."""

    rates: Mapping[str, float]
    """Kits a day, by unit, events aside."""

    shelves: Mapping[str, int]
    """How many kits each unit's shelf should hold."""

    event_rate: float
    """Kits a day that events take."""

    seen_days: int

    @property
    def rate(self) -> float:
        """Kits a day, events and all."""
        return sum(self.rates.values()) + self.event_rate

    @property
    def reserve(self) -> int:
        """Kits that all shelves should hold."""
        return sum(self.shelves.values())


def find_demand(
    given: Mapping[str, Given], event_kit_count: int, seen_days: int, par_levels: Mapping[str, int]
) -> Demand:
    """Find the rates and the shelves.

    Args:
        given: what each unit gave out.
        event_kit_count: kits that events took in the same time, in all units.
        seen_days: for how many days the program has been seen, a year at most.
        par_levels: of the units that have one: it is their shelf.
    """
    open_days = sum(one.open_days for one in given.values())
    pooled = sum(one.kits for one in given.values()) / open_days if open_days else 0.0
    rates = {unit: (one.kits + PRIOR_DAYS * pooled) / (one.open_days + PRIOR_DAYS) for unit, one in given.items()}
    shelves = {
        unit: par_levels[unit] if unit in par_levels else find_shelf(rates[unit], one.open_days)
        for unit, one in given.items()
    }
    return Demand(rates, shelves, event_kit_count / seen_days if seen_days else 0.0, seen_days)


def find_shelf(rate: float, open_days: int) -> int:
    """Find how many kits cover two weeks of a unit's demand; no more than a year's, and never fewer than three."""
    mean = SHELF_DAYS * rate
    variance = SPREAD * mean * (1 + SHELF_DAYS / (open_days + PRIOR_DAYS))
    two_weeks = find_quantile(mean, variance, SHELF_SERVICE)
    return max(SHELF_MINIMUM, min(two_weeks, ceil(SEEN_DAYS * rate)))


def find_need(demand: Demand, days: int, service: float) -> int:
    """Find how many kits cover the demand of some days in a share of all cases."""
    return find_quantile(*find_spread(demand, days), service)


def find_spread(demand: Demand, days: int) -> tuple[float, float]:
    """Find the mean of the demand of some days, and its variance."""
    units = sum(demand.rates.values())
    mean = days * (units + demand.event_rate)
    unsure = 1 + days / (demand.seen_days + PRIOR_DAYS)
    return mean, days * (SPREAD * units + EVENT_KITS * demand.event_rate) * unsure
