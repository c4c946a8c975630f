"""Rows of the Counts and Training tabs: used, or held with every code that applies."""

from datetime import date

import pytest

from schemas.finding import HeldRow
from tasks.rules.intake.stock_vocabulary import build_stock_vocabulary
from tasks.rules.intake.validate_stock import validate_counts, validate_trainings
from tests.support.builders import a_count, a_training, cells, codes_of
from tests.support.settings import some_settings

WORDS = build_stock_vocabulary(some_settings(), date(2026, 10, 1))
RECEIVED = frozenset({("kit", "A123")})


def test_counts_of_a_day_are_numbered_in_the_tabs_order():
    rows = ["2026-06-30 | Patrol | kit | | 0", "2026-06-30 | patrol division | kit | a123 | 100000", "x | | | |"]
    rows += ["2026-07-01 | Central | fts | | 7", "2026-06-30 | Patrol | kit | | 0"]
    first, second, held, other_day, third = validate_counts([cells(row) for row in rows], WORDS, RECEIVED)
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
        ("2026-06-30 | Patrol | kit | A132 | 5", "lot_unknown"),
        ("2026-06-30 | Patrol | fts | A123 | 5", "lot_unknown"),
        ("2026-06-30 | Patrol | pens | A132 | 5", "item_unknown"),
        ("2026-10-02 | Patrol | kit | | 5", "date_in_future"),
        ("2022-12-31 | Patrol | kit | | 5", "date_before_program"),
        ("2026-06-30 | Patrol | kit | | -1", "count_invalid"),
        ("2026-06-30 | Patrol | kit | | 100001", "count_invalid"),
        ("2026-06-30 | Patrol | kit | | ", "count_invalid"),
        ("| | | ? | ", "date_unreadable location_unknown item_unknown lot_invalid count_invalid"),
    ],
)
def test_a_count_is_held(written: str, codes: str):
    (validated,) = validate_counts([cells(written)], WORDS, RECEIVED)
    assert codes_of(validated) == tuple(codes.split())


def test_a_training():
    validated = validate_trainings([cells("2026-09-01 | patrol | leave-behind program | 5")], WORDS)
    assert validated == [a_training()]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("? | Patrol | CPR | 5", "date_unreadable"),
        ("2026-10-02 | Patrol | CPR | 5", "date_in_future"),
        ("2022-12-31 | Patrol | CPR | 5", "date_before_program"),
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
    for day in ("?", "2062-09-01", "1926-09-01"):
        assert validate_trainings([cells(f"{day} | Patrol | | 5")], WORDS)[0].counted_on is None
