"""Lots of receipts that look like a phone number, a date or a word."""

from datetime import date

import pytest

from schemas.inventory import MovementKind
from schemas.stock import DoubtfulLot, LotLikeness
from tasks.rules.stock.doubtful_lots import find_likeness, list_doubtful_lots, name_lot
from tests.support.builders import a_movement

PHONE, DATE, WORD = LotLikeness.PHONE, LotLikeness.DATE, LotLikeness.WORD


@pytest.mark.parametrize(
    ("lot", "likeness"),
    [
        ("518-555-0100", PHONE), ("5185550100", PHONE), ("1-518-555-0100", PHONE), ("15185550100", PHONE),
        ("518-5550100", PHONE),
        ("1990-01-31", DATE), ("01-31-1990", DATE), ("31-01-1990", DATE), ("1-3-1990", DATE), ("2026-9-1", DATE),
        ("JOHN-DOE", WORD), ("JOHN", WORD), ("DOE", WORD), ("J-DOE", WORD), ("MARY-ANN-DOE", WORD),
    ],
)  # fmt: skip
def test_what_looks_like_something_else_is_told(lot: str, likeness: LotLikeness):
    assert find_likeness(lot) is likeness


@pytest.mark.parametrize(
    "lot",
    [
        "A1234", "24-1187", "SMP-005", "1234567", "12345678", "A1", "AB", "AB-C", "X0Y", "2026-01", "2026", "190131",
        "19900131", "12-34-56", "2026-001234", "26-001234", "018-555-0100", "518-055-0100", "51855501001", "555-0100",
        "15180550100", "1990-13-31", "1990-01-32", "1890-01-31", "LOT1", "NARCAN-4",
        "FTS-2026", "23B045", "0123456789",
    ],
)  # fmt: skip
def test_lots_as_suppliers_write_them_are_left_alone(lot: str):
    assert find_likeness(lot) is None


def test_a_receipt_is_named_by_item_and_day_and_not_by_its_lot():
    rows = [
        a_movement(lot="JOHN-DOE"), a_movement(lot="JOHN-DOE", quantity=3), a_movement(), a_movement(lot=None),
        a_movement(lot="1990-01-31", moved_on=date(2026, 5, 1)),
        a_movement(lot="JANE", kind=MovementKind.LOST, origin="Central", destination=None),
    ]  # fmt: skip
    assert list_doubtful_lots(rows) == [
        DoubtfulLot(item="kit", received_on=date(2026, 5, 1), likeness=DATE),
        DoubtfulLot(item="kit", received_on=date(2026, 6, 1), likeness=WORD),
    ]


@pytest.mark.parametrize(
    ("lot", "named"),
    [
        ("A1234", "A1234"),
        ("518-555-0123", "[looks like a phone number]"),
        ("01-31-1990", "[looks like a date]"),
        ("JOHN-DOE", "[looks like a word]"),
    ],
)
def test_what_a_lot_is_called(lot: str, named: str):
    assert name_lot(lot) == named
