"""What may be offered: nothing that would have to be ordered anew."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tasks.rules.stock.ordering.demand import Demand, Given, find_demand
from tasks.rules.stock.ordering.offer_limit import limit_offers
from tasks.rules.stock.ordering.offers import LotInStock, Offer, list_offers
from tasks.rules.stock.ordering.order_plan import OrderPlan, Terms, UsableLot, plan_order

TODAY = date(2027, 1, 4)
TERMS = Terms(lead_days=21, look_days=7, cover_days=30, service=0.98, pack=1, new_life_days=720)
STEADY = find_demand({"Patrol": Given(73, 365)}, 0, 365, {})
"""Needed are 22, and an order fills up to 28: docs/ordering.md works it out by hand."""


def in_days(days: int) -> date:
    return TODAY + timedelta(days)


def plan(lots: dict[date, int], on_order: int = 0, terms: Terms = TERMS, demand: Demand = STEADY) -> OrderPlan:
    return plan_order(demand, [UsableLot(on, kits) for on, kits in lots.items()], on_order, terms, TODAY)


def limit(lots: dict[date, int], on_order: int = 0, terms: Terms = TERMS, demand: Demand = STEADY) -> list[Offer]:
    """What is offered of lots that are named by the day on which they expire."""
    unused = list_offers([LotInStock(str(on), on, kits) for on, kits in lots.items()], demand.rate, TODAY)
    there = [UsableLot(on, kits) for on, kits in lots.items()]
    return limit_offers(unused, demand, there, on_order, terms, TODAY)


SOON, LATER, LAST = in_days(20), in_days(100), in_days(150)


@pytest.mark.parametrize(
    ("lots", "on_order", "pack", "offered"),
    [
        ({LATER: 60}, 0, 1, [32]),  # 14 will be used, but 28 are what an order would fill up to
        ({LATER: 28}, 0, 1, []),
        ({LATER: 24}, 0, 1, []),  # more than is needed, and nobody would order them anew within a week
        ({LATER: 60}, 10, 1, [40]),  # what is on order comes in their place, and 20 are needed until an order comes
        ({LATER: 60}, 40, 1, [40]),
        ({LATER: 60}, 0, 12, [21]),  # an order in cartons of 12 fills up to 39 at most
        ({LATER: 20, LAST: 40}, 0, 1, [6, 26]),  # what is kept is of what expires last
        ({SOON: 12}, 0, 1, [8]),  # they won't be there when an order comes, which is due
        ({SOON: 12, LATER: 40}, 0, 1, [12, 12]),
        ({}, 0, 1, []),
    ],
)
def test_what_may_be_offered(lots: dict[date, int], on_order: int, pack: int, offered: list[int]):
    assert [one.kits for one in limit(lots, on_order, TERMS._replace(pack=pack))] == offered


def test_no_order_becomes_late_by_an_offer():
    """What expires between the days that an order takes and the next look is wasted then, and still counts until it."""
    lots = {in_days(24): 16, in_days(700): 9}
    assert not plan(lots).is_late
    assert not plan(
        {on: kits - sum(one.kits for one in limit(lots) if one.expires == on) for on, kits in lots.items()}
    ).is_late


UNITS = some.dictionaries(
    some.sampled_from("ABCDE"), some.builds(Given, some.integers(0, 300), some.integers(1, 365)), min_size=1
)
LOTS = some.dictionaries(some.integers(0, 250).map(in_days), some.integers(1, 90), max_size=6)


@settings(deadline=None)
@given(units=UNITS, lots=LOTS, on_order=some.integers(0, 60), pack=some.integers(1, 24))
def test_an_offer_that_is_followed_makes_no_order(
    units: dict[str, Given], lots: dict[date, int], on_order: int, pack: int
):
    demand, terms = find_demand(units, 12, 365, {}), TERMS._replace(pack=pack)
    offers = limit(lots, on_order, terms, demand)
    before = plan(lots, on_order, terms, demand)
    left = lots | {one.expires: lots[one.expires] - one.kits for one in offers}
    after = plan(left, on_order, terms, demand)
    assert after.quantity <= before.quantity
    assert after.is_late <= before.is_late
    assert sum(one.kits for one in offers) <= before.waste + max(0, before.have - before.up)
    if before.quantity:  # what is offered beside an order won't be there any more when it comes
        assert all((one.expires - TODAY).days <= terms.lead_days + terms.look_days for one in offers)
    assert limit(left, on_order, terms, demand) == []


@settings(deadline=None)
@given(units=UNITS, lots=LOTS, pack=some.integers(1, 24))
def test_an_order_that_is_sent_changes_no_offer(units: dict[str, Given], lots: dict[date, int], pack: int):
    demand, terms = find_demand(units, 12, 365, {}), TERMS._replace(pack=pack)
    quantity = plan(lots, 0, terms, demand).quantity
    assert limit(lots, quantity, terms, demand) == limit(lots, 0, terms, demand)
