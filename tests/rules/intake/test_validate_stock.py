"""Rows of the Inventory, Counts and Training tabs: used, or held with every code that applies."""

from datetime import date

import pytest

from schemas.finding import HeldRow
from schemas.inventory import COURSE_CHOICES, Course, Movement
from tasks.rules.intake.validate_stock import (
    build_stock_vocabulary,
    read_course,
    read_expiry,
    read_lot_number,
    read_quantity,
    validate_counts,
    validate_movements,
    validate_trainings,
)
from tests.support.builders import a_count, a_movement, a_training, cells, codes_of
from tests.support.settings import some_settings

WORDS = build_stock_vocabulary(some_settings())


def movement_of(written: str) -> Movement | HeldRow:
    """What one row of the Inventory tab becomes."""
    return validate_movements([cells(written)], WORDS)[0]


@pytest.mark.parametrize(
    ("text", "lot"),
    [
        ("A1", "A1"), ("a123", "A123"), ("0042-7", "0042-7"), ("--", "--"), ("A" * 20, "A" * 20),
        ("", None), ("A", None), ("A" * 21, None), ("A 1", None), ("A_1", None), ("A1\n", None), ("A.1", None),
        ("A1２", None), ("Ä12", None), ("=A1", None), ("A1 (Jane)", None),
    ],
)  # fmt: skip
def test_lot(text: str, lot: str | None):
    assert read_lot_number(text) == lot


@pytest.mark.parametrize("text", ["stra\u00dfe", "\u017f1", "\u01311", "o\ufb001"])
def test_letters_that_are_ascii_only_in_capitals_make_no_lot(text: str):
    assert read_lot_number(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2028-06-30", "2028-06-30"), ("2028-06-01", "2028-06-01"),  # a date is that day
        ("2028-06", "2028-06-30"), ("2028-6", "2028-06-30"), ("2028/06", "2028-06-30"),  # a month is its last day
        ("06/2028", "2028-06-30"), ("6/2028", "2028-06-30"), ("06-2028", "2028-06-30"), ("12/2028", "2028-12-31"),
        ("2028-02", "2028-02-29"), ("2027-02", "2027-02-28"), ("2100-02", "2100-02-28"),
        ("Jun 2028", "2028-06-30"), ("June 2028", "2028-06-30"), ("JUN2028", "2028-06-30"), ("jun. 2028", "2028-06-30"),
        ("Jun-2028", "2028-06-30"), ("Sept 2028", "2028-09-30"), ("May 2028", "2028-05-31"), ("Feb 2028", "2028-02-29"),
        ("1DEC2018", "2018-12-01"), ("01-DEC-2018", "2018-12-01"), ("31 Dec 2018", "2018-12-31"),
    ],
)  # fmt: skip
def test_expiry(text: str, day: str):
    assert read_expiry(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "", "2028", "2028-13", "2028-00", "13/2028", "0/2028", "0000-06", "06/0000", "2028-06-31", "6/28", "Jun 28",
        "Ju 2028", "Juno 2028", "Juneteenth 2028", "Decimal 2028", "32 Jun 2028", "0 Jun 2028", "31 Jun 2028",
        "Jun 0000", "1 Jun 0000", "２028-06", "2028-06\n", "never", "=DATE(2028,6,1)", "exp 2028-06",
    ],
)  # fmt: skip
def test_an_expiry_is_never_guessed(text: str):
    assert read_expiry(text) is None


@pytest.mark.parametrize(
    ("text", "least", "number"),
    [
        ("1", 1, 1), ("100000", 1, 100_000), ("0", 0, 0),
        ("0", 1, None), ("100001", 1, None), ("-1", 0, None), ("", 0, None), ("two", 0, None), ("3.5", 0, None),
        ("1,000", 0, 1000), ("+3", 0, None), ("２", 0, None), ("1_000", 0, None),
    ],
)  # fmt: skip
def test_quantity(text: str, least: int, number: int | None):
    assert read_quantity(text, least) == number


def test_course():
    for title, course in COURSE_CHOICES.items():
        assert read_course(title) is read_course(title.upper()) is course


@pytest.mark.parametrize("text", ["CPR", "Narcan (4 mg) & CPR, part 2", "Officer's course", "Führung", "x" * 60])
def test_another_course_is_counted_and_its_name_dropped(text: str):
    assert read_course(text) is Course.OTHER


@pytest.mark.parametrize("text", ["", "x" * 61, "=HYPERLINK(1)", "-1+1", "@SUM(A1)", "<b>CPR</b>", "CPR\n", "_", "; "])
def test_what_is_no_name_of_a_course_is_none(text: str):
    assert read_course(text) is None


@pytest.mark.parametrize(
    "written",
    [
        "2026-06-01 | received | kit | A123 | 2028-06 | 10 | | Central",
        "2026-06-01 | RECEIVED | KIT | a123 | 2028-06-30 | 10 | | central",
        "2026-06-01 | received | Naloxone 4 mg nasal spray kit | A123 | June 2028 | 10 | | Central",
        "2026-06-01 | received | kit | A123 | 06/2028 | 10 | NYSDOH | Central",  # the sender holds no stock
    ],
)
def test_a_receipt(written: str):
    assert movement_of(written) == a_movement()


@pytest.mark.parametrize("kind", ["returned", "damaged", "lost", "expired", "recalled"])
def test_what_leaves_has_an_origin_and_needs_no_expiry(kind: str):
    row = f"2026-06-01 | {kind} | kit | A123 | | 10 | Patrol Division | the shredder"
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
        ("2026-06-01 | arrived | kit | A123 | 2028-06 | 10 | | Central", "movement_unknown"),
        ("2026-06-01 | | kit | A123 | 2028-06 | 10 | | ", "movement_unknown"),
        ("2026-06-01 | received | kits | A123 | 2028-06 | 10 | | Central", "item_unknown"),
        ("2026-06-01 | received | kit | | 2028-06 | 10 | | Central", "lot_invalid"),
        ("2026-06-01 | received | kit | A | 2028-06 | 10 | | Central", "lot_invalid"),
        ("2026-06-01 | received | kit | A123 | | 10 | | Central", "expiry_invalid"),
        ("2026-06-01 | received | kit | A123 | soon | 10 | | Central", "expiry_invalid"),
        ("2026-06-01 | damaged | kit | A123 | soon | 10 | Patrol | ", "expiry_invalid"),
        ("2026-06-01 | received | kit | A123 | 2028-06 | 0 | | Central", "quantity_invalid"),
        ("2026-06-01 | received | kit | A123 | 2028-06 | ten | | Central", "quantity_invalid"),
        ("2026-06-01 | received | kit | A123 | 2028-06 | 10 | Central | ", "location_unknown"),
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


def test_an_item_that_does_not_expire_needs_no_expiry():
    kit = {"code": "kit", "name": "Kit", "kind": "naloxone", "doses": 2}
    items = [kit, {"code": "bag", "name": "Bag", "kind": "other"}]
    row = cells("2026-06-01 | received | bag | A123 | | 10 | | Central")
    [bag] = validate_movements([row], build_stock_vocabulary(some_settings(items=items)))
    assert bag == a_movement(moved_on=date(2026, 6, 1), item="bag", expires_on=None, quantity=10)


def test_transfers_of_a_day_are_numbered_in_the_tabs_order():
    rows = [
        f"2026-06-0{day} | {kind} | kit | A123 | 2028-06 | 1 | Central | Patrol"
        for day, kind in [(2, "transferred"), (1, "transferred"), (1, "received"), (1, "transferred"), (1, "moved")]
    ]
    validated = validate_movements([cells(row) for row in rows], WORDS)
    assert [row.day_order for row in validated if isinstance(row, Movement)] == [0, 0, 0, 1]


def test_counts_of_a_day_are_numbered_in_the_tabs_order():
    rows = ["2026-06-30 | Patrol | kit | | 0", "2026-06-30 | patrol division | kit | a123 | 100000", "x | | | |"]
    rows += ["2026-07-01 | Central | fts | | 7", "2026-06-30 | Patrol | kit | | 0"]
    first, second, held, other_day, third = validate_counts([cells(row) for row in rows], WORDS)
    assert first == a_count()
    assert second == a_count(lot="A123", counted=100_000, day_order=1)
    assert isinstance(held, HeldRow)
    assert other_day == a_count(counted_on=date(2026, 7, 1), location="Central", item="fts", counted=7)
    assert third == a_count(day_order=2)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("yesterday | Patrol | kit | | 5", "date_unreadable"),
        ("2026-06-30 | Garage | kit | | 5", "location_unknown"),
        ("2026-06-30 | Patrol | pens | | 5", "item_unknown"),
        ("2026-06-30 | Patrol | kit | ? | 5", "lot_invalid"),
        ("2026-06-30 | Patrol | kit | | -1", "count_invalid"),
        ("2026-06-30 | Patrol | kit | | 100001", "count_invalid"),
        ("2026-06-30 | Patrol | kit | | ", "count_invalid"),
        ("| | | ? | ", "date_unreadable location_unknown item_unknown lot_invalid count_invalid"),
    ],
)
def test_a_count_is_held(written: str, codes: str):
    (validated,) = validate_counts([cells(written)], WORDS)
    assert codes_of(validated) == tuple(codes.split())


def test_a_training():
    validated = validate_trainings([cells("2026-09-01 | patrol | leave-behind program | 5")], WORDS)
    assert validated == [a_training()]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("? | Patrol | CPR | 5", "date_unreadable"),
        ("2026-09-01 | ? | CPR | 5", "location_unknown"),
        ("2026-09-01 | Patrol | | 5", "course_invalid"),
        ("2026-09-01 | Patrol | CPR | Jane and Joe", "count_invalid"),
        ("2026-09-01 | Patrol | CPR | 100001", "count_invalid"),
        ("| | | ", "date_unreadable location_unknown course_invalid count_invalid"),
    ],
)
def test_a_training_is_held(written: str, codes: str):
    (validated,) = validate_trainings([cells(written)], WORDS)
    assert codes_of(validated) == tuple(codes.split())


def test_a_held_row_belongs_to_its_day_if_that_can_be_read():
    assert validate_trainings([cells("2026-09-01 | Patrol | | 5")], WORDS)[0].counted_on == date(2026, 9, 1)
    assert validate_trainings([cells("? | Patrol | | 5")], WORDS)[0].counted_on is None
