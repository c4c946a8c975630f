"""What to order and to move, in sentences."""

from datetime import date
from typing import Any

import pytest

from schemas.order_letter import OrderLetter
from schemas.stock_actions import OrderUnknown, Urgency
from schemas.young_supply import UnitSupply, YoungSupply
from tasks.messages.item_words import name_items, name_stock
from tasks.messages.order_letter import write_order_letter
from tasks.messages.order_words import (
    write_move,
    write_move_why,
    write_order,
    write_order_unknown,
    write_order_why,
    write_pars_too_low,
)
from tasks.messages.task import Task
from tests.support.builders_notices import a_move, an_order_to_make
from tests.support.settings import KIT, SUPPLIER, some_settings


@pytest.mark.parametrize(
    ("changes", "action", "why"),
    [
        ({}, "Order 12 kits by Fri, Oct 16, 2026",
         "Needed: 36 kits. There or on order: 31. Given out: about 20 kits a month; an order takes 30 days."),
        ({"is_late": True, "quantity": 1, "monthly": 1, "lead_days": 1}, "Order 1 kit today",
         ("The order is late. Needed: 36 kits. There or on order: 31. Given out: about 1 kit a month; "
          "an order takes 1 day.")),
        ({"waste": 3}, "Order 12 kits by Fri, Oct 16, 2026",
         ("Needed: 36 kits. There or on order: 31, without 3 kits that will expire unused before then. "
          "Given out: about 20 kits a month; an order takes 30 days.")),
        ({"monthly": 0}, "Order 12 kits by Fri, Oct 16, 2026",
         "Needed: 36 kits. There or on order: 31. Given out: less than 1 kit a month; an order takes 30 days."),
        ({"up_to": 43}, "Order 12 kits by Fri, Oct 16, 2026",
         ("Needed: 36 kits. There or on order: 31. The order fills up to 43. "
          "Given out: about 20 kits a month; an order takes 30 days.")),
        ({"up_to": 40}, "Order 12 kits by Fri, Oct 16, 2026",
         ("Needed: 36 kits. There or on order: 31. The order fills up to 40, in whole cartons. "
          "Given out: about 20 kits a month; an order takes 30 days.")),
        ({"monthly": None, "quantity": 5}, "Order 5 kits this week",
         "Needed to fill every unit up to its par level: 36 kits. There or on order: 31."),
        ({"monthly": None}, "Order 12 kits this week",
         "Needed to fill every unit up to its par level, in whole cartons: 36 kits. There or on order: 31."),
    ],
)  # fmt: skip
def test_an_order(changes: dict[str, Any], action: str, why: str):
    order = an_order_to_make(**changes)
    assert (write_order(order, "kit"), write_order_why(order, "kit")) == (action, why)


def test_strips_without_a_lot_are_moved_without_one():
    move = a_move(lot=None, item="xts", quantity=1)
    assert write_move(move, "xylazine test strip") == (
        "Move 1 xylazine test strip without a lot from Traffic to Patrol"
    )


def test_on_its_last_day_an_order_is_for_today():
    assert write_order(an_order_to_make(), "kit", Urgency.TODAY) == "Order 12 kits today"
    assert write_order(an_order_to_make(), "kit", Urgency.THIS_WEEK) == "Order 12 kits by Fri, Oct 16, 2026"


def test_par_levels_that_are_too_low_are_told_by_both_numbers():
    young = YoungSupply(lead_days=21, par_levels=38, used=45, have=28, known_on=date(2026, 5, 30))
    assert write_pars_too_low(young) == Task(
        "Raise the par levels in lbn.toml",
        "An order takes 21 days. At the rate of the last 8 weeks 45 kits are given out in that time, more than all par "
        "levels together, 38, and than what is there or on order, 28. Orders fill up to the par levels alone.",
        "Write more into par_level under [[units]]. From May 30, 2026 on the rule works out what a shelf should hold, "
        "and the par levels can go.",
    )


PATROL = UnitSupply(unit="Patrol", par_level=4, used=17, have=9)
K9 = UnitSupply(unit="K9", par_level=3, used=8, have=7)
OF_PATROL = "Patrol 17 kits (par level 4; 9 there, at Central or on order)"


@pytest.mark.parametrize(
    ("units", "action", "numbers"),
    [
        ((PATROL,), "Raise the par level of Patrol in lbn.toml", OF_PATROL),
        ((PATROL, K9), "Raise the par levels of Patrol and K9 in lbn.toml",
         f"{OF_PATROL}, K9 8 kits (par level 3; 7 there, at Central or on order)"),
    ],
)  # fmt: skip
def test_a_units_par_level_that_is_too_low_is_told(units: tuple[UnitSupply, ...], action: str, numbers: str):
    young = YoungSupply(lead_days=21, par_levels=38, used=30, have=28, known_on=date(2026, 5, 30), units=units)
    task = write_pars_too_low(young)
    rate = "An order takes 21 days. At the rate of the last 8 weeks more is given out in that time"
    assert (task.action, task.reason) == (action, f"{rate}: {numbers}. Orders fill up to the par levels alone.")
    assert task.how.startswith("Write more into par_level under [[units]]. From May 30, 2026 on")
    assert write_pars_too_low(young.model_copy(update={"used": 45})).action == "Raise the par levels in lbn.toml"


def test_the_text_of_an_order():
    assert write_order_letter(an_order_to_make(), some_settings()) == OrderLetter(
        to="Example Regional EMS Program",
        subject="Order of 12 kits, Village of Example Police Department",
        lines=(
            "Village of Example Police Department orders for its Leave-Behind Naloxone Program:",
            "12 of: Naloxone 4 mg nasal spray kit",
            "Needed by: Nov 15, 2026",
            "Deliver to: the program's coordinator, coordinator@example.gov",
        ),
    )


def test_the_text_of_an_order_has_what_lbn_toml_knows():
    settings = some_settings(
        items=[KIT | {"ndc": "69547-627-02"}],
        agency={"coordinator": ["coordinator@example.gov", "deputy@example.gov"]},
        program={"supplier": SUPPLIER | {"contact": "orders@supplier.example"}},
    )
    letter = write_order_letter(an_order_to_make(is_late=True, quantity=1), settings)
    assert (letter.to, letter.subject.partition(",")[0]) == ("orders@supplier.example", "Order of 1 kit")
    assert letter.lines[1:] == (
        "1 of: Naloxone 4 mg nasal spray kit, NDC 69547-627-02",
        "Needed: as soon as possible",
        "Deliver to: the program's coordinator, coordinator@example.gov and deputy@example.gov",
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "Patrol has 2 usable kits and should have 9."),
        ({"offered": 1}, "Patrol has 2 usable kits, 1 of which is to be offered, and should have 9."),
        ({"held": 0}, "Patrol has no usable kits and should have 9."),
        ({"reason": "aging"}, "They expire in 52 days, and too few are given out at Traffic to use them by then."),
        ({"reason": "swap"}, "In place of kits that go from Patrol to where they are used before they expire."),
        ({"shelf": None}, "They expire in 52 days, and too few are given out at Traffic to use them by then."),
    ],
)
def test_a_move(changes: dict[str, Any], why: str):
    move = a_move(**changes)
    assert write_move(move, "kit") == "Move 6 kits of lot A1234 from Traffic to Patrol"
    assert write_move_why(move, "kit") == why


def test_what_is_swapped_goes_by_its_own_noun():
    strips = a_move(reason="swap")
    why = "In place of fentanyl test strips that go from Patrol to where they are used before they expire."
    assert write_move_why(strips, "fentanyl test strip") == why


def test_a_move_of_one():
    move = a_move(reason="aging", quantity=1)
    why = "It expires in 52 days, and too few are given out at Traffic to use it by then."
    assert write_move(move, "kit") == "Move 1 kit of lot A1234 from Traffic to Patrol"
    assert write_move_why(move, "kit") == why


def test_items_go_by_one_of_them():
    items = [
        {"code": "kit", "name": "Naloxone kits", "kind": "naloxone", "doses": 2},
        {"code": "strip", "name": "Fentanyl test strips", "kind": "fts"},
        {"code": "glove", "name": "Glove", "kind": "other"},
    ]
    assert name_items(some_settings(items=items).items) == {
        "kit": "kit", "strip": "fentanyl test strip", "glove": "Glove",
    }  # fmt: skip


@pytest.mark.parametrize("is_counted", [True, False])
def test_the_stock_goes_by_the_words_of_lbn_toml(is_counted: bool):
    settings = some_settings(source={"counts": "Counts"} if is_counted else {})
    names = name_stock(settings)
    assert (names.supplier, names.nouns["kit"], names.is_counted) == (
        settings.program.supplier.name, "kit", is_counted,
    )  # fmt: skip


def test_items_of_one_kind_go_by_their_names():
    items = [
        {"code": "kit", "name": "Naloxone nasal spray kits", "kind": "naloxone", "doses": 2},
        {"code": "im", "name": "Naloxone injection kit", "kind": "naloxone", "doses": 2},
        {"code": "8mg", "name": "Kloxxado 8 mg", "kind": "naloxone", "doses": 2},
        {"code": "two", "name": "Narcan 4 mg (2 doses)", "kind": "naloxone", "doses": 2},
        {"code": "glass", "name": "Glass", "kind": "other"},
        {"code": "cards", "name": "Cards of 2026", "kind": "other"},
    ]
    assert name_items(some_settings(items=items).items) == {
        "kit": "Naloxone nasal spray kit", "im": "Naloxone injection kit", "8mg": "Kloxxado 8 mg kit",
        "two": "Narcan 4 mg (2 doses) kit", "glass": "Glass", "cards": "Cards of 2026 pack",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("units", "action", "reason"),
    [
        (("Traffic",), "Set a par level for Traffic, or order by hand",
         "and orders follow par levels alone. There is none for Traffic."),
        (("A", "B", "C", "D", "E"), "Set a par level for A, B, C, D and E, or order by hand",
         "and orders follow par levels alone. There is none for A, B, C, D and E."),
        (tuple("ABCDEF"), "Set a par level for 6 units, or order by hand",
         "and orders follow par levels alone. There is none for 6 units."),
        ((), "Order by hand before Dec 1, 2026", "and lbn.toml has no units with par levels."),
    ],
)  # fmt: skip
def test_what_is_not_known_of_orders(units: tuple[str, ...], action: str, reason: str):
    task = write_order_unknown(OrderUnknown(units=units, known_on=date(2026, 12, 1), least=3))
    why = "What to order isn't known yet: before Dec 1, 2026 the program is too young to have a rate"
    assert (task.action, task.reason) == (action, f"{why}, {reason}")
    assert ("3 kits or more" in task.how) is bool(units)
