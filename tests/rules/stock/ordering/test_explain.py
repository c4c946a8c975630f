"""Why something is to be ordered: every number is the rule's own, whether an order is due or not."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from schemas.order_why import OrderWhy
from schemas.settings import Settings
from tasks.rules.stock.ordering.advise import Recorded
from tasks.rules.stock.ordering.explain import explain_orders
from tasks.rules.stock.ordering.seen import Distributed
from tasks.rules.stock.reconcile import list_on_hand, reconcile_stock
from tests.support.builders import a_history
from tests.support.settings import KIT, some_settings

TODAY = date(2026, 12, 31)
UNITS = [{"name": "Patrol"}, {"name": "Traffic", "par_level": 4}]
STOCKED = "01-01 received 40 A1 >Patrol expires 2028-12-31"
SCARCE = "01-01 received 6 A1 >Patrol expires 2028-12-31"
DAILY = [Distributed(TODAY - timedelta(5 * number), "Patrol", 1) for number in range(73)]


def settings(started: date = date(2026, 1, 1)) -> Settings:
    """Settings of a program with two units."""
    program = some_settings(units=UNITS, items=[KIT])
    return program.model_copy(update={"program": program.program.model_copy(update={"started": started})})


def why(history: str, out: Sequence[Distributed] = DAILY, started: date = date(2026, 1, 1)) -> OrderWhy:
    """Why kits are to be ordered, or not."""
    played = a_history(history)
    stock = list_on_hand(played.stock_replay, until=TODAY)
    recorded = Recorded(stock, played.stock_replay, list(played.movements), {"kit": out})
    (found,) = explain_orders(recorded, settings(started), TODAY)
    return found


@pytest.mark.parametrize("history", [STOCKED, SCARCE])
def test_the_numbers_add_up(history: str):
    plan, demand = why(history).plan, why(history).demand
    assert plan
    assert demand
    assert plan.needed == plan.of_demand + plan.of_shelves
    assert plan.have == plan.usable - plan.waste + plan.on_order
    assert plan.quantity == (plan.up_to - plan.have if plan.have < plan.needed else 0)
    assert demand.mean == pytest.approx((demand.unit_rate + demand.event_rate) * (demand.lead_days + demand.look_days))


def test_they_are_those_of_the_order():
    played, plan = a_history(SCARCE), why(SCARCE).plan
    found = reconcile_stock(played.stock_replay, played.movements, {}, {"kit": DAILY}, settings(), TODAY)
    (order,) = found.order
    assert plan
    both = {
        name: getattr(plan, name) for name in ("quantity", "needed", "have", "of_demand", "of_shelves", "cap", "by")
    }
    assert both == {name: getattr(order, name) for name in both}


def test_each_unit_has_its_rate_and_its_shelf():
    patrol, traffic = why(SCARCE).units
    assert (patrol.unit, patrol.kits, patrol.par_level, patrol.usable) == ("Patrol", 73, None, 6)
    assert (traffic.unit, traffic.kits, traffic.par_level, traffic.shelf, traffic.usable) == ("Traffic", 0, 4, 4, 0)
    demand = why(SCARCE).demand
    assert demand
    assert patrol.rate + traffic.rate == pytest.approx(demand.unit_rate)


def test_events_are_apart():
    demand = why(STOCKED, [Distributed(TODAY, "Patrol", 24)]).demand
    assert demand
    assert (demand.event_kits, demand.unit_rate) == (24, 0)


def test_a_young_program_has_lots_and_nothing_else():
    found = why(STOCKED, started=date(2026, 12, 1))
    assert (found.demand, found.plan, found.units) == (None, None, ())
    assert [(lot.location, lot.lot, lot.usable) for lot in found.lots] == [("Patrol", "A1", 40)]
