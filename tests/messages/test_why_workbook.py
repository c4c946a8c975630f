"""The workbook that says why: each number in a cell of its own, and what is empty says so."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from schemas.order_why import DemandWhy, LotWhy, OrderWhy, PlanWhy, UnitWhy
from schemas.reconciliation import Reconciliation
from tasks.messages.why_workbook import BLIND, NOTHING_TO_COUNT, NOTHING_TO_MOVE, YOUNG, WhyMessage, write_why_workbook
from tests.support.settings import some_settings

MADE_AT = datetime(2027, 1, 4, 8, tzinfo=UTC)
NOTHING = Reconciliation(stock=(), variances=(), shortfalls=(), low=(), expiring=(), recalled=(), order=())
PLAN = PlanWhy(of_demand=13, of_shelves=9, cap=132, needed=22, up_to=28, usable=21, waste=0, on_order=0, have=21,
               quantity=7, by=date(2027, 1, 10), is_late=False)  # fmt: skip
DEMAND = DemandWhy(first_on=date(2026, 1, 5), seen_days=365, event_kits=0, event_rate=0, unit_rate=0.2, lead_days=21,
                   look_days=7, cover_days=30, service=0.98, pack=1, counted_life_days=660, mean=5.6,
                   variance=8.92)  # fmt: skip
PATROL = UnitWhy(unit="Patrol", kits=73, open_days=365, rate=0.2, shelf=9, par_level=None, usable=6)
LOT = LotWhy(location="Patrol", lot="A1", expires=date(2028, 12, 31), usable=6)
ORDER = OrderWhy(item="kit", demand=DEMAND, plan=PLAN, units=(PATROL,), lots=(LOT,))


def sheets(*orders: OrderWhy, **stock: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet."""
    reconciled = Reconciliation.model_validate(NOTHING.model_dump() | stock)
    book = load_workbook(BytesIO(write_why_workbook(WhyMessage(orders, reconciled, some_settings(), MADE_AT))))
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def numbers(plan: PlanWhy = PLAN, demand: DemandWhy = DEMAND) -> dict[str, tuple[Any, str]]:
    """The numbers of an order, each with how it comes about."""
    rows = sheets(ORDER.model_copy(update={"plan": plan, "demand": demand}))["Orders"]
    return {name: (value, words) for item, name, value, words in rows if item and name not in {None, "Number"}}


def test_there_is_a_sheet_for_each_question():
    assert list(sheets(ORDER)) == ["Orders", "Shelves", "Lots", "Moves", "Counts"]


def test_what_to_do_stands_first():
    assert list(numbers())[:2] == ["Order", "By"]
    assert numbers()["Order"] == (7, "have is less than needed: what is missing to “fill up to”")
    assert numbers()["By"][0] == datetime(2027, 1, 10)  # noqa: DTZ001 - a day in a cell has no zone


def test_every_number_of_the_formula_is_there():
    found = {name: value for name, (value, _) in numbers().items()}
    assert found.keys() >= {"Units' rate", "Events' rate", "Mean demand", "Variance of it", "Service", "Lead days"}
    names = ("For the demand", "For the shelves", "Needed", "Fill up to", "Usable", "Wasted", "On order", "Have", "Cap")
    assert [found[name] for name in names] == [13, 9, 22, 28, 21, 0, 0, 21, 132]
    assert found["Rate"] == pytest.approx(6.08)


@pytest.mark.parametrize(
    ("name", "changes", "pack", "expected"),
    [
        ("Order", {"quantity": 0}, 1, (0, "nothing: have isn't less than needed")),
        (
            "Order",
            {"quantity": 12},
            12,
            (12, "have is less than needed: what is missing to “fill up to”, in packs of 12"),
        ),
        ("By", {"by": None}, 1, ("not for two years", "the last day on which an order comes in time")),
    ],
)
def test_an_order_says_how_it_comes_about(name: str, changes: dict[str, Any], pack: int, expected: tuple[Any, str]):
    plan, demand = PLAN.model_copy(update=changes), DEMAND.model_copy(update={"pack": pack})
    assert numbers(plan, demand)[name] == expected


def test_an_order_that_is_late_says_so():
    assert numbers(PLAN.model_copy(update={"is_late": True}))["By"][1] == "too late for that: order today"


def test_a_young_program_says_why_it_has_no_numbers():
    young = OrderWhy(item="kit", demand=None, plan=None, units=(), lots=())
    assert sheets(young)["Orders"][-1][1:] == ("Order", "not worked out", YOUNG)


@pytest.mark.parametrize(
    ("changes", "by"),
    [
        ({}, "two weeks, in 99 of 100 cases"),
        ({"par_level": 9}, "par level"),
        ({"unit": "Unassigned", "shelf": 0}, "nobody knows whose shelf it was"),
    ],
)
def test_a_shelf_says_by_what_it_is_set(changes: dict[str, Any], by: str):
    unit = PATROL.model_copy(update=changes)
    row = sheets(ORDER.model_copy(update={"units": (unit,)}))["Shelves"][-1]
    assert row[1:] == (unit.unit, 73, 365, 6.08, unit.shelf, by, 6)


def test_a_lot_that_nobody_knows_says_so():
    lots = (LOT, LOT.model_copy(update={"lot": None, "expires": None}))
    first, second = sheets(ORDER.model_copy(update={"lots": lots}))["Lots"][-2:]
    assert first[1:] == ("Patrol", "A1", datetime(2028, 12, 31), 6)  # noqa: DTZ001 - a day in a cell has no zone
    assert second[1:] == ("Patrol", "not known", "not known", 6)


def test_moves_and_offers_say_why():
    move = {"item": "kit", "lot": "A1", "quantity": 2, "origin": "Central", "destination": "Patrol", "reason": "shelf",
            "days_left": 90, "held": 6, "shelf": 9, "why": "Patrol has 6 usable kits and should have 9."}  # fmt: skip
    offer = {"item": "kit", "lot": "A2", "quantity": 7, "expires": date(2027, 3, 31),
             "origins": [{"location": "Central", "quantity": 4}, {"location": "Traffic", "quantity": 3}]}  # fmt: skip
    first, *offered = sheets(moves=[move], unused=[offer])["Moves"][-3:]
    assert first[1:] == (2, "A1", "Central", "Patrol", "Patrol has 6 usable kits and should have 9.")
    supplier, why = some_settings().program.supplier.name, "Offer it: last day Mar 31, 2027"
    assert [row[1:] for row in offered] == [(4, "A2", "Central", supplier, why), (3, "A2", "Traffic", supplier, why)]


def test_a_count_stays_blind():
    due = {"location": "Patrol", "last_counted_on": None, "days": None, "shortfall_count": 2, "on_hand": 17}
    rows = sheets(counts=[due, due | {"last_counted_on": date(2026, 9, 30), "days": 96}])["Counts"]
    assert rows[2][0] == BLIND
    assert rows[-2] == ("Patrol", "never", 2)
    assert 17 not in {cell for row in rows for cell in row}


def test_what_is_empty_says_so():
    found = sheets(ORDER)
    assert found["Moves"][2][0] == NOTHING_TO_MOVE
    assert found["Counts"][3][0] == NOTHING_TO_COUNT
