"""Cells of the stock's tabs: lots, expiries, numbers, courses and movements, as people write them."""

from datetime import date

import pytest

from schemas.inventory import COURSE_CHOICES, Course, MovementKind
from tasks.rules.intake.stock_cells import (
    read_course,
    read_expiry,
    read_lot_number,
    read_movement_kind,
    read_quantity,
)


@pytest.mark.parametrize("kind", MovementKind)
def test_a_movement_is_read_by_its_own_word(kind: MovementKind):
    assert read_movement_kind(kind.value) is read_movement_kind(f" {kind.value.upper()} ") is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("transfer", "transferred"), ("Transfer", "transferred"), ("receipt", "received"), ("receive", "received"),
        ("return", "returned"), ("order", "ordered"), ("expire", "expired"), ("recall", "recalled"),
        ("damage", "damaged"), ("LOSS", "lost"), ("Received from supplier", "received"),
        ("Returned to  supplier", "returned"),
    ],
)  # fmt: skip
def test_another_word_that_can_mean_nothing_else(text: str, kind: str):
    assert read_movement_kind(text) is MovementKind(kind)


@pytest.mark.parametrize(
    "text", ["", "moved", "given out", "distributed", "re", "orders", "used", "adjusted", "in", "?"]
)
def test_a_movement_is_never_guessed(text: str):
    assert read_movement_kind(text) is None


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
    ("text", "is_read"),
    [
        ("1999-12-31", False), ("2000-01-01", True), ("2100-12", True), ("2101-01", False), ("12/2100", True),
        ("1/2101", False), ("Dec 1999", False), ("0028-06-30", False), ("2820-06", False),
    ],
)  # fmt: skip
def test_an_expiry_of_a_year_that_cannot_be_is_none(text: str, is_read: bool):
    assert (read_expiry(text) is not None) is is_read


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
        ("+3", 0, None), ("２", 0, None), ("1_000", 0, None),
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
