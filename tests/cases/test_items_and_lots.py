"""Which item a kit was, and of which lot: two naloxone items, lots nobody received, from and to, lots on a day."""

from typing import Any

import pytest

from tests.cases.program import Case, form, moved, received
from tests.support.settings import KIT

# -- two naloxone items -----------------------------------------------------------------------------------------------

STRONG = {"code": "nal8", "name": "Naloxone 8 mg, one dose", "kind": "naloxone", "doses": 1}
LARGE = {"code": "four", "name": "Naloxone carton of four", "kind": "naloxone", "doses": 4}
TWO_ITEMS = {"items": [KIT, STRONG]}
BOTH_RECEIVED = [received("1/2/2026", "A11", 10), received("4/1/2026", "B88", 20, item="nal8")]
SPRING = [
    form("2/3/2026", kits="2", lot="A11"),
    form("4/10/2026", kits="3", lot="B88"),
    form("5/10/2026", kits="3", lot="B88"),
]


def test_a_kit_is_drawn_from_the_item_of_its_lot(case: Case):
    case.write(*SPRING, inventory=BOTH_RECEIVED, **TWO_ITEMS)
    assert case.codes() == []
    assert case.measures("2026-Q2")["doses_distributed"] == 6
    assert case.stock() == {("Patrol", "A11"): 8, ("Patrol", "B88"): 14}
    assert case.ask("reconcile")["shortfalls"] == []


def test_no_lot_named_draws_from_the_first_naloxone_item(case: Case):
    case.write(form("4/10/2026", kits="3"), inventory=BOTH_RECEIVED, **TWO_ITEMS)
    assert case.measures("2026-Q2")["doses_distributed"] == 6
    assert case.stock() == {("Patrol", "A11"): 7, ("Patrol", "B88"): 20}


def test_the_second_item_is_told_apart_in_figures(case: Case):
    case.write(*SPRING, inventory=BOTH_RECEIVED, **TWO_ITEMS)
    assert case.table("item", period="2026") == {KIT["name"]: 2, STRONG["name"]: 6}
    assert case.table("item", "doses_distributed", period="2026") == {KIT["name"]: 4, STRONG["name"]: 6}


def test_doses_are_those_of_each_item(case: Case):
    inventory = [received("1/2/2026", "A11", 10), received("1/2/2026", "C44", 10, item="four")]
    rows = [form("2/3/2026", kits="3", lot="A11"), form("2/4/2026", kits="2", lot="C44")]
    case.write(*rows, inventory=inventory, items=[KIT, LARGE])
    counted = case.measures("2026-Q1")
    assert (counted["kits_distributed"], counted["doses_distributed"]) == (5, 14)
    assert counted["nyc_units_distributed"] == 7


SAME_LOT = [received("1/2/2026", "X1", 10), received("1/2/2026", "X1", 20, item="nal8")]


def test_a_lot_number_of_both_items_means_the_first(case: Case):
    case.write(form("2/3/2026", kits="4", lot="X1"), inventory=SAME_LOT, **TWO_ITEMS)
    case.ingest()
    on_hand = {row["item"]: row["on_hand"] for row in case.ask("reconcile")["stock"]}
    assert on_hand == {"kit": 6, "nal8": 20}
    assert case.measures("2026-Q1")["doses_distributed"] == 8


def test_more_of_the_second_item_than_came_is_its_own_shortfall(case: Case):
    case.write(form("4/10/2026", kits="25", lot="B88"), inventory=BOTH_RECEIVED, **TWO_ITEMS)
    case.ingest()
    [found] = case.ask("reconcile")["shortfalls"]
    assert (found["item"], found["quantity"]) == ("nal8", 5)
    assert case.stock() == {("Patrol", "A11"): 10}


def test_a_lot_of_strips_is_not_a_lot_of_kits(case: Case):
    strips = received("1/2/2026", "S9", 100, item="fts")
    case.write(form("2/3/2026", lot="S9"), inventory=[received("1/2/2026", "A11", 10), strips])
    assert case.codes() == ["lot_unknown"]
    assert case.stock() == {("Patrol", "A11"): 9, ("Patrol", "S9"): 100}


# -- from and to ------------------------------------------------------------------------------------------------------

OF_THE_SHELF = received("1/2/2026", "A11", 10)
CONFLICTS = {
    "returned to the central store": moved("2/2/2026", "returned", "A11", 5, from_="Patrol", to="Central"),
    "returned to another unit": moved("2/2/2026", "returned", "A11", 5, from_="Patrol", to="Traffic"),
    "received from the central store": received("2/2/2026", "A11", 5, **{"from": "Central"}),
    "received from another unit": received("2/2/2026", "A11", 5, **{"from": "Traffic"}),
}
NO_CONFLICTS = {
    # the row, and what Patrol has of ten kits after one left
    "returned, nobody named": (moved("2/2/2026", "returned", "A11", 5, from_="Patrol"), 4),
    "returned to the supplier": (moved("2/2/2026", "returned", "A11", 5, from_="Patrol", to="Example Supplier"), 4),
    "transferred": (moved("2/2/2026", "transferred", "A11", 5, from_="Patrol", to="Central"), 4),
    "transfer is taken for transferred": (moved("2/2/2026", "transfer", "A11", 5, from_="Patrol", to="Central"), 4),
    "receipt is taken for received": (received("2/2/2026", "A11", 5, movement="Receipt"), 14),
}


@pytest.mark.parametrize("row", CONFLICTS.values(), ids=CONFLICTS)
def test_a_movement_that_says_two_things_is_held(row: list[str], case: Case):
    case.write(form("2/3/2026"), inventory=[OF_THE_SHELF, row])
    assert case.attention() == [("Inventory", 3, "from_to_conflict")]
    assert case.stock() == {("Patrol", "A11"): 9}


@pytest.mark.parametrize(("row", "left"), NO_CONFLICTS.values(), ids=NO_CONFLICTS)
def test_a_movement_that_says_one_thing_counts(row: list[str], left: int, case: Case):
    case.write(form("2/3/2026"), inventory=[OF_THE_SHELF, row])
    assert case.codes() == []
    assert case.stock()["Patrol", "A11"] == left


# -- lots are what was received ---------------------------------------------------------------------------------------

NEVER_RECEIVED: dict[str, dict[str, Any]] = {
    "a count, with an O for a zero": {"counts": [["2/2/2026", "Patrol", "kit", "A1O", "10"]]},
    "a transfer": {"inventory": [moved("2/2/2026", "transferred", "A12", 5, from_="Patrol", to="Traffic")]},
    "a recall": {"inventory": [moved("2/2/2026", "recalled", "Z9", 5, from_="Patrol")]},
    "lost kits": {"inventory": [moved("2/2/2026", "lost", "A111", 1, from_="Patrol")]},
}


@pytest.mark.parametrize("rows", NEVER_RECEIVED.values(), ids=NEVER_RECEIVED)
def test_a_lot_that_nobody_received_is_held(rows: dict[str, Any], case: Case):
    case.write(form("2/3/2026"), **rows | {"inventory": [OF_THE_SHELF, *rows.get("inventory", [])]})
    assert case.codes() == ["lot_unknown"]
    assert case.stock() == {("Patrol", "A11"): 9}
    assert [tab for tab, *_ in case.attention()] == ["Counts" if "counts" in rows else "Inventory"]


def test_a_lot_that_is_received_later_in_the_tab_is_known(case: Case):
    rows = [moved("2/2/2026", "transferred", "A11", 5, from_="Patrol", to="Traffic"), OF_THE_SHELF]
    case.write(inventory=rows)
    assert case.codes() == []
    assert case.stock() == {("Patrol", "A11"): 5, ("Traffic", "A11"): 5}


def test_ordered_needs_no_lot_and_is_no_stock(case: Case):
    case.write(inventory=[moved("11/1/2026", "ordered", "", 50)])
    assert case.codes() == []
    assert case.stock() == {}


# -- lots on the day that a report is about ---------------------------------------------------------------------------


def test_the_lots_of_march_are_those_of_march_31(case: Case):
    rows = [form("2/3/2026"), form("5/3/2026", kits="9")]
    case.write(*rows, inventory=[received("1/2/2026", "A1", 10, expires="2026-07")])
    made = case.report("2026-Q1")
    lots = made.text.partition("LOTS ON HAND")[2].partition("IS IT COMPLETE")[0]
    assert "march 31, 2026" in made.text.partition("LOTS ON HAND")[2][:120].casefold()
    assert "A1, Patrol: 9" in lots
    assert "expired" not in lots


LOT_OF_JULY = [received("1/2/2026", "A1", 10, expires="2026-07")]


@pytest.mark.parametrize(("period", "has_expired"), [("2026-Q1", False), ("2026-Q2", False), ("2026-Q3", True)])
def test_a_lot_expires_on_the_day_a_report_is_about(period: str, has_expired: bool, case: Case):
    case.write(form("2/3/2026"), inventory=LOT_OF_JULY)
    lots = case.report(period).text.partition("LOTS ON HAND")[2].partition("IS IT COMPLETE")[0]
    assert "A1, Patrol: 9" in lots
    assert ("expired" in lots) is has_expired
