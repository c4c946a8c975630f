"""What is to be done about the stock in words: what, where, why and how."""

from datetime import date
from typing import Any

import pytest

from schemas.stock_actions import (
    AskOrder,
    Fill,
    MoveKits,
    OfferBack,
    OpenOrder,
    OrderMore,
    Restock,
    StockAction,
    TakeExpired,
    TakeRecalled,
    Urgency,
    UseFirst,
)
from tasks.messages.late_order_words import write_late_order
from tasks.messages.offer_words import write_offer_task
from tasks.messages.stock_task_words import write_gather, write_task
from tasks.messages.task import Task
from tests.support.builders_notices import a_digest, a_move, an_order_to_make

TRANSFERRED = "record the movement “transferred” in the Inventory tab"
OCT_10 = date(2026, 10, 10)


def words(action: StockAction) -> Task:
    """One thing to do in words."""
    return write_task(action, a_digest().stock)


def test_a_report_that_the_records_deny_is_answered_by_a_count():
    told = "An officer reported low stock on Oct 4, 2026."
    count = f"{told} By the records it holds enough: a count from after that day that finds so settles it."
    names = a_digest().stock.model_copy(update={"is_counted": False})
    counted = names.model_copy(update={"is_counted": True})
    denied, lacking = restock(14, None, flagged_on="2026-10-04"), restock(3, 9, flagged_on="2026-10-04")
    unknown = restock(14, None, par_level=None, shelf=None, flagged_on="2026-10-04")
    assert write_task(denied, counted).reason == f"Patrol has 14 usable kits left (par level 12). {count}"
    for one, how in ((denied, names), (lacking, counted), (unknown, counted)):
        assert write_task(one, how).reason.endswith(told)
    assert write_task(restock(14, None), counted).reason == "Patrol has 14 usable kits left (par level 12)."


@pytest.mark.parametrize(
    ("offered", "told"), [(0, ""), (1, " Of these 1 is to be offered."), (7, " Of these 7 are to be offered.")]
)
def test_what_is_offered_of_a_shelf_that_is_filled(offered: int, told: str):
    task = words(restock(7, 12, offered=offered))
    assert (task.action, task.reason) == (
        "Bring 12 kits to Patrol", f"Patrol has 7 usable kits left (par level 12).{told}",
    )  # fmt: skip


BY_RATE = "of supply at the rate of the last 8 weeks, without what expires unused"


def restock(on_hand: int = 3, wanted: int | None = 9, from_central: int = 9, **changes: Any) -> Restock:
    """Patrol runs low; its par level is 12, and Central has 12 usable kits."""
    values = {"urgency": Urgency.THIS_WEEK, "location": "Patrol", "item": "kit", "par_level": 12, "shelf": 12,
              "still_lacking": max(0, (wanted or 0) - from_central), "flagged_on": None, "days_left": None,
              "at_central": 12}  # fmt: skip
    return Restock.model_validate(
        values | {"on_hand": on_hand, "wanted": wanted, "from_central": from_central} | changes
    )


def lot(kind: type[Any], on_hand: int = 6, **more: Any) -> Any:
    """A lot at Harbor."""
    values = {"urgency": Urgency.TODAY, "location": "Harbor", "item": "kit", "lot": "A1", "on_hand": on_hand} | more
    return kind.model_validate({name: values[name] for name in values if name in kind.model_fields})


def use_first(days_left: int, *, is_at_central: bool = False, on_hand: int = 6) -> Any:
    """A lot that expires."""
    more = {"expires": OCT_10, "days_left": days_left, "warning": 0, "is_at_central": is_at_central}
    return lot(UseFirst, on_hand, **more)


@pytest.mark.parametrize(
    ("on_hand", "distributed", "reason"),
    [
        (2, 0, "Harbor still has 2 kits of this lot."),
        (1, 1, "Harbor still has 1 kit of this lot and has given out 1 kit of it."),
        (2, 5, "Harbor still has 2 kits of this lot and has given out 5 kits of it."),
    ],
)
def test_a_recalled_lot(on_hand: int, distributed: int, reason: str):
    task = words(lot(TakeRecalled, on_hand, distributed=distributed))
    assert (task.action, task.reason) == ("Take recalled lot A1 off the shelf at Harbor", reason)
    assert task.how.startswith("Record the movement “recalled” in the Inventory tab. “lbn recall A1” says where all of")


def test_a_recalled_lot_that_no_mail_names_isnt_in_the_command():
    hidden = lot(TakeRecalled, 2, distributed=0).model_copy(update={"lot": "one that looks like a phone number"})
    assert "“lbn recall LOT” says where all of this lot is" in words(hidden).how


@pytest.mark.parametrize(
    ("on_hand", "days_past", "reason"),
    [
        (1, 1, "Harbor has 1 kit of this lot, which expired on Oct 10, 2026, 1 day ago."),
        (6, 9, "Harbor has 6 kits of this lot, which expired on Oct 10, 2026, 9 days ago."),
    ],
)
def test_an_expired_lot(on_hand: int, days_past: int, reason: str):
    task = words(lot(TakeExpired, on_hand, expires=OCT_10, days_past=days_past))
    assert (task.action, task.reason) == ("Take expired lot A1 off the shelf at Harbor", reason)


@pytest.mark.parametrize(
    ("on_hand", "days_left", "reason"),
    [
        (1, 0, "Harbor has 1 kit of this lot, which expires on Oct 10, 2026, today."),
        (6, 1, "Harbor has 6 kits of this lot, which expires on Oct 10, 2026, in 1 day."),
        (6, 31, "Harbor has 6 kits of this lot, which expires on Oct 10, 2026, in 31 days."),
    ],
)
def test_a_lot_that_expires(on_hand: int, days_left: int, reason: str):
    task = words(use_first(days_left, on_hand=on_hand))
    assert (task.action, task.reason) == ("Use lot A1 at Harbor first", reason)


def test_what_expires_is_sent_to_the_units_or_given_out():
    assert words(use_first(30, is_at_central=True)).how == "Send this lot to the units before other lots."
    assert words(use_first(30)).how == "Give out this lot before other lots."


@pytest.mark.parametrize(
    ("is_at_central", "how"),
    [
        (False, "Give out this lot before other lots. It expires too soon to be brought to another place."),
        (True, ("Central gives none out, and it expires too soon to fill a unit's shelf: hand it to officers who can "
                "leave it with somebody by then.")),
    ],
)  # fmt: skip
def test_what_expires_too_soon_fills_no_shelf(is_at_central: bool, how: str):
    lot = use_first(14, is_at_central=is_at_central).model_copy(update={"is_too_late_to_move": True})
    assert words(lot).how == how


@pytest.mark.parametrize(
    ("unit", "action", "reason"),
    [
        (restock(3), "Bring 9 kits to Patrol", "Patrol has 3 usable kits left (par level 12)."),
        (restock(11, 1, 1), "Bring 1 kit to Patrol", "Patrol has 11 usable kits left (par level 12)."),
        (restock(0, 12, days_left=0), "Bring 12 kits to Patrol", "Patrol has no usable kits left (par level 12)."),
        (restock(4, 8, days_left=9), "Bring 8 kits to Patrol",
         f"Patrol has 4 usable kits left (par level 12), about 9 days {BY_RATE}."),
        (restock(8, 4, days_left=11722), "Bring 4 kits to Patrol",
         f"Patrol has 8 usable kits left (par level 12), more than a year {BY_RATE}."),
        (restock(1, 11, days_left=1), "Bring 11 kits to Patrol",
         f"Patrol has 1 usable kit left (par level 12), about 1 day {BY_RATE}."),
        (restock(1, 11, days_left=0), "Bring 11 kits to Patrol",
         f"Patrol has 1 usable kit left (par level 12), less than a day {BY_RATE}."),
        (restock(1, None, par_level=None, shelf=None, flagged_on="2026-10-04"), "Bring more to Patrol",
         "Patrol has 1 usable kit left. An officer reported low stock on Oct 4, 2026."),
        (restock(4, 5, par_level=None, shelf=9), "Bring 5 kits to Patrol",
         "Patrol has 4 usable kits left (should have 9)."),
        (restock(14, None, flagged_on="2026-10-04"), "Bring more to Patrol",
         "Patrol has 14 usable kits left (par level 12). An officer reported low stock on Oct 4, 2026."),
    ],
)  # fmt: skip
def test_a_unit_that_runs_low(unit: Restock, action: str, reason: str):
    task = words(unit)
    assert (task.action, task.reason) == (action, reason)


@pytest.mark.parametrize(
    ("unit", "how"),
    [
        (restock(), f"Take 9 kits from Central, which has 12 usable kits, and {TRANSFERRED}."),
        (restock(11, 1, 1, at_central=1), f"Take 1 kit from Central, which has 1 usable kit, and {TRANSFERRED}."),
        (
            restock(3, 9, 8),
            f"Take 8 kits from Central and {TRANSFERRED}. The rest (1 kit) has to come from a new order.",
        ),
        (
            restock(3, 9, 1),
            f"Take 1 kit from Central and {TRANSFERRED}. The rest (8 kits) has to come from a new order.",
        ),
        (
            restock(3, 9, 1, from_order=8),
            f"Take 1 kit from Central and {TRANSFERRED}. The rest (8 kits) is on order.",
        ),
        (
            restock(3, 9, 1, from_order=1),
            (
                f"Take 1 kit from Central and {TRANSFERRED}. "
                "Of the rest (8 kits) 1 is on order; a new order has to bring 7."
            ),
        ),
        (
            restock(3, 9, 0, at_central=0, from_order=9),
            "Central has no usable kits: wait for what is on order.",
        ),
        (
            restock(3, 9, 0, at_central=0, from_order=5),
            "Central has no usable kits: 5 are on order; get 4 from a new order.",
        ),
        (
            restock(3, 9, 0, at_central=0, from_order=9, late_order_on=OCT_10),
            (
                "Central has no usable kits: wait for what is on order. The order of "
                "Oct 10, 2026 is late: record what came of it, or ask Example Regional EMS Program."
            ),
        ),
        (
            restock(7, None, 0, at_central=0, from_order=9),
            "Central has no usable kits: wait for what is on order.",
        ),
        (restock(3, None, 2), f"Central can spare 2 kits: take what is needed and {TRANSFERRED}."),
        (restock(3, None, 1), f"Central can spare 1 kit: take what is needed and {TRANSFERRED}."),
        (restock(3, 9, 0), "Central has no usable kits to spare: get more from a new order."),
        (restock(3, 9, 0, at_central=0), "Central has no usable kits: get more from a new order."),
    ],
)
def test_where_to_take_them_from(unit: Restock, how: str):
    assert words(unit).how == how
    assert "another unit" not in how  # the rule would have named it in a fill


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"moved_away": 1}, " Of these 1 is to be moved elsewhere."),
        ({"offered": 2, "moved_away": 3}, " Of these 2 are to be offered. Of these 3 are to be moved elsewhere."),
    ],
)
def test_what_a_low_unit_gives_away_is_brought_to_it_too(changes: dict[str, int], told: str):
    unit = restock(7, 5 + changes.get("offered", 0), 0, **changes)
    brought = 12 - 7 + sum(changes.values())
    assert words(unit).action == f"Bring {brought} kits to Patrol"
    assert words(unit).reason == f"Patrol has 7 usable kits left (par level 12).{told}"


A1234 = Fill(lot="A1234", quantity=6, origin="Traffic")
B77 = Fill(lot="B77", quantity=3, origin="Central")
EACH = "record each movement “transferred” in the Inventory tab."


@pytest.mark.parametrize(
    ("unit", "how"),
    [
        (restock(3, 9, 0, fills=[A1234, B77], still_lacking=0),
         f"Take 6 of lot A1234 from Traffic and 3 of lot B77 from Central, and {EACH}"),
        (restock(3, 9, 0, fills=[B77], still_lacking=6),
         f"Take 3 of lot B77 from Central, and {TRANSFERRED}. The rest (6 kits) has to come from a new order."),
        (restock(3, 9, 2, fills=[A1234], still_lacking=1),
         (f"Take 6 of lot A1234 from Traffic and 2 of other lots from Central, and {EACH} "
          "The rest (1 kit) has to come from a new order.")),
    ],
)  # fmt: skip
def test_from_which_lots_to_take_them(unit: Restock, how: str):
    assert words(unit).how == how


def test_what_to_move():
    move = a_move(reason="aging")
    assert words(MoveKits(urgency=Urgency.THIS_MONTH, **move.model_dump())) == Task(
        "Move 6 kits of lot A1234 from Traffic to Patrol",
        "They expire in 52 days, and too few are given out at Traffic to use them by then.",
        "Record the movement “transferred” in the Inventory tab.",
    )


def test_an_offer_goes_by_the_words_of_lbn_toml():
    origins = [{"location": "Central", "quantity": 12}]
    offer = lot(OfferBack, quantity=12, expires=OCT_10, days_left=120, others=0, origins=origins)
    assert words(offer) == write_offer_task(offer, "kit", "Example Regional EMS Program")


def test_moves_from_several_places_are_said_in_one():
    shared = {"destination": "Central", "reason": "aging", "shelf": None}
    moves = [
        MoveKits(urgency=Urgency.THIS_MONTH, **a_move(origin=origin, quantity=quantity, **shared).model_dump())
        for origin, quantity in (("Traffic", 6), ("K9", 3))
    ]
    assert write_gather(moves, a_digest().stock) == Task(
        "Move 9 kits of lot A1234 from several places to Central",
        "6 from Traffic and 3 from K9. They expire in 52 days, and too few are given out at each of them to use them "
        "by then.",
        "Record each movement as “transferred” in the Inventory tab.",
    )


def test_an_item_gone_from_the_settings_goes_by_its_code():
    assert words(restock(item="old")).action == "Bring 9 olds to Patrol"


def test_an_order_that_is_late_is_asked_about():
    late = (OpenOrder(ordered_on=OCT_10, quantity=9, days=80, is_late=True),)
    ask = AskOrder(urgency=Urgency.THIS_WEEK, item="kit", orders=late, is_overdue=True)
    assert words(ask) == write_late_order(late, "kit", "Example Regional EMS Program", is_overdue=True)


def test_what_to_order():
    assert words(OrderMore(urgency=Urgency.THIS_WEEK, item="kit", order=an_order_to_make())) == Task(
        "Order 12 kits by Fri, Oct 16, 2026",
        "Needed: 36 kits. There or on order: 31. Given out: about 20 kits a month; an order takes 30 days.",
        "Send the order to Example Regional EMS Program, and record the movement “ordered” in the Inventory tab.",
    )
