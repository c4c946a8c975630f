"""What to order and by when, in cases that were worked out apart from this code."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tasks.rules.stock.ordering.demand import Given, find_demand
from tasks.rules.stock.ordering.order_plan import LONGEST_DAYS, OrderPlan, Terms, UsableLot, plan_order

TODAY = date(2027, 1, 4)
TERMS = Terms(lead_days=21, look_days=7, cover_days=30, service=0.98, pack=1, new_life_days=720)
SLOW = TERMS._replace(lead_days=30, look_days=30)
FAR = date(2028, 8, 26)
STEADY = {"Patrol": Given(73, 365)}


def plan(
    units: dict[str, Given], kits: int, on_order: int = 0, *, events: int = 0, terms: Terms = TERMS, expiring: int = 0
) -> OrderPlan:
    """The plan of a program that has so many kits that last, and so many that expire tomorrow."""
    demand = find_demand(units, events, 365, {})
    lots = [UsableLot(FAR, kits), UsableLot(TODAY + timedelta(1), expiring)]
    return plan_order(demand, lots, on_order, terms, TODAY)


SLOW_UNITS = dict(zip("ABCDEFG", (Given(kits, 365) for kits in (4, 3, 1, 1, 1, 0, 0)), strict=True))
NOBODY = {"K9": Given(0, 365), "Traffic": Given(0, 365)}
BUSY = {"North": Given(1095, 365), "South": Given(730, 365)}
HALF = {"Patrol": Given(30, 150)}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (plan(STEADY, 21), (7, "2027-01-10", False, 21, 22, 28, 13, 9, 132, 0)),
        (plan(STEADY, 38), (0, "2027-03-08", False, 38, 22, 28, 13, 9, 132, 0)),
        (plan(STEADY, 8, 25), (0, "2027-02-19", False, 33, 22, 28, 13, 9, 132, 0)),  # what is on order counts
        (plan(STEADY, 8, expiring=20), (20, "2027-01-04", True, 8, 22, 28, 13, 9, 132, 20)),  # those don't
        (plan(STEADY, 8), (20, "2027-01-04", True, 8, 22, 28, 13, 9, 132, 0)),
        (plan({**STEADY, "Traffic": Given(0, 365)}, 40), (0, "2027-03-05", False, 40, 25, 31, 13, 12, 132, 0)),
        (plan(SLOW_UNITS, 7, terms=SLOW), (14, "2027-01-04", True, 7, 21, 21, 6, 21, 21, 0)),  # the cap
        (plan(STEADY, 8, events=24), (38, "2027-01-04", True, 8, 38, 46, 29, 9, 176, 0)),  # one event last year
        (plan(HALF, 8), (20, "2027-01-04", True, 8, 22, 28, 13, 9, 132, 0)),  # half the year without kits
        (plan(STEADY, 8, terms=TERMS._replace(pack=12)), (24, "2027-01-04", True, 8, 22, 28, 13, 9, 132, 0)),
        (plan(NOBODY, 1), (5, "2027-01-04", True, 1, 6, 6, 0, 6, 6, 0)),  # nobody hands any out
        (plan(BUSY, 170, terms=SLOW), (436, "2027-01-04", True, 170, 456, 606, 348, 108, 3300, 0)),
    ],
)  # fmt: skip
def test_worked_out_by_hand(found: OrderPlan, expected: tuple[object, ...]):
    """Expected: the order, its last day, whether it's late; have, low, up; need, reserve, cap, waste."""
    order = found.quantity, str(found.by), found.is_late
    levels = found.have, found.low, found.up
    assert (*order, *levels, found.need, found.reserve, found.cap, found.waste) == expected


def test_an_order_that_is_not_needed_for_two_years_has_no_day():
    demand = find_demand(NOBODY, 0, 365, {})
    found = plan_order(demand, [UsableLot(None, 6)], 0, TERMS, TODAY)
    assert (found.quantity, found.by, found.is_late) == (0, None, False)


GIVEN = some.builds(Given, some.integers(0, 900), some.integers(1, 365))
UNITS = some.dictionaries(some.sampled_from("ABCDE"), GIVEN, min_size=1)


@settings(deadline=None)
@given(
    units=UNITS,
    lots=some.lists(some.builds(UsableLot, some.none() | some.dates(TODAY, date(2029, 1, 1)), some.integers(0, 200))),
    on_order=some.integers(0, 200),
    pack=some.integers(1, 24),
)  # fmt: skip
def test_whoever_has_ordered_need_not_order_again(
    units: dict[str, Given], lots: list[UsableLot], on_order: int, pack: int
):
    demand = find_demand(units, 24, 365, {})
    terms = TERMS._replace(pack=pack)
    first = plan_order(demand, lots, on_order, terms, TODAY)
    second = plan_order(demand, lots, on_order + first.quantity, terms, TODAY)
    assert second.quantity == 0
    assert first.quantity % pack == 0
    assert first.is_late <= (first.quantity > 0)
    assert first.by is None or first.by <= TODAY + timedelta(LONGEST_DAYS)
    assert plan_order(demand, lots[::-1], on_order, terms, TODAY) == first
