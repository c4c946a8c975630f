"""What a young program orders, by its par levels alone; where it has none, nobody knows yet what its units need."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from schemas.labels import CENTRAL
from schemas.settings import Settings
from schemas.stock_actions import OrderUnknown
from tasks.rules.stock.ordering.demand import SEEN_DAYS, SHELF_MINIMUM
from tasks.rules.stock.ordering.order_plan import fill_packs

YOUNG_DAYS = 90
"""A program that is younger has no rate yet: its units are filled up to their par levels."""


class FirstOrder(NamedTuple):
    """What to order of kits; none: nothing is lacking."""

    quantity: int
    have: int
    needed: int


def plan_first_order(
    par_levels: Mapping[str, int], usable: Mapping[str, int], on_order_count: int, pack: int
) -> FirstOrder:
    """Plan what the units lack up to their par levels, beyond Central's kits and what is on order.

    Args:
        par_levels: the units' that have one.
        usable: kits at Central and at these units.
        on_order_count: kits on order.
        pack: how many come in a carton.
    """
    on_shelves = sum(min(usable[unit], par) for unit, par in par_levels.items())
    have, needed = usable[CENTRAL] + on_order_count + on_shelves, sum(par_levels.values())
    return FirstOrder(fill_packs(max(0, needed - have), pack), have, needed)


def find_known_on(settings: Settings) -> date:
    """Find the first day on which the rate says what to order."""
    return settings.program.started + timedelta(YOUNG_DAYS - 1)


def find_rate_since(settings: Settings, today: date) -> date | None:
    """Find since when rates are known: since the program started; none where they are those of a whole year."""
    started = settings.program.started
    return started if started > today - timedelta(SEEN_DAYS - 1) else None


def find_order_unknown(settings: Settings, today: date) -> OrderUnknown | None:
    """Find the units of a young program that no order is advised for; none where all have a par level.

    Args:
        settings: when the program started, and the units' par levels.
        today: the day of the advice.
    """
    known_on = find_known_on(settings)
    units = tuple(unit.name for unit in settings.units if unit.par_level is None)
    if today >= known_on or (settings.units and not units):
        return None
    return OrderUnknown(units=units, known_on=known_on, least=SHELF_MINIMUM)
