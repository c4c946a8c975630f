"""Every number from which the orders follow, whether one is due or not: they are the rule's own, worked out once."""

from datetime import date

from schemas.order_why import DemandWhy, LotWhy, OrderWhy, PlanWhy, UnitWhy
from schemas.settings import Settings
from tasks.rules.stock.ordering.advise import ItemAdvice, Recorded, list_items
from tasks.rules.stock.ordering.demand import find_spread
from tasks.rules.stock.ordering.order_plan import END_OF_LIFE_DAYS


def explain_orders(recorded: Recorded, settings: Settings, today: date) -> list[OrderWhy]:
    """Explain the orders of each item of which stock is kept."""
    return [_explain(one) for one in list_items(recorded, settings, today)]


def _explain(one: ItemAdvice) -> OrderWhy:
    return OrderWhy(
        item=one.item.code,
        demand=None if one.is_young else _explain_demand(one),
        plan=None if one.is_young else _explain_plan(one),
        units=() if one.is_young else tuple(_explain_unit(unit, one) for unit in one.seen.given),
        lots=tuple(
            LotWhy(location=held.location, lot=held.lot, expires=held.expires, usable=held.on_hand)
            for held in one.usable
        ),
    )


def _explain_demand(one: ItemAdvice) -> DemandWhy:
    demand, terms = one.demand, one.terms
    mean, variance = find_spread(demand, terms.lead_days + terms.look_days)
    return DemandWhy(
        first_on=one.first_on,
        seen_days=demand.seen_days,
        event_kits=one.seen.event_kit_count,
        event_rate=demand.event_rate,
        unit_rate=sum(demand.rates.values()),
        lead_days=terms.lead_days,
        look_days=terms.look_days,
        cover_days=terms.cover_days,
        service=terms.service,
        pack=terms.pack,
        counted_life_days=terms.new_life_days - END_OF_LIFE_DAYS,
        mean=mean,
        variance=variance,
    )


def _explain_plan(one: ItemAdvice) -> PlanWhy:
    plan = one.plan
    return PlanWhy(
        of_demand=plan.need,
        of_shelves=plan.reserve,
        cap=plan.cap,
        needed=plan.low,
        up_to=plan.up,
        usable=plan.usable,
        waste=plan.waste,
        on_order=plan.on_order,
        have=plan.have,
        quantity=plan.quantity,
        by=plan.by,
        is_late=plan.is_late,
    )


def _explain_unit(unit: str, one: ItemAdvice) -> UnitWhy:
    given = one.seen.given[unit]
    return UnitWhy(
        unit=unit,
        kits=given.kits,
        open_days=given.open_days,
        rate=one.demand.rates[unit],
        shelf=one.demand.shelves[unit],
        par_level=one.par_levels.get(unit),
        usable=one.count_usable(unit),
    )
