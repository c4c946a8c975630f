"""When the digest is said, and said again: tables of cases, and laws that hold for any history."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.desk import Duties
from schemas.stock_actions import (
    AskOrder,
    MoveKits,
    OfferBack,
    OpenOrder,
    OrderMore,
    Origin,
    Restock,
    StockAction,
    TakeExpired,
    TakeRecalled,
    Urgency,
    UseFirst,
)
from schemas.to_do import ToDo
from schemas.young_supply import UnitSupply, YoungSupply
from tasks.rules.digest.matters import Matter, find_matter
from tasks.rules.digest.to_do import list_to_do
from tasks.rules.digest.turns import Decision, Turn, decide_digest, is_first_of_week
from tasks.rules.stock.levels import digest_thing
from tests.support.builders_notices import a_move, an_order_to_make

MONDAY = date(2026, 10, 5)


def patrol(on_hand: int = 11, days_left: int | None = None, **changes: Any) -> Restock:
    """Patrol runs low; its shelf should hold 12."""
    urgency = Urgency.THIS_WEEK if on_hand else Urgency.TODAY
    values = {"location": "Patrol", "item": "kit", "par_level": None, "shelf": 12, "flagged_on": None,
              "wanted": 12 - on_hand, "still_lacking": 0, "from_central": 12 - on_hand, "at_central": 12}  # fmt: skip
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


def late_order(ordered_on: date = date(2026, 8, 1), days: int = 40, *, is_overdue: bool = False) -> AskOrder:
    """Kits that should have come."""
    late = OpenOrder(ordered_on=ordered_on, quantity=9, days=days, is_late=True)
    return AskOrder(urgency=Urgency.THIS_WEEK, item="kit", orders=(late,), is_overdue=is_overdue)


def move(urgency: Urgency = Urgency.THIS_MONTH, **changes: Any) -> MoveKits:
    """Kits of A1234 are to be moved from Traffic to Patrol."""
    return MoveKits(urgency=urgency, **a_move(reason="aging", **changes).model_dump())


def offer(quantity: int) -> OfferBack:
    """Kits of A1 are to be offered back."""
    return OfferBack(
        urgency=Urgency.THIS_MONTH, item="kit", lot="A1", quantity=quantity, expires=MONDAY, days_left=80, others=0,
        origins=(Origin(location="Central", quantity=quantity),),
    )  # fmt: skip


def matters(actions: Sequence[StockAction]) -> list[Matter]:
    """The matters of things to do, the most urgent first."""
    return [find_matter(one) for one in list_to_do(actions, (), Duties())]


def play(days: Sequence[Sequence[StockAction]], every: int = 7) -> list[Turn]:
    """What is said on some days, beginning with a Monday; a week's first run is on each of so many days."""
    said: str | None = None
    turns = []
    for number, actions in enumerate(days):
        decision = decide_digest(matters(actions), said, is_weekly=number % every == 0)
        said = decision.state if decision.turn is not Turn.SILENT or said is not None else None
        turns.append(decision.turn)
    return turns


def said_on(days: Sequence[Sequence[StockAction]], every: int = 7) -> list[int]:
    """On which days anything is said."""
    return [number for number, turn in enumerate(play(days, every)) if turn is not Turn.SILENT]


def decide_each(days: Sequence[Sequence[StockAction]]) -> Iterator[Decision]:
    """What is decided on the first days of some weeks."""
    said: str | None = None
    for actions in days:
        decision = decide_digest(matters(actions), said, is_weekly=True)
        said = decision.state
        yield decision


def test_a_shelf_that_nobody_can_fill_is_said_when_worse():
    lacks = [patrol(on_hand, from_central=0) for on_hand in (11, 11, 5, 5)]
    assert said_on([[one] for one in lacks for _ in range(7)]) == [0, 14]


def test_par_levels_that_are_too_low_are_said_once():
    young = YoungSupply(lead_days=21, par_levels=38, used=45, have=28, known_on=MONDAY)
    matter = find_matter(ToDo(urgency=Urgency.THIS_WEEK, about=young))
    assert (matter.may_be_repeated, matter.makes_mail) == (False, True)


def test_par_levels_of_other_units_are_said_too():
    short = [UnitSupply(unit=unit, par_level=4, used=17, have=9) for unit in ("Patrol", "K9")]
    said = {
        find_matter(ToDo(urgency=Urgency.THIS_WEEK, about=young)).thing
        for used, units in ((30, short[:1]), (30, short), (45, short), (45, []))
        for young in [YoungSupply(lead_days=21, par_levels=38, used=used, have=28, known_on=MONDAY, units=tuple(units))]
    }
    assert len(said) == 3, "one unit, two of them, and all together"


def test_an_order_that_is_late_is_said_once_in_each_state():
    days = [[late_order(is_overdue=day >= 21)] for day in range(40)]
    assert said_on(days) == [0, 21]


FLAG = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("before", "now", "is_news"),
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
        pytest.param([late_order()], [late_order(days=60)], False, id="an order that is still late"),
        pytest.param([late_order()], [late_order(is_overdue=True)], True, id="it may never come"),
        pytest.param([late_order()], [late_order(MONDAY)], True, id="another order is late"),
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
def test_what_is_news_a_week_after(before: list[StockAction], now: list[StockAction], is_news: bool):
    """What is pressing is said again, but it heads the message only where it's news; so does an all-clear."""
    first, second = decide_each([before, now])
    assert (first.turn is Turn.WHOLE) == bool(before)
    assert (second.news is not None or (second.turn is Turn.WHOLE and not now)) == is_news


@pytest.mark.parametrize(
    ("before", "now", "turn"),
    [
        pytest.param([patrol(9)], [patrol(9), recalled()], Turn.URGENT, id="a recall"),
        pytest.param([patrol(9)], [patrol(0)], Turn.URGENT, id="an empty shelf"),
        pytest.param([old_lot(2)], [expired()], Turn.URGENT, id="an expired lot"),
        pytest.param([recalled()], [recalled(), expired()], Turn.URGENT, id="one more"),
        pytest.param([recalled()], [recalled(), patrol(9)], Turn.SILENT, id="the urgent one was said"),
        pytest.param([patrol(9)], [patrol(9), patrol(9, location="Harbor")], Turn.SILENT, id="another unit can wait"),
        pytest.param([patrol(9)], [], Turn.SILENT, id="an all-clear can wait"),
        pytest.param([], [patrol(9)], Turn.WHOLE, id="the very first digest"),
    ],
)
def test_what_is_said_amid_a_week(before: list[StockAction], now: list[StockAction], turn: Turn):
    assert play([before, now])[1] is turn


@pytest.mark.parametrize(
    ("today", "days", "is_first"),
    [
        (MONDAY, (), True),
        (MONDAY, (None, None), True),
        (MONDAY, (MONDAY - timedelta(1),), True),
        (MONDAY, (MONDAY,), False),
        (MONDAY + timedelta(1), (MONDAY - timedelta(1), None), True),
        (MONDAY + timedelta(6), (MONDAY - timedelta(1), MONDAY), False),
        (MONDAY + timedelta(7), (MONDAY + timedelta(6), MONDAY), True),
    ],
)
def test_the_first_run_of_a_week(today: date, days: tuple[date | None, ...], is_first: bool):
    assert is_first_of_week(today, *days) is is_first


def test_the_same_state_is_said_weekly_while_it_is_pressing():
    assert said_on([[patrol(9)]] * 15) == [0, 7, 14]
    assert said_on([[old_lot(), order()]] * 15) == [0]  # this month will do


def test_a_shelf_that_can_wait_makes_no_digest():
    waiting = patrol(11, urgency=Urgency.THIS_MONTH, can_wait=True)
    assert said_on([[waiting]] * 15) == []
    assert said_on([[waiting]] * 7 + [[patrol(5)]] * 2) == [7]


@pytest.mark.parametrize(
    ("action", "days"),
    [
        pytest.param(move(quantity=2), [], id="two kits to move"),
        pytest.param(move(quantity=3), [0], id="three kits to move"),
        pytest.param(move(Urgency.THIS_WEEK, quantity=1), [0, 7], id="one that expires soon"),
        pytest.param(offer(2), [], id="two kits to offer"),
        pytest.param(offer(3), [0], id="three kits to offer"),
    ],
)
def test_single_kits_that_last_for_months_make_no_digest(action: StockAction, days: list[int]):
    assert said_on([[action]] * 10) == days


def test_a_shelf_that_nobody_can_fill_is_said_when_it_is_worse():
    days = [[patrol(on_hand, urgency=Urgency.THIS_MONTH)] for on_hand in (7, 7, 5, 5, 2, 2)]
    assert said_on(days, every=1) == [0, 2, 4]


def test_a_shelf_that_can_wait_is_not_the_news():
    (decision,) = decide_each([[patrol(11, urgency=Urgency.THIS_MONTH, can_wait=True), order()]])
    assert (decision.turn, decision.news) == (Turn.WHOLE, 1)


def test_what_can_wait_is_said_once_when_all_else_is_done():
    waiting = patrol(11, urgency=Urgency.THIS_MONTH, can_wait=True)
    assert said_on([[waiting, order()]] + [[waiting]] * 20) == [0, 7]


def test_what_could_wait_is_said_with_the_next_week():
    assert said_on([[old_lot()]] + [[old_lot(), order()]] * 9) == [0, 7]


def test_what_was_said_by_itself_is_not_news_in_the_next_week():
    assert play([[old_lot()], *[[old_lot(), recalled()]] * 3]) == [Turn.WHOLE, Turn.URGENT, Turn.SILENT, Turn.SILENT]
    assert said_on([[old_lot()], [old_lot(), expired("B1")], *[[old_lot()]] * 9]) == [0, 1]


def test_the_news_is_the_first_matter_that_is_new_or_worse():
    first = decide_digest(matters([recalled(), patrol(9)]), None, is_weekly=False)
    assert (first.turn, first.news) == (Turn.WHOLE, 0)
    assert decide_digest(matters([recalled(), patrol(2)]), first.state, is_weekly=True).news == 1
    again = decide_digest(matters([recalled(), patrol(9)]), first.state, is_weekly=True)
    assert (again.turn, again.news) == (Turn.WHOLE, None)
    urgent = decide_digest(matters([recalled(), recalled("R2"), patrol(2)]), first.state, is_weekly=False)
    assert (urgent.turn, urgent.news) == (Turn.URGENT, 1)


def test_a_unit_that_runs_empty_is_told_of_by_itself_once():
    days = [[patrol(left, left * 4)] for left in range(11, -1, -1)]
    assert play(days).count(Turn.URGENT) == 1
    assert sum(one.news is not None for one in decide_each(days)) <= 4


def test_an_all_clear_is_said_once_and_with_the_week():
    assert said_on([[patrol(9)], *[[]] * 20]) == [0, 7]
    assert said_on([[patrol(9)], [], *[[order()]] * 20]) == [0, 7]
    assert said_on([[patrol(9)], [order()], *[[]] * 20]) == [0, 7]


def test_a_thing_that_was_done_and_comes_back_is_news():
    assert said_on([[patrol(9), old_lot()], [old_lot()], [patrol(9), old_lot()]], every=1) == [0, 2]
    assert said_on([[patrol(0)], [patrol(4)], [patrol(0)]]) == [0, 2]


def test_an_order_that_grows_slowly_is_news_by_steps():
    """Each step is one of what was said last; amid a week nothing is said, and the step is kept."""
    quantities = [20, 22, 24, 25, 30, 31, 32, 39, 40]
    news = decide_each([[order(quantity)] for quantity in quantities])
    assert [quantity for quantity, one in zip(quantities, news, strict=True) if one.news is not None] == [
        20,
        25,
        32,
        40,
    ]


def test_from_below_par_to_nothing_it_is_news_four_times():
    days = [[patrol(on_hand)] for on_hand in (11, 10, 8, 5, 4, 2, 0)]
    assert sum(one.news is not None for one in decide_each(days)) == 4


def test_what_an_earlier_version_said_is_said_once_more():
    assert decide_digest(matters([old_lot()]), "3f0a5c9d7e21", is_weekly=True).turn is Turn.WHOLE
    assert decide_digest([], "3f0a5c9d7e21", is_weekly=True).turn is Turn.WHOLE
    assert decide_digest(matters([patrol(9)]), "3f0a5c9d7e21", is_weekly=False).turn is Turn.SILENT


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


@given(DAYS, st.integers(1, 7))
def test_it_is_never_silent_about_something_new_that_is_urgent(days: list[list[StockAction]], every: int):
    turns = play(days, every)
    for before, now, turn in zip(days, days[1:], turns[1:], strict=False):
        urgent = {digest_thing(one) for one in before if one.urgency is Urgency.TODAY}
        if any(one.urgency is Urgency.TODAY and digest_thing(one) not in urgent for one in now):
            assert turn is not Turn.SILENT


@given(DAYS)
def test_amid_a_week_only_what_is_new_and_urgent_is_said(days: list[list[StockAction]]):
    turns = play(days)
    for number, turn in enumerate(turns):
        if number % 7 and turn is not Turn.SILENT and any(one is not Turn.SILENT for one in turns[:number]):
            assert turn is Turn.URGENT
            before = {one.thing: one.level for one in matters(days[number - 1])}
            assert any(
                one.is_urgent and (one.thing not in before or one.level.is_worse_than(before[one.thing]))
                for one in matters(days[number])
            )


@given(DAYS)
def test_what_is_new_is_said_within_a_week(days: list[list[StockAction]]):
    """Whatever stands on a week's first day and was not so at any time before is said then."""
    turns = play(days)
    for number in range(7, len(days), 7):
        earlier = {one.thing for actions in days[:number] for one in matters(actions)}
        if any(one.thing not in earlier for one in matters(days[number])):
            assert turns[number] is Turn.WHOLE


@given(st.lists(UNITS | LOTS, min_size=1, max_size=4, unique_by=digest_thing), st.integers(2, 30))
def test_a_state_that_stays_is_said_weekly_or_never_again(actions: list[StockAction], count: int):
    is_pressing = any(one.urgency < Urgency.THIS_MONTH for one in actions)
    assert said_on([actions] * count) == [day for day in range(count) if day == 0 or (is_pressing and day % 7 == 0)]
