"""Whether the par levels of a young program last until an order comes: it orders up to them, and to no more.

So do those of each unit: where all together suffice, the kits may lie on the shelves of units that give out few.
"""

from collections.abc import Iterator, Mapping
from math import ceil

from schemas.labels import CENTRAL
from schemas.settings import Settings
from schemas.young_supply import UnitSupply, YoungSupply
from tasks.rules.stock.ordering.order_plan import Terms
from tasks.rules.stock.ordering.young import find_known_on
from tasks.rules.stock.supply import RATE_DAYS


def find_young_supply(
    par_levels: Mapping[str, int],
    usable: Mapping[str, int],
    on_order_count: int,
    lately: Mapping[str, int],
    terms: Terms,
    settings: Settings,
) -> YoungSupply:
    """Find what the units give out while an order comes, where a rate is known, and what is there or on order.

    Args:
        par_levels: the units' that have one.
        usable: kits at Central and at these units.
        on_order_count: kits on order.
        lately: what each unit gave out in the last eight weeks; empty in a younger program.
        terms: how kits are ordered.
        settings: when the program started.
    """
    given = sum(lately.get(unit, 0) for unit in par_levels)
    return YoungSupply(
        lead_days=terms.lead_days,
        par_levels=sum(par_levels.values()),
        used=_find_used(given, terms) if lately else None,
        have=sum(usable[location] for location in (CENTRAL, *par_levels)) + on_order_count,
        known_on=find_known_on(settings),
        units=tuple(_find_short_units(par_levels, usable, on_order_count, lately, terms)),
    )


def _find_used(given: int, terms: Terms) -> int:
    return ceil(given * terms.lead_days / RATE_DAYS)


def _find_short_units(
    par_levels: Mapping[str, int],
    usable: Mapping[str, int],
    on_order_count: int,
    lately: Mapping[str, int],
    terms: Terms,
) -> Iterator[UnitSupply]:
    """Find the units that give out more while an order comes than their par level, and than they have or can get."""
    for unit, par_level in par_levels.items():
        used = _find_used(lately.get(unit, 0), terms)
        have = usable[unit] + usable[CENTRAL] + on_order_count
        if used > max(par_level, have):
            yield UnitSupply(unit=unit, par_level=par_level, used=used, have=have)
