"""Rows of the Inventory tab: used, or held with every code that applies."""

from datetime import date

import pytest

from schemas.finding import HeldRow
from schemas.inventory import Movement, MovementKind
from schemas.tabs import Tab, TabRows
from tasks.rules.intake.stock_rows import is_stock_row, keep_stock_rows
from tasks.rules.intake.stock_vocabulary import build_stock_vocabulary
from tasks.rules.intake.validate_stock import find_received_lots, validate_movements
from tests.support.builders import a_movement, cells, codes_of
from tests.support.settings import KIT, some_settings

TODAY = date(2026, 10, 1)
STRIP, BAG = {"code": "fts", "name": "Strip", "kind": "fts"}, {"code": "bag", "name": "Bag", "kind": "other"}
WORDS = build_stock_vocabulary(some_settings(items=[KIT, STRIP, BAG]), TODAY)
RECEIPT = "2026-01-05 | received | kit | A123 | 2028-06 | 10 | | Central"


def movement_of(written: str, *others: str) -> Movement | HeldRow:
    """What one row of the Inventory tab becomes, below a receipt of its lot and other rows."""
    return validate_movements([*map(cells, (RECEIPT, *others)), cells(written)], WORDS)[-1]


@pytest.mark.parametrize(
    "written",
    [
        "2026-06-01 | received | kit | A123 | 2028-06 | 10 | | Central",
        "2026-06-01 | RECEIVED | KIT | a123 | 2028-06-30 | 10 | | central",
        "2026-06-01 | received | Naloxone 4 mg nasal spray kit | A123 | June 2028 | 10 | | Central",
        "2026-06-01 | Receipt | kit | A123 | 06/2028 | 10 | Example Regional EMS Program | Central",
    ],
)
def test_a_receipt(written: str):
    assert movement_of(written) == a_movement()


@pytest.mark.parametrize("kind", ["returned", "damaged", "lost", "expired", "recalled"])
def test_what_leaves_has_an_origin_and_needs_no_expiry(kind: str):
    row = f"2026-06-01 | {kind} | kit | A123 | | 10 | Patrol Division | supplier"
    assert movement_of(row) == a_movement(kind=kind, expires_on=None, origin="Patrol", destination=None)


def test_a_transfer_has_both():
    row = "2026-06-01 | Transferred | kit | A123 | | 10 | Central | Patrol"
    expected = a_movement(kind="transferred", expires_on=None, origin="Central", destination="Patrol")
    assert movement_of(row) == expected


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("| received | kit | A123 | 2028-06 | 10 | | Central", "date_unreadable"),
        ("6/1/2026 | received | kit | A123 | 2028-06 | 10 | | Central", "date_unreadable"),
        ("2026-10-02 | received | kit | A123 | 2028-06 | 10 | | Central", "date_in_future"),
        ("2062-06-01 | transferred | kit | A123 | | 10 | Central | Patrol", "date_in_future"),
        ("2022-12-31 | received | kit | A123 | 2028-06 | 10 | | Central", "date_before_program"),
        ("2026-06-01 | arrived | kit | A123 | 2028-06 | 10 | | Central", "movement_unknown"),
        ("2026-06-01 | | kit | A123 | 2028-06 | 10 | | ", "movement_unknown"),
        ("2026-06-01 | received | kits | A123 | 2028-06 | 10 | | Central", "item_unknown"),
        ("2026-06-01 | received | kit | | 2028-06 | 10 | | Central", "lot_invalid"),
        ("2026-06-01 | received | kit | A | 2028-06 | 10 | | Central", "lot_invalid"),
        ("2026-06-01 | received | kit | A123 | | 10 | | Central", "expiry_invalid"),
        ("2026-06-01 | received | kit | A123 | soon | 10 | | Central", "expiry_invalid"),
        ("2026-06-01 | received | kit | A123 | 2828-06 | 10 | | Central", "expiry_invalid"),
        ("2026-06-01 | damaged | kit | A123 | soon | 10 | Patrol | ", "expiry_invalid"),
        ("2026-06-01 | damaged | kit | | | 10 | Patrol | ", "lot_invalid"),
        ("2026-06-01 | received | kit | A123 | 2028-06 | 0 | | Central", "quantity_invalid"),
        ("2026-06-01 | received | kit | A123 | 2028-06 | ten | | Central", "quantity_invalid"),
        ("2026-06-01 | received | kit | A123 | 2028-06 | 10 | Central | ", "location_unknown from_to_conflict"),
        ("2026-06-01 | received | kit | A123 | 2028-06 | 10 | | Marine", "location_unknown"),
        ("2026-06-01 | transferred | kit | A123 | | 10 | Central | ", "location_unknown"),
        ("2026-06-01 | transferred | kit | A123 | | 10 | | Patrol", "location_unknown"),
        ("2026-06-01 | lost | kit | A123 | | 10 | | Patrol", "location_unknown"),
        ("2026-06-01 | lost | kit | A123 | | 10 | Unassigned | ", "location_unknown"),
        (
            "| | | | x | | |",
            "date_unreadable movement_unknown item_unknown lot_invalid expiry_invalid quantity_invalid",
        ),
    ],
)
def test_a_movement_is_held(written: str, codes: str):
    assert codes_of(movement_of(written)) == tuple(codes.split())


@pytest.mark.parametrize("day", ["2026-10-01", "2023-01-01"])
def test_the_first_day_and_today_are_used(day: str):
    assert codes_of(movement_of(f"{day} | received | kit | A123 | 2028-06 | 10 | | Central")) == ()


@pytest.mark.parametrize(
    ("kind", "of", "to", "codes"),
    [
        ("received", "", "Central", ""), ("received", "Supplier", "Central", ""),
        ("received", "example  regional EMS program", "Patrol", ""), ("received", "NYSDOH", "Central", ""),
        ("received", "Central", "Patrol", "from_to_conflict"), ("received", "Patrol", "Central", "from_to_conflict"),
        ("received", "a former supplier", "Central", ""),
        ("returned", "Patrol", "", ""), ("returned", "Patrol", "the supplier", ""),
        ("returned", "Patrol", "Example Regional EMS Program", ""),
        ("returned", "Patrol", "Central", "from_to_conflict"), ("returned", "Patrol", "patrol", "from_to_conflict"),
        ("returned", "Patrol", "the shelf", "from_to_conflict"),
        ("damaged", "Patrol", "Central", ""), ("recalled", "Patrol", "the shredder", ""),
    ],
)  # fmt: skip
def test_only_the_supplier_is_at_the_other_end(kind: str, of: str, to: str, codes: str):
    assert codes_of(movement_of(f"2026-06-01 | {kind} | kit | A123 | 2028-06 | 10 | {of} | {to}")) == tuple(
        codes.split()
    )


def test_a_unit_by_the_name_of_supplier_is_ours():
    words = build_stock_vocabulary(some_settings(units=[{"name": "Supplier"}]), TODAY)
    row = cells("2026-06-01 | received | kit | A123 | 2028-06 | 10 | Supplier | Central")
    assert codes_of(validate_movements([row], words)[0]) == ("from_to_conflict",)


@pytest.mark.parametrize(
    "written",
    [
        "2026-06-01 | ordered | kit | | | 10 | | ",
        "2026-06-01 | Order | KIT | ? | soon | 10 | Patrol | the moon",  # what an order does not need is not kept
    ],
)
def test_an_order_needs_date_item_and_quantity_only(written: str):
    expected = a_movement(kind="ordered", lot=None, expires_on=None, origin=None, destination=None)
    assert movement_of(written) == expected
    held = movement_of(" | ordered | pens | | | ten | | ")
    assert codes_of(held) == ("date_unreadable", "item_unknown", "quantity_invalid")


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("received | bag | | | 10 | | Central", ""), ("transferred | bag | | | 10 | Central | Patrol", ""),
        ("received | bag | A123 | | 10 | | Central", ""), ("received | bag | ? | | 10 | | Central", "lot_invalid"),
        ("received | bag | | soon | 10 | | Central", "expiry_invalid"),
        ("lost | bag | A123 | | 10 | Central |", "lot_unknown"),
        ("received | fts | | | 10 | | Central", ""), ("received | fts | | 2028-06 | 10 | | Central", ""),
        ("received | fts | S1 | | 10 | | Central", "expiry_invalid"),
        ("received | fts | S1 | 2028-06 | 10 | | Central", ""),
        ("transferred | fts | | | 10 | Central | Patrol", "lot_invalid"),  # none came without a lot
        ("received | kit | | | 10 | | Central", "lot_invalid expiry_invalid"),
    ],
)  # fmt: skip
def test_who_needs_a_lot_and_an_expiry(written: str, codes: str):
    assert codes_of(movement_of(f"2026-06-01 | {written}")) == tuple(codes.split())


def test_strips_that_came_without_a_lot_go_without_one():
    receipt = "2026-09-01 | received | fts | | | 100 | | Central"
    moved = movement_of("2026-06-01 | transferred | fts | | | 10 | Central | Patrol", receipt)
    expected = {"kind": "transferred", "item": "fts", "lot": None, "expires_on": None, "origin": "Central"}
    assert moved == a_movement(**expected, destination="Patrol")


@pytest.mark.parametrize(
    ("written", "others", "codes"),
    [
        ("transferred | kit | A124 | | 10 | Central | Patrol", "", "lot_unknown"),
        ("lost | kit | A124 | | x | Central |", "", "quantity_invalid lot_unknown"),
        ("transferred | kit | A124 | | 10 | Central | Patrol",
         "2026-09-30 | received | kit | a124 | 2028-06 | 1 | | Patrol", ""),  # on whatever day
        ("transferred | kit | A124 | | 10 | Central | Patrol",
         "2026-05-01 | received | fts | A124 | 2028-06 | 1 | | Patrol", "lot_unknown"),  # of another item
        ("transferred | kit | A124 | | 10 | Central | Patrol",
         "2026-05-01 | received | kit | A124 | | 1 | | Patrol", "lot_unknown"),  # by a row that is held
        ("transferred | kit | A124 | | 10 | Central | Patrol",
         "2026-05-01 | ordered | kit | A124 | 2028-06 | 1 | | Patrol", "lot_unknown"),
        ("moved | kit | A124 | | 10 | Central | Patrol", "", "movement_unknown"),
        ("lost | pens | A124 | | 10 | Central |", "", "item_unknown"),
    ],
)  # fmt: skip
def test_lots_are_what_was_received(written: str, others: str, codes: str):
    assert codes_of(movement_of(f"2026-06-01 | {written}", *filter(None, [others]))) == tuple(codes.split())


def test_received_lots_are_those_of_receipts():
    kinds = [MovementKind.RECEIVED, MovementKind.LOST, MovementKind.ORDERED]
    movements = [a_movement(kind=kind, lot=f"A{number}") for number, kind in enumerate(kinds)]
    assert find_received_lots(movements) == {("kit", "A0")}


@pytest.mark.parametrize(
    ("tab", "written", "is_row"),
    [
        (Tab.INVENTORY, " | received | kit | | | | | Central", False),
        (Tab.INVENTORY, "soon | received | kit | | | | | Central", True),
        (Tab.INVENTORY, " | | | | | 0 | | ", True),
        (Tab.COUNTS, " | Patrol | kit | A123 | ", False), (Tab.COUNTS, " | | | | 0", True),
        (Tab.TRAINING, " | Patrol | Refresher | ", False), (Tab.TRAINING, "2026-09-01 | | | ", True),
    ],
)  # fmt: skip
def test_a_row_without_a_date_and_a_number_is_none(tab: Tab, written: str, is_row: bool):
    assert is_stock_row(tab, cells(written)) is is_row


def test_transfers_of_a_day_are_numbered_in_the_tabs_order():
    rows = [
        f"2026-06-0{day} | {kind} | kit | A123 | 2028-06 | 1 | {origin} | Patrol"
        for day, kind, origin in [
            (2, "transferred", "Central"),
            (1, "transferred", "Central"),
            (1, "received", "supplier"),
            (1, "transferred", "Central"),
            (1, "moved", "Central"),
        ]
    ]
    validated = validate_movements([cells(row) for row in rows], WORDS)
    assert [row.day_order for row in validated if isinstance(row, Movement)] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("2026-03-01 | received | kit | B7 | 2041-03-01 | 1 | | Central", ()),
        ("2026-03-01 | received | kit | B7 | 2041-03-02 | 1 | | Central", ("expiry_invalid",)),
        ("2028-02-29 | received | kit | B7 | 2043-03 | 1 | | Central", ("date_in_future", "expiry_invalid")),
        ("someday | received | kit | B7 | 2041-09 | 1 | | Central", ("date_unreadable",)),
        ("someday | received | kit | B7 | 2041-11 | 1 | | Central", ("date_unreadable", "expiry_invalid")),
        ("2026-03-01 | transferred | kit | A123 | 2082 | 1 | Central | Patrol", ("expiry_invalid",)),
        ("2026-03-01 | transferred | kit | A123 | | 1 | Central | CENTRAL", ("from_to_conflict",)),
        ("2026-03-01 | transferred | kit | A123 | | 1 | Nowhere | Nowhere", ("location_unknown",)),
        ("2026-03-01 | transferred | kit | A123 | | 1 | Central | Nowhere", ("location_unknown",)),
    ],
)
def test_what_cannot_be_is_held(written: str, codes: tuple[str, ...]):
    assert codes_of(movement_of(written)) == codes


def test_rows_that_hold_only_defaults_are_left_out():
    row, defaults = cells(RECEIPT), cells(" | received | kit | | | | | Central")
    assert keep_stock_rows(Tab.INVENTORY, TabRows([2, 3], [defaults, row])) == TabRows([3], [row])
