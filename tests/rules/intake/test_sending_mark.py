"""The mark of the minute of sending: the same within a minute and a key, and another anywhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.rules.intake.fingerprint import Identity
from tasks.rules.intake.sending_mark import Marks, correct_marks, make_marker, mark_rows

KEY = b"key"
AT = "2026-09-03T10:03:27"
ONE, TWO, THREE = ((b"x", number) for number in range(1, 4))
CELLS = {ONE: (AT, "a"), TWO: ("2026-09-03T10:04:00", "b")}


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("2026-09-03T10:03:00", True),
        ("2026-09-03T10:03:59", True),
        ("2026-09-03T10:03:27-05:00", True),
        ("2026-09-03T10:04:27", False),
        ("2026-09-03T11:03:27", False),
        ("2026-03-09T10:03:27", False),
        ("about noon", False),
        ("\ud800", False),
        ("", False),
    ],
)
def test_a_minute_has_one_mark(other: str, is_same: bool):
    mark = make_marker(KEY)
    assert (mark(other) == mark(AT)) is is_same


def test_a_mark_stays_what_it_was():
    """If this fails, no row of a ledger in use is known by its minute, until all is read from scratch."""
    assert make_marker(KEY)(AT).hex() == "c7daf20d5b97934c"


@given(st.datetimes(), st.binary(min_size=1, max_size=64), st.binary(min_size=1, max_size=64))
def test_a_mark_says_nothing_without_the_key(sent: "object", key: bytes, other: bytes):
    text = str(sent)
    assert len(make_marker(key)(text)) == 8
    assert (make_marker(key)(text) == make_marker(other)(text)) is (key == other)


def test_rows_are_marked_by_their_first_cell():
    mark = make_marker(KEY)
    assert mark_rows(CELLS, [TWO], KEY) == {TWO: mark("2026-09-03T10:04:00")}


RIGHT = mark_rows(CELLS, CELLS, KEY)


@pytest.mark.parametrize(
    ("known", "corrected"),
    [
        pytest.param(RIGHT, set(), id="all right"),
        pytest.param({ONE: None, TWO: RIGHT[TWO]}, {ONE}, id="one of an earlier version"),
        pytest.param({ONE: b"damaged", TWO: RIGHT[TWO]}, {ONE}, id="a damaged one"),
        pytest.param({ONE: None, THREE: None}, {ONE}, id="a row that the tab has not"),
    ],
)
def test_marks_that_are_missing_are_found(known: Marks, corrected: set[Identity]):
    assert correct_marks(known, CELLS, KEY) == {one: RIGHT[one] for one in corrected}
