"""When the stock alert is said, and said again: a table of cases, and two laws that hold for any history."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.stock_actions import (
    MoveKits,
    OfferBack,
    OrderMore,
    Restock,
    StockAction,
    TakeExpired,
    TakeRecalled,
    Urgency,
    UseFirst,
)
from tasks.rules.stock.alerts import (
    NOTHING,
    Decision,
    Said,
    decide_alert,
    digest_former_state,
    digest_thing,
    find_level,
    read_state,
    write_state,
)
from tests.support.builders_notices import a_move, a_stock, an_order_to_make

MONDAY = date(2026, 10, 5)
FORMER = "of an earlier version"


def patrol(on_hand: int = 11, days_left: int | None = None, **changes: Any) -> Restock:
    """Patrol runs low; its shelf should hold 12."""
    urgency = Urgency.THIS_WEEK if on_hand else Urgency.TODAY
    values = {"location": "Patrol", "item": "kit", "par_level": None, "shelf": 12, "flagged_on": None,
              "wanted": 12 - on_hand, "still_lacking": 12 - on_hand, "from_central": 0, "at_central": 0}  # fmt: skip
    return Restock.model_validate(values | {"on_hand": on_hand, "days_left": days_left, "urgency": urgency} | changes)


def old_lot(warning: int = 0, **changes: Any) -> UseFirst:
    """A lot at Central that expires."""
    urgency = Urgency.THIS_WEEK if warning == 2 else Urgency.THIS_MONTH
    values = {"location": "Central", "item": "kit", "lot": "A1", "on_hand": 9, "expires": MONDAY, "days_left": 80,
              "is_at_central": True}  # fmt: skip
    return UseFirst.model_validate(values | {"warning": warning, "urgency": urgency} | changes)


def recalled(lot: str = "R1") -> TakeRecalled:
    """A recalled lot at Harbor."""
    return TakeRecalled(urgency=Urgency.TODAY, location="Harbor", item="kit", lot=lot, on_hand=2, distributed=0)


def expired(lot: str = "A1") -> TakeExpired:
    """An expired lot at Central."""
    return TakeExpired(
        urgency=Urgency.TODAY, location="Central", item="kit", lot=lot, on_hand=2, expires=MONDAY, days_past=1
    )


def order(quantity: int = 5, urgency: Urgency = Urgency.THIS_MONTH) -> OrderMore:
    """Kits are to be ordered."""
    return OrderMore(urgency=urgency, item="kit", order=an_order_to_make(quantity=quantity))


def move(urgency: Urgency = Urgency.THIS_MONTH, **changes: Any) -> MoveKits:
    """Kits of A1234 are to be moved from Traffic to Patrol."""
    return MoveKits(urgency=urgency, **a_move(reason="aging", **changes).model_dump())


def offer(quantity: int) -> OfferBack:
    """Kits of A1 are to be offered back."""
    return OfferBack(
        urgency=Urgency.THIS_MONTH, item="kit", lot="A1", quantity=quantity, expires=MONDAY, days_left=80, others=0
    )


def play(days: Sequence[Sequence[StockAction]]) -> list[bool]:
    """On which of some days, beginning with a Monday, an alert is said."""
    said: Said | None = None
    found = []
    for number, actions in enumerate(days):
        today = MONDAY + timedelta(days=number)
        decision = decide_alert(actions, said, today, FORMER)
        if decision.is_due:
            said = Said(today, decision.state)
        elif said:
            said = said._replace(state=decision.state)
        found.append(decision.is_due)
    return found


FLAG = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("before", "now", "is_said"),
    [
        pytest.param([], [], False, id="never anything"),
        pytest.param([], [patrol(11)], True, id="something to do"),
        pytest.param([patrol(11)], [patrol(11)], False, id="the same"),
        pytest.param([patrol(11)], [patrol(7)], False, id="fewer, but in the same band"),
        pytest.param([patrol(6)], [patrol(5)], True, id="below half of what should be there"),
        pytest.param([patrol(3)], [patrol(2)], True, id="below a quarter"),
        pytest.param([patrol(1)], [patrol(0)], True, id="nothing left"),
        pytest.param([patrol(2)], [patrol(11)], False, id="some were brought"),
        pytest.param([patrol(9, 14)], [patrol(9, 13)], True, id="less than two weeks of supply"),
        pytest.param([patrol(9, 13)], [patrol(9, 7)], False, id="still more than a week"),
        pytest.param([patrol(9, 7)], [patrol(9, 6)], True, id="less than a week"),
        pytest.param([patrol(9, 3)], [patrol(9, 2)], True, id="less than three days"),
        pytest.param([patrol(9, None)], [patrol(9, 20)], False, id="a rate is known now"),
        pytest.param([patrol(9)], [patrol(9, flagged_on=FLAG)], True, id="an officer says so, too"),
        pytest.param([patrol(9, flagged_on=FLAG)], [patrol(9, flagged_on=MONDAY)], False, id="and again"),
        pytest.param([patrol(9)], [patrol(9), patrol(9, location="Harbor")], True, id="another unit"),
        pytest.param([patrol(9), old_lot()], [patrol(9)], False, id="one less"),
        pytest.param([old_lot(0)], [old_lot(1)], True, id="60 days before its expiry"),
        pytest.param([old_lot(1)], [old_lot(2)], True, id="30 days before its expiry"),
        pytest.param([old_lot(2)], [expired()], True, id="expired"),
        pytest.param([expired()], [recalled("A1")], True, id="another thing about the same lot"),
        pytest.param([recalled()], [recalled("R2")], True, id="another lot"),
        pytest.param([order(5)], [order(6)], False, id="more to order"),
        pytest.param([order(8)], [order(9)], False, id="an eighth more to order"),
        pytest.param([order(8)], [order(10)], True, id="a quarter more to order"),
        pytest.param([order(10)], [order(4)], False, id="less to order"),
        pytest.param([order()], [order(urgency=Urgency.THIS_WEEK)], True, id="the week in which to order"),
        pytest.param([order(urgency=Urgency.THIS_WEEK)], [order(urgency=Urgency.TODAY)], True, id="late"),
        pytest.param([move()], [move(days_left=51)], False, id="still to move"),
        pytest.param([move()], [move(), move(origin="Harbor")], True, id="to move from elsewhere, too"),
        pytest.param([move()], [move(Urgency.THIS_WEEK)], True, id="to move this week"),
        pytest.param([offer(8)], [offer(9)], False, id="a few more to offer back"),
        pytest.param([offer(8)], [offer(10)], True, id="a quarter more to offer back"),
        pytest.param([patrol(9)], [], True, id="all clear"),
    ],
)
def test_what_is_said_the_day_after(before: list[StockAction], now: list[StockAction], is_said: bool):
    assert play([before, now]) == [bool(before), is_said]


def test_the_same_state_is_said_weekly_while_it_is_pressing():
    assert play([[patrol(9)]] * 15) == [day % 7 == 0 for day in range(15)]
    assert play([[old_lot(), order()]] * 15) == [day == 0 for day in range(15)]  # this month will do


def test_a_week_begins_anew_with_each_alert():
    days = [[patrol(9)]] * 3 + [[patrol(4)]] * 8
    assert [number for number, is_said in enumerate(play(days)) if is_said] == [0, 3, 10]


def test_the_news_is_the_first_thing_that_is_new_or_worse():
    first = decide_alert([recalled(), patrol(9)], None, MONDAY, "")
    said = Said(MONDAY, first.state)
    assert first.news == recalled()
    assert decide_alert([recalled(), patrol(2)], said, MONDAY, "").news == patrol(2)
    again = decide_alert([recalled(), patrol(9)], said, MONDAY + timedelta(days=7), "")
    assert (again.is_due, again.news) == (True, None)


def test_a_unit_that_runs_empty_is_news_four_times_at_most():
    days = [[patrol(left, left * 4)] for left in range(11, -1, -1)]
    assert sum(play(days)) <= 4


def test_an_all_clear_is_said_once():
    assert play([[patrol(9)], [], [], []]) == [True, True, False, False]
    assert play([[patrol(9)], [], [patrol(9)]]) == [True, True, True]


def test_a_thing_that_was_done_and_comes_back_is_news():
    assert play([[patrol(9), old_lot()], [old_lot()], [patrol(9), old_lot()]]) == [True, False, True]
    assert play([[patrol(0)], [patrol(4)], [patrol(0)]]) == [True, False, True]


def test_an_order_that_grows_slowly_is_said_again_by_steps():
    """Each step is one of what was said last."""
    quantities = [20, 22, 24, 25, 30, 31, 32, 39, 40]
    said = play([[order(quantity)] for quantity in quantities])
    assert [quantity for quantity, is_said in zip(quantities, said, strict=True) if is_said] == [20, 25, 32, 40]


def test_days_of_supply_that_go_up_and_down_are_not():
    assert play([[patrol(9, 7)], [patrol(9, 6)], [patrol(9, 7)], [patrol(9, 6)]]) == [True, True, False, False]


def test_from_below_par_to_nothing_it_is_said_four_times():
    assert sum(play([[patrol(on_hand)] for on_hand in (11, 10, 8, 5, 4, 2, 0)])) == 4


def test_what_an_earlier_version_said_last_counts_as_said():
    """Its state is known as a whole only; from the first run on each thing is known by itself."""
    last = Said(MONDAY, FORMER)
    same = decide_alert([patrol(6)], last, MONDAY, FORMER)
    assert same == Decision(False, write_state({digest_thing(patrol()): find_level(patrol(6))}))
    assert decide_alert([patrol(5)], last._replace(state=same.state), MONDAY, "another").is_due
    assert decide_alert([patrol(6)], last, MONDAY, "another").is_due
    assert decide_alert([], last, MONDAY, "another") == Decision(True, NOTHING)
    assert decide_alert([patrol(6)], last, MONDAY + timedelta(days=7), FORMER).is_due


def test_the_state_of_an_earlier_version_is_the_kept_one():
    """Taken from a ledger of version 0003: it must never change."""
    assert digest_former_state(a_stock()) == "eea7e80e231c"


def test_a_state_is_read_as_it_was_written():
    levels = {digest_thing(one): find_level(one) for one in (patrol(2, 5), old_lot(1), recalled(), order())}
    assert len(levels) == 4
    assert read_state(write_state(levels)) == levels
    assert (write_state({}), read_state(NOTHING), read_state("3f0a5c9d7e21")) == (NOTHING, {}, {})


UNITS = st.builds(
    patrol, st.integers(0, 11), st.none() | st.integers(0, 20), location=st.sampled_from(["Patrol", "Harbor"]),
    flagged_on=st.none() | st.just(FLAG),
)  # fmt: skip
LOTS = st.one_of(
    st.builds(old_lot, st.integers(0, 2)), st.builds(recalled), st.builds(expired), st.builds(move),
    st.builds(order, st.integers(5, 9)), st.builds(offer, st.integers(5, 9)),
)  # fmt: skip
DAYS = st.lists(
    st.lists(UNITS | LOTS, max_size=4, unique_by=digest_thing), min_size=2, max_size=20
).map(lambda days: [actions for actions in days for _ in range(2)])  # fmt: skip
"""Each state lasts for two days."""


@given(DAYS)
def test_it_is_never_silent_about_something_new_or_urgent(days: list[list[StockAction]]):
    is_said = play(days)
    for before, now, said in zip(days, days[1:], is_said[1:], strict=False):
        urgency = {digest_thing(one): one.urgency for one in before}
        if any(one.urgency < urgency.get(digest_thing(one), Urgency.THIS_MONTH + 1) for one in now):
            assert said


@given(DAYS)
def test_the_same_is_never_said_twice_within_a_week(days: list[list[StockAction]]):
    """A second alert within a week says something that had not been so on some day since the first, or was less bad."""
    said_on = [number for number, is_said in enumerate(play(days)) if is_said]
    for first, second in pairwise(said_on):
        levels = [{digest_thing(one): find_level(one) for one in actions} for actions in days]
        if second - first < 7 and levels[second]:
            assert any(
                thing not in earlier or level.is_worse_than(earlier[thing])
                for earlier in levels[first:second]
                for thing, level in levels[second].items()
            )
            assert levels[second] != levels[second - 1]


@given(st.lists(UNITS | LOTS, min_size=1, max_size=4, unique_by=digest_thing), st.integers(2, 30))
def test_a_state_that_stays_is_said_weekly_or_never_again(actions: list[StockAction], count: int):
    is_pressing = any(one.urgency < Urgency.THIS_MONTH for one in actions)
    assert play([actions] * count) == [day == 0 or (is_pressing and day % 7 == 0) for day in range(count)]
