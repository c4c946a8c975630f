"""What to move: to shelves that are too empty, and away from where kits would expire."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from schemas.stock_actions import MoveReason
from tasks.rules.stock.ordering import move_plan
from tasks.rules.stock.ordering.demand import Demand, Given, find_demand
from tasks.rules.stock.ordering.move_plan import PlannedMove, ShelfPlan, plan_shelves
from tasks.rules.stock.ordering.shelves import AHEAD_DAYS, OUTLASTS_DAYS, Held

TODAY = date(2027, 1, 4)
BUSY, IDLE = (0.2, 9), (0.0, 3)
"""A unit's rate, and what its shelf should hold."""


def held(location: str, kits: int, days: int | None = 600, lot: str = "A1", **more: bool) -> Held:
    """Kits that expire in so many days."""
    return Held(location, lot, None if days is None else TODAY + timedelta(days), kits, **more)


def a_demand(**units: tuple[float, int]) -> Demand:
    """The demand of units of which rate and shelf are known."""
    rates, shelves = ({name: unit[part] for name, unit in units.items()} for part in (0, 1))
    return Demand(rates, {name: int(kits) for name, kits in shelves.items()}, 0.0, 365)


def moves(*there: Held, **units: tuple[float, int]) -> list[tuple[int, str, str, str]]:
    """What is advised: kits, lot, from, to."""
    found = plan_shelves(there, a_demand(**(units or {"Patrol": BUSY})), TODAY).moves
    return [(one.kits, one.lot, one.origin, one.destination) for one in found]


def test_a_shelf_is_filled_from_central():
    assert moves(held("Central", 30), held("Patrol", 8)) == [(1, "A1", "Central", "Patrol")]


def test_a_shelf_is_filled_by_who_has_too_many():
    assert moves(held("Traffic", 40), Patrol=BUSY, Traffic=IDLE) == [(9, "A1", "Traffic", "Patrol")]


def test_the_emptiest_is_filled_first():
    there = held("Central", 5), held("Patrol", 6), held("Traffic", 1)
    assert moves(*there, Patrol=BUSY, Traffic=IDLE) == [(3, "A1", "Central", "Patrol"), (2, "A1", "Central", "Traffic")]


@pytest.mark.parametrize(
    "there",
    [
        held("Central", 30, OUTLASTS_DAYS),  # expires too soon
        held("Central", 30, may_move=False),
        held("Traffic", 3),  # it has no more than its own shelf should hold
        held("Patrol", 9),
    ],
)
def test_there_is_nothing_to_move(there: Held):
    assert moves(there, Patrol=BUSY, Traffic=IDLE) == []


def test_kits_that_stay_where_they_are_fill_a_shelf_too():
    assert moves(held("Patrol", 9, lot="", may_move=False), held("Central", 9), Patrol=BUSY) == []


def test_a_fast_unit_gets_an_older_lot_than_a_slow_one():
    there = held("Central", 20, 100, "OLD"), held("Central", 20, 600, "NEW")
    assert moves(*there, Patrol=BUSY) == [(9, "OLD", "Central", "Patrol")]
    assert moves(*there, Slow=(0.0, 9)) == [(9, "NEW", "Central", "Slow")]
    assert moves(*there, Slow=(0.03, 9)) == [(6, "NEW", "Central", "Slow"), (3, "OLD", "Central", "Slow")]


def test_what_a_unit_will_not_use_is_swapped():
    there = held("Slow", 3, 200, "OLD"), held("Patrol", 9, 600, "NEW")
    assert moves(*there, Slow=IDLE, Patrol=BUSY) == [(3, "NEW", "Patrol", "Slow"), (3, "OLD", "Slow", "Patrol")]


def test_what_can_be_spared_and_not_swapped_goes_to_central():
    assert moves(held("Slow", 5, 200), Slow=IDLE) == [(2, "A1", "Slow", "Central")]


OLD = held("Slow", 10, 100, "OLD")
FRESH = held("Patrol", 20, 600, "NEW")


@pytest.mark.parametrize(
    ("offered", "there", "moved"),
    [
        pytest.param(0, [OLD, FRESH], {"NEW": 10, "OLD": 10}, id="none is offered"),
        pytest.param(1, [OLD, FRESH], {"NEW": 10, "OLD": 9}, id="one is offered: the others are swapped"),
        pytest.param(
            4, [OLD, FRESH, held("Central", 3, 100, "OLD")], {"NEW": 10, "OLD": 9}, id="Central's are offered first"
        ),
        pytest.param(13, [OLD, FRESH, held("Central", 3, 100, "OLD")], {"NEW": 10}, id="all are offered"),
    ],
)
def test_only_kits_that_are_offered_stay_and_fill_no_shelf(offered: int, there: list[Held], moved: dict[str, int]):
    demand = a_demand(Slow=(0.0, 10), Patrol=BUSY)
    found = plan_shelves(there, demand, TODAY, offered={"OLD": offered} if offered else {})
    assert {one.lot: one.kits for one in found.moves} == moved
    assert sum(one.quantity for one in found.offers.get("OLD", ())) == offered


def test_others_of_an_offered_lot_fill_a_busy_shelf_first():
    there = held("Central", 12, 100, "OLD"), held("Central", 20, 600, "NEW")
    found = plan_shelves(there, a_demand(Patrol=BUSY, Slow=IDLE), TODAY, offered={"OLD": 1}).moves
    assert [one[:4] for one in found] == [("NEW", 3, "Central", "Slow"), ("OLD", 9, "Central", "Patrol")]


@pytest.mark.parametrize("offered", [0, 1, 5])
def test_an_old_lot_is_not_brought_where_it_ages_too(offered: int):
    for there in held("Slow", 5, 180), held("Central", 5, 180):  # not to Central, nor to an idle unit
        assert plan_shelves([there], a_demand(Slow=IDLE), TODAY, offered={"A1": offered}).moves == []


def test_what_does_not_expire_stays():
    assert moves(held("Slow", 50, None), Slow=IDLE) == []


def test_what_comes_back_of_a_swap_does_not_age():
    there = held("Slow", 3, 200, "OLD"), held("Patrol", 9, 600, "NEW")
    found = plan_shelves(there, a_demand(Slow=IDLE, Patrol=BUSY), TODAY).moves
    assert [(one.lot, one.reason) for one in found] == [("NEW", MoveReason.SWAP), ("OLD", MoveReason.AGING)]


@pytest.mark.parametrize(
    ("there", "destination", "reason"),
    [
        ([held("Central", 30), held("Patrol", 8)], "Patrol", MoveReason.SHELF),
        ([held("Slow", 5, 200)], "Central", MoveReason.AGING),
    ],
)
def test_a_move_says_why(there: list[Held], destination: str, reason: MoveReason):
    unit = {"Patrol": BUSY} if destination == "Patrol" else {"Slow": IDLE}
    assert [(one.destination, one.reason) for one in plan_shelves(there, a_demand(**unit), TODAY).moves] == [
        (destination, reason)
    ]


def test_what_would_never_settle_ends(monkeypatch: pytest.MonkeyPatch):
    there, demand = [held("Central", 30), held("Patrol", 8)], a_demand(Patrol=BUSY)
    found = plan_shelves(there, demand, TODAY)
    monkeypatch.setattr(move_plan, "MOST_ROUNDS", 1)
    assert plan_shelves(there, demand, TODAY) == found


UNITS = some.dictionaries(some.sampled_from("ABCDEF"), some.builds(Given, some.integers(0, 400), some.integers(1, 365)),
                          min_size=1)  # fmt: skip
LOTS = some.lists(some.none() | some.integers(0, 900), min_size=1, max_size=6)


@settings(deadline=None, max_examples=200)
@given(units=UNITS, lots=LOTS, data=some.data())
def test_advice_that_is_followed_leaves_none(units: dict[str, Given], lots: list[int | None], data: some.DataObject):
    demand = find_demand(
        units, 0, 365, data.draw(some.dictionaries(some.sampled_from(sorted(units)), some.integers(0, 15)))
    )
    places = some.sampled_from([*sorted(units), "Central"])
    kits = data.draw(some.dictionaries(some.tuples(places, some.integers(0, len(lots) - 1)), some.integers(1, 40)))
    there = [held(where, count, lots[lot], f"L{lot}") for (where, lot), count in kits.items()]
    in_all = {f"L{lot}": sum(one.kits for one in there if one.lot == f"L{lot}") for lot in range(len(lots))}
    old = {f"L{lot}" for lot, days in enumerate(lots) if days and OUTLASTS_DAYS < days <= AHEAD_DAYS}
    offered = {lot: data.draw(some.integers(1, kits)) for lot, kits in in_all.items() if kits and lot in old}
    in_use = data.draw(some.sets(some.sampled_from(sorted(units))))
    found = plan_shelves(there, demand, TODAY, in_use, offered)
    after = _follow(there, found.moves)
    assert plan_shelves(after, demand, TODAY, in_use, offered) == ([], found.offers)
    assert plan_shelves(there[::-1], demand, TODAY, in_use, offered) == found
    _check_moves(there, found.moves, after, demand)
    _check_offers(found, there, offered)


def _check_offers(found: ShelfPlan, there: list[Held], offered: dict[str, int]) -> None:
    """What is offered lies there today and isn't moved, nor any of its lot brought there; no more than nobody uses."""
    staying = Counter({(one.location, one.lot): one.kits for one in there})
    for move in found.moves:
        staying[move.origin, move.lot] -= move.kits
    for lot, origins in found.offers.items():
        assert all(0 < one.quantity <= staying[one.location, lot] for one in origins)
        assert sum(one.quantity for one in origins) <= offered[lot]
        assert not {one.location for one in origins} & {move.destination for move in found.moves if move.lot == lot}


def _follow(there: list[Held], found: list[PlannedMove]) -> list[Held]:
    """The shelves after the moves; more than there is can't be moved."""
    kits = {(one.location, one.lot): one.kits for one in there}
    expires = {one.lot: one.expires for one in there}
    for move in found:
        kits[move.origin, move.lot] -= move.kits
        assert kits[move.origin, move.lot] >= 0
    for move in found:
        kits[move.destination, move.lot] = kits.get((move.destination, move.lot), 0) + move.kits
    return [Held(where, lot, expires[lot], count) for (where, lot), count in kits.items() if count]


def _check_moves(there: list[Held], found: list[PlannedMove], after: list[Held], demand: Demand) -> None:
    """No kit expires on the way, none is lost, and no shelf that was full enough is emptied."""
    expires = {one.lot: one.expires for one in there}
    assert all(not (on := expires[one.lot]) or (on - TODAY).days > OUTLASTS_DAYS for one in found)
    assert sum(one.kits for one in there) == sum(one.kits for one in after)
    for unit, shelf in demand.shelves.items():
        before, now = (sum(one.kits for one in some if one.location == unit) for some in (there, after))
        assert now >= min(before, shelf)
