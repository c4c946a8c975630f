"""What is to be done about the stock: what, where, how soon, and from where kits can be taken."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.reconciliation import Reconciliation
from schemas.stock_actions import (
    AskOrder,
    Fill,
    Move,
    MoveKits,
    OfferBack,
    OrderMore,
    Restock,
    TakeExpired,
    TakeRecalled,
    Urgency,
    UseFirst,
)
from tasks.rules.stock.actions import list_actions
from tasks.rules.stock.reconcile import reconcile_stock
from tests.support.builders import a_history
from tests.support.builders_notices import a_move, a_stock, an_order_to_make
from tests.support.settings import some_settings

TODAY = date(2026, 10, 6)
NOTHING: dict[str, Any] = {"stock": (), "low": (), "expiring": (), "recalled": (), "order": ()}


def nothing_but(**lists: Any) -> Reconciliation:
    """A stock of which only this is to be said."""
    return a_stock(**NOTHING | lists)


def low(on_hand: int, par_level: int | None = 12, **more: Any) -> dict[str, Any]:
    """Patrol runs low."""
    unit = {"location": "Patrol", "item": "kit", "on_hand": on_hand, "par_level": par_level, "flagged_on": None}
    return unit | more


def at_central(on_hand: int, lot: str = "A1", expires: str | None = None) -> dict[str, Any]:
    """A lot in the central store."""
    return {"location": "Central", "item": "kit", "lot": lot, "expires": expires, "on_hand": on_hand}


def shares(*units: dict[str, Any], central: int) -> list[tuple[str, int | None, int]]:
    """Who is brought how many, and how many of them Central keeps for it."""
    found = list_actions(nothing_but(low=units, stock=[at_central(central)]), TODAY)
    return [(one.location, one.wanted, one.from_central) for one in found if isinstance(one, Restock)]


def test_the_most_urgent_comes_first():
    assert [(action.urgency, type(action)) for action in list_actions(a_stock(), TODAY)] == [
        (Urgency.TODAY, TakeRecalled), (Urgency.TODAY, TakeExpired), (Urgency.TODAY, Restock),
        (Urgency.THIS_WEEK, Restock), (Urgency.THIS_MONTH, UseFirst), (Urgency.THIS_MONTH, OrderMore),
    ]  # fmt: skip


def test_nothing_is_to_be_done():
    assert list_actions(nothing_but(), TODAY) == []


def test_what_is_on_order_is_promised_to_one_unit_only():
    history = a_history("""
        06-01 received   1 A1 >Central expires 12-31
        06-02 ordered   15 - Central>
    """)
    settings = some_settings(units=[{"name": "Patrol", "par_level": 12}, {"name": "Harbor", "par_level": 8}])
    stock = reconcile_stock(history.stock_replay, history.movements, {}, {}, settings, date(2026, 6, 3))
    restocks = [one for one in list_actions(stock, date(2026, 6, 3)) if isinstance(one, Restock)]
    assert sum(one.still_lacking for one in restocks) == 19
    assert [one.from_order for one in restocks if one.from_order == one.still_lacking] == [restocks[0].from_order]
    assert sum(one.from_order for one in restocks) == 15


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        pytest.param(30, None, id="an order takes 30 days"),
        pytest.param(31, ([(10, date(2026, 6, 2))], False), id="late"),
        pytest.param(34, ([(10, date(2026, 6, 2)), (4, date(2026, 6, 5))], False), id="so is another"),
        pytest.param(90, ([(10, date(2026, 6, 2)), (4, date(2026, 6, 5))], False), id="three times 30 days"),
        pytest.param(91, ([(10, date(2026, 6, 2)), (4, date(2026, 6, 5))], True), id="it may never come"),
    ],
)
def test_an_order_that_is_late_is_asked_about(days: int, asked: tuple[list[tuple[int, date]], bool] | None):
    history = a_history("""
        06-01 received  50 A1 >Central expires 2028-12-31
        06-02 ordered   15 - Central>
        06-03 received   5 A1 >Central
        06-05 ordered    4 - Central>
    """)
    today = date(2026, 6, 2) + timedelta(days)
    stock = reconcile_stock(history.stock_replay, history.movements, {}, {}, some_settings(), today)
    found = [one for one in list_actions(stock, today) if isinstance(one, AskOrder)]
    listed = [([(order.quantity, order.ordered_on) for order in one.orders], one.is_overdue) for one in found]
    assert listed == ([asked] if asked else [])
    assert {one.urgency for one in found} <= {Urgency.THIS_WEEK}


def test_kits_are_kept_for_no_shelf_that_is_full_after_a_move():
    """Patrol has seven kits and should have three; an officer asks for more, and three go to Harbor."""
    history = a_history("""
        01-10 received   9 A1 >Patrol expires 2028-12-31
        06-02 ordered   60 - Central>
    """)
    settings = some_settings(units=[{"name": "Patrol"}, {"name": "Harbor"}])
    today = date(2026, 7, 20)
    stock = reconcile_stock(history.stock_replay, history.movements, {"Patrol": today}, {}, settings, today)
    patrol = next(one for one in list_actions(stock, today) if isinstance(one, Restock) and one.location == "Patrol")
    assert (patrol.wanted, patrol.still_lacking, patrol.from_order) == (None, 0, 60)
    assert patrol.late_order_on == date(2026, 6, 2)


def test_recalled_kits_fill_no_shelf():
    """One kit of a lot is recalled of which Central holds 239: none of them may be given out."""
    history = a_history("""
        06-01 received 240 R1 >Central expires 12-31
        06-01 received   7 A1 >Central expires 12-31
        06-02 recalled   1 R1 Central>
    """)
    stock = reconcile_stock(history.stock_replay, history.movements, {}, {}, some_settings(), date(2026, 6, 3))
    actions = list_actions(stock, date(2026, 6, 3))
    assert [(one.lot, one.on_hand) for one in actions if isinstance(one, TakeRecalled)] == [("R1", 239)]
    (restock,) = (one for one in actions if isinstance(one, Restock))
    assert (restock.at_central, restock.fills) == (7, (Fill(lot="A1", quantity=4, origin="Central"),))
    assert (restock.from_central, restock.still_lacking) == (0, 8)
    assert [(one.quantity, one.destination) for one in stock.moves] == [(3, "Detectives"), (4, "Patrol")]
    assert [(one.order.quantity, one.order.usable) for one in actions if isinstance(one, OrderMore)] == [(8, 7)]


def test_a_recalled_lot_is_not_to_be_used_first():
    """Nor is it taken off the shelf twice, where it has expired as well."""
    recalled = [{"location": "Harbor", "item": "kit", "lot": "A1", "on_hand": 6, "distributed": 0}]
    for days in (-1, 20):
        lot = {"location": "Harbor", "item": "kit", "lot": "A1", "expires": "2026-10-26", "on_hand": 6}
        expiring = [lot | {"days": days, "within": 0 if days < 0 else 30}]
        assert [type(one) for one in list_actions(nothing_but(recalled=recalled, expiring=expiring), TODAY)] == [
            TakeRecalled
        ]


def test_a_recalled_lot_that_is_gone_is_no_news():
    recalled = [{"location": "Patrol", "item": "kit", "lot": "R1", "on_hand": 0, "distributed": 5}]
    assert list_actions(nothing_but(recalled=recalled), TODAY) == []


@pytest.mark.parametrize(
    ("days", "within", "urgency", "warning"),
    [
        (-1, 0, Urgency.TODAY, None), (0, 30, Urgency.THIS_WEEK, 2), (30, 30, Urgency.THIS_WEEK, 2),
        (31, 60, Urgency.THIS_MONTH, 1), (90, 90, Urgency.THIS_MONTH, 0),
    ],
)  # fmt: skip
def test_a_lot_that_expires(days: int, within: int, urgency: Urgency, warning: int | None):
    lot = {"location": "Central", "item": "kit", "lot": "A1", "expires": TODAY, "on_hand": 6}
    (action,) = list_actions(nothing_but(expiring=[lot | {"days": days, "within": within}]), TODAY)
    assert action.urgency is urgency
    if isinstance(action, UseFirst):
        assert (action.days_left, action.warning, action.is_at_central) == (days, warning, True)
    else:
        assert isinstance(action, TakeExpired)
        assert action.days_past == -days


@pytest.mark.parametrize(
    ("unit", "central", "urgency"),
    [
        pytest.param(low(0), 12, Urgency.TODAY, id="nothing left"),
        pytest.param(low(0), 0, Urgency.TODAY, id="nothing left, and nothing at Central"),
        pytest.param(low(5, days_left=2), 12, Urgency.TODAY, id="not for a weekend"),
        pytest.param(low(1), 12, Urgency.THIS_WEEK, id="one left"),
        pytest.param(low(1), 0, Urgency.THIS_MONTH, id="one left, and nobody has any to bring"),
        pytest.param(low(7), 12, Urgency.THIS_WEEK, id="less than two thirds"),
        pytest.param(low(8), 12, Urgency.THIS_MONTH, id="two thirds, and none given out lately"),
        pytest.param(low(11, days_left=28), 12, Urgency.THIS_MONTH, id="lasts for four weeks"),
        pytest.param(low(11, days_left=27), 12, Urgency.THIS_WEEK, id="doesn't last for four weeks"),
        pytest.param(low(11, flagged_on=TODAY), 12, Urgency.THIS_WEEK, id="an officer says it's low"),
        pytest.param(low(1, None, flagged_on=TODAY), 12, Urgency.THIS_WEEK, id="nobody knows what should be there"),
    ],
)
def test_a_shelf_is_filled_as_soon_as_it_must_be(unit: dict[str, Any], central: int, urgency: Urgency):
    (action,) = list_actions(nothing_but(low=[unit], stock=[at_central(central)]), TODAY)
    assert action.urgency is urgency


def test_no_kit_of_central_is_promised_to_two_units():
    assert shares(low(3), low(8, location="Harbor"), central=12) == [("Patrol", 9, 9), ("Harbor", 4, 3)]
    assert shares(low(3), low(8, location="Harbor"), central=0) == [("Patrol", 9, 0), ("Harbor", 4, 0)]


def test_a_unit_without_par_level_is_filled_by_its_own_rate():
    shelf = {"location": "Patrol", "item": "kit", "usable": 3, "shelf": 9, "days_left": 8}
    (action,) = list_actions(nothing_but(low=[low(3, None)], shelves=[shelf]), TODAY)
    assert isinstance(action, Restock)
    assert (action.par_level, action.shelf, action.wanted) == (None, 9, 6)


@pytest.mark.parametrize(
    ("lead_days", "days_left", "on_hand", "urgency"),
    [
        pytest.param(21, 20, 8, Urgency.THIS_WEEK, id="it doesn't last until an order comes"),
        pytest.param(21, 21, 8, Urgency.THIS_MONTH, id="it lasts, and nobody has any to bring"),
        pytest.param(21, None, 8, Urgency.THIS_MONTH, id="no rate is known"),
        pytest.param(30, 28, 11, Urgency.THIS_WEEK, id="four weeks, and most of what it should hold"),
        pytest.param(None, 20, 8, Urgency.THIS_MONTH, id="not a young program: its shelves follow from the rate"),
        pytest.param(21, 2, 8, Urgency.TODAY, id="it may be empty after a weekend"),
    ],
)
def test_in_a_young_program_a_shelf_is_to_last(
    lead_days: int | None, days_left: int | None, on_hand: int, urgency: Urgency
):
    young = {"lead_days": lead_days, "par_levels": 12, "used": 9, "have": 8, "known_on": TODAY} if lead_days else None
    (action,) = list_actions(nothing_but(low=[low(on_hand, days_left=days_left)], young=young), TODAY)
    assert action.urgency is urgency
    assert isinstance(action, Restock)
    assert not (action.can_wait and action.urgency is Urgency.THIS_WEEK)


def test_the_units_in_greatest_need_are_given_first():
    units = [low(1), low(9, days_left=20, location="Harbor"), low(9, days_left=3, location="Marine"),
             low(0, location="Canine")]  # fmt: skip
    assert shares(*units, central=17) == [("Canine", 12, 12), ("Marine", 3, 3), ("Harbor", 3, 2), ("Patrol", 11, 0)]


def test_kits_are_brought_before_strips():
    quiet, last = low(0, None, location="Harbor"), low(11, days_left=20)
    strips = [low(0, None, item="fts", days_left=0), low(2, None, item="fts", days_left=5, location="Harbor")]
    found = list_actions(nothing_but(low=[quiet, last, *strips], stock=[at_central(40)]), TODAY)
    told = [(one.urgency, one.item, one.location) for one in found if isinstance(one, Restock)]
    assert told == [
        (Urgency.TODAY, "kit", "Harbor"), (Urgency.TODAY, "fts", "Patrol"),
        (Urgency.THIS_WEEK, "kit", "Patrol"), (Urgency.THIS_MONTH, "fts", "Harbor"),
    ]  # fmt: skip


def test_units_of_unknown_need_share_what_is_left():
    flagged = {"flagged_on": "2026-10-04"}
    units = [low(2, None, **flagged), low(14, 12, location="Harbor", **flagged), low(8, location="Marine")]
    assert shares(*units, central=9) == [("Patrol", None, 2), ("Harbor", None, 3), ("Marine", 4, 4)]


def test_what_has_expired_at_central_is_brought_to_nobody():
    stock = [at_central(40, expires="2026-10-05"), at_central(2, "B7", "2026-10-21")]
    (action,) = list_actions(nothing_but(low=[low(3)], stock=stock), TODAY)
    assert isinstance(action, Restock)
    assert (action.at_central, action.from_central) == (2, 2)


def test_what_expires_within_two_weeks_is_brought_to_nobody():
    (action,) = list_actions(nothing_but(low=[low(3)], stock=[at_central(2, "B7", "2026-10-20")]), TODAY)
    assert isinstance(action, Restock)
    assert (action.at_central, action.from_central) == (2, 0)


@pytest.mark.parametrize(
    ("days", "more", "urgency"),
    [
        (0, {"is_late": True}, Urgency.TODAY),
        (0, {}, Urgency.TODAY),
        (1, {}, Urgency.THIS_WEEK),
        (6, {}, Urgency.THIS_WEEK),
        (7, {}, Urgency.THIS_MONTH),
        (0, {"monthly": None}, Urgency.THIS_WEEK),  # a young program would be told so with each kit
    ],
)
def test_an_order_is_as_urgent_as_its_last_day(days: int, more: dict[str, Any], urgency: Urgency):
    order = an_order_to_make(by=TODAY + timedelta(days), **more)
    (action,) = list_actions(nothing_but(order=[order]), TODAY)
    assert action == OrderMore(urgency=urgency, item="kit", order=order)


def a_move_of(quantity: int = 6, **changes: Any) -> Move:
    """A move of lot A1 from Central to Patrol."""
    return a_move(**{"lot": "A1", "quantity": quantity, "origin": "Central"} | changes)


def test_a_unit_is_told_the_moves_that_fill_its_shelf():
    aging = a_move_of(1, origin="Harbor", destination="Central", reason="aging")
    moves = [a_move_of(6, origin="Traffic"), a_move_of(2, lot="B77"), aging]
    stock = nothing_but(low=[low(3)], stock=[at_central(3, "B77")], moves=moves)
    restock, move = list_actions(stock, TODAY)
    assert isinstance(restock, Restock)
    assert [(one.quantity, one.lot, one.origin) for one in restock.fills] == [
        (6, "A1", "Traffic"),
        (2, "B77", "Central"),
    ]
    assert (restock.wanted, restock.from_central, restock.still_lacking) == (9, 1, 0)
    assert isinstance(move, MoveKits)
    assert move.origin == "Harbor"


@pytest.mark.parametrize(
    ("days_left", "held", "urgencies"),
    [(None, 0, []), (9, 2, [Urgency.THIS_MONTH]), (0, 0, [Urgency.THIS_WEEK])],
)
def test_a_shelf_of_which_nothing_is_given_out_alarms_nobody(
    days_left: int | None, held: int, urgencies: list[Urgency]
):
    shelf = {"location": "Patrol", "item": "fts", "usable": held, "shelf": 9, "days_left": days_left}
    stock = nothing_but(shelves=[shelf], moves=[a_move_of(item="fts", held=held)])
    assert [one.urgency for one in list_actions(stock, TODAY)] == urgencies


def test_moves_that_belong_together_are_all_said():
    unused = a_move_of(item="fts", held=0)
    swapped = a_move_of(item="fts", lot="OLD", origin="Patrol", destination="Harbor", reason="aging")
    assert [one.lot for one in list_actions(nothing_but(moves=[unused, swapped]), TODAY)] == ["A1", "OLD"]


def test_kits_that_a_low_unit_gives_away_are_lacking_there_too():
    moves = [a_move_of(12), a_move_of(3, lot="OLD", origin="Patrol", destination="Harbor", reason="aging")]
    restock, _ = list_actions(nothing_but(low=[low(3)], moves=moves), TODAY)
    assert isinstance(restock, Restock)
    assert (restock.wanted, restock.moved_away, restock.still_lacking) == (9, 3, 0)


def test_kits_that_are_swapped_leave_a_full_shelf_full():
    moves = [
        a_move_of(3, reason="swap"),
        a_move_of(3, lot="OLD", origin="Patrol", destination="Harbor", reason="aging"),
    ]
    stock = nothing_but(low=[low(12, flagged_on=TODAY)], moves=moves)
    (restock,) = (one for one in list_actions(stock, TODAY) if isinstance(one, Restock))
    assert (restock.wanted, restock.moved_away, restock.still_lacking) == (None, 0, 0)


@pytest.mark.parametrize(
    ("days_left", "reason", "urgency"),
    [
        (30, "aging", Urgency.THIS_WEEK), (31, "aging", Urgency.THIS_MONTH), (300, "aging", Urgency.THIS_MONTH),
        (600, "swap", Urgency.THIS_MONTH),
    ],
)  # fmt: skip
def test_a_move_is_as_urgent_as_its_lot(days_left: int | None, reason: str, urgency: Urgency):
    (action,) = list_actions(nothing_but(moves=[a_move_of(days_left=days_left, reason=reason)]), TODAY)
    assert (type(action), action.urgency) == (MoveKits, urgency)


def test_what_is_swapped_goes_as_soon_as_what_it_is_swapped_for():
    old = a_move_of(3, origin="Slow", destination="Patrol", reason="aging", days_left=25)
    new = a_move_of(3, lot="NEW", origin="Patrol", destination="Slow", reason="swap", days_left=600)
    assert [one.urgency for one in list_actions(nothing_but(moves=[old, new]), TODAY)] == [Urgency.THIS_WEEK] * 2


@pytest.mark.parametrize(
    ("emptied", "urgencies"),
    [
        pytest.param("06-02 recalled 2 A1 Patrol>", [Urgency.TODAY], id="its kits were recalled"),
        pytest.param("06-02 recalled 1 A1 Central>", [Urgency.TODAY], id="their lot was recalled elsewhere"),
        pytest.param("06-02 expired 2 A1 Patrol>", [Urgency.TODAY], id="its kits expired"),
        pytest.param("06-02 returned 2 A1 Patrol>", [Urgency.TODAY], id="its kits were offered back"),
        pytest.param("06-02 expired 1 A1 Patrol>", [], id="one is left"),
    ],
)
def test_a_quiet_unit_is_not_left_empty(emptied: str, urgencies: list[Urgency]):
    history = a_history(f"""
        01-01 received    30 B2 >Central expires 2028-12-31
        01-01 received     2 A1 >Patrol  expires 2028-12-31
        {emptied}
    """)
    settings = some_settings(units=[{"name": "Patrol"}, {"name": "K9"}])  # K9 never had any
    stock = reconcile_stock(history.stock_replay, history.movements, {}, {}, settings, date(2026, 7, 1))
    moves = [one for one in list_actions(stock, date(2026, 7, 1)) if isinstance(one, MoveKits)]
    assert [one.urgency for one in moves] == urgencies
    assert [(one.destination, one.quantity) for one in moves] == [("Patrol", 3)] * len(urgencies)
    assert {one.destination for one in stock.moves} == {"Patrol", "K9"}
    assert not stock.low


def an_offer(days: int, of_lot: str = "A1", **origins: int) -> dict[str, Any]:
    """Kits that expire in so many days are to be offered back, so many of each location."""
    taken = [{"location": location, "quantity": kits} for location, kits in origins.items()]
    offer = {"item": "kit", "lot": of_lot, "quantity": sum(origins.values()), "origins": taken}
    return offer | {"expires": TODAY + timedelta(days)}


@pytest.mark.parametrize(("days", "urgency"), [(30, Urgency.THIS_WEEK), (31, Urgency.THIS_MONTH)])
def test_what_nobody_will_use_is_offered_back(days: int, urgency: Urgency):
    unused = an_offer(days, Central=8, Patrol=4)
    elsewhere = at_central(9) | {"location": "Patrol"}
    (action,) = list_actions(nothing_but(unused=[unused], stock=[at_central(8), elsewhere]), TODAY)
    assert isinstance(action, OfferBack)
    assert [(one.location, one.quantity) for one in action.origins] == [("Central", 8), ("Patrol", 4)]
    assert (action.urgency, action.days_left, action.quantity, action.others) == (urgency, days, 12, 5)


@pytest.mark.parametrize(
    ("moved", "offered", "left"),
    [(0, None, [9]), (4, None, [5]), (9, None, []), (0, "A1", []), (0, "B7", [9])],
)
def test_what_goes_elsewhere_is_not_to_be_used_first(moved: int, offered: str | None, left: list[int]):
    lot = {"location": "Central", "item": "kit", "lot": "A1", "expires": TODAY + timedelta(40), "on_hand": 9}
    moves = [a_move_of(moved, reason="aging")] if moved else []
    unused = [an_offer(40, offered, Central=5)] if offered else []
    stock = nothing_but(expiring=[lot | {"days": 40, "within": 60}], moves=moves, unused=unused)
    assert [one.on_hand for one in list_actions(stock, TODAY) if isinstance(one, UseFirst)] == left


def test_what_is_offered_fills_no_shelf_of_a_unit_that_is_low():
    fills = [a_move_of(12, origin="Central", destination="Patrol", lot="B7", held=7, offered=7, shelf=12)]
    stock = nothing_but(
        low=[low(7)], stock=[at_central(30, "B7")], unused=[an_offer(90, Traffic=9, Patrol=7)], moves=fills
    )
    (restock,) = (one for one in list_actions(stock, TODAY) if isinstance(one, Restock))
    assert (restock.on_hand, restock.offered, restock.wanted, restock.still_lacking) == (7, 7, 12, 0)


@pytest.mark.parametrize(("at_traffic", "spare"), [(0, 2 + 5), (2, 2 + 7)])
def test_what_is_offered_back_is_promised_to_nobody(at_traffic: int, spare: int):
    unused = [an_offer(90, Central=35 - at_traffic, Traffic=at_traffic)]
    stock = nothing_but(low=[low(3)], stock=[at_central(40, expires="2027-01-04"), at_central(2, "B7")], unused=unused)
    (restock,) = (one for one in list_actions(stock, TODAY) if isinstance(one, Restock))
    assert (restock.from_central, restock.at_central) == (spare, 42)
