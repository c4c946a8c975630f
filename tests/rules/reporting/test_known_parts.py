"""What a reader knows of a period without a table: how much of it a month has at least, or a lot in a month."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.rules.reporting.known_parts import find_known_parts
from tasks.rules.reporting.released_rows import Whole, find_need

QUARTER = ("01", "02", "03")
SPANS = (QUARTER, *((month,) for month in QUARTER))


def test_months_are_parts():
    assert find_known_parts({"01": 83, "02": 5, "03": 2}, (), SPANS) == Whole(90, (90, 83, 5, 2))


@pytest.mark.parametrize(
    ("by_month", "kits", "need"),
    [
        ({"01": 95, "02": 5}, {("01", "A"): 95, ("02", "A"): 5}, 16),
        ({"01": 100}, {("01", "A"): 94, ("01", "B"): 6}, 17),
        ({"01": 95, "02": 5}, {("01", "A"): 90, ("01", "B"): 5, ("02", "B"): 5}, 21),
        ({"01": 95, "02": 5}, {("01", "A"): 89, ("01", "B"): 6, ("02", "B"): 5}, 16),
        ({"01": 95, "02": 2}, {("01", "A"): 90, ("01", "B"): 5, ("02", "B"): 48}, 18),
    ],
    ids=["a month", "a lot", "a lot in a month", "of which too much is missing", "an event of many kits"],
)
def test_what_is_missing_from_a_lot_in_a_month_raises_the_need(
    by_month: dict[str, int], kits: dict[tuple[str, str], int], need: int
):
    assert find_need([find_known_parts(by_month, (kits,), SPANS)], 11) == need


@given(st.lists(st.tuples(st.sampled_from(QUARTER), st.sampled_from("AB"), st.sampled_from([1, 1, 2, 24])), max_size=9))
def test_no_part_is_said_to_have_more_than_it_has(given_out: list[tuple[str, str, int]]):
    by_month = {month: sum(one[0] == month for one in given_out) for month in QUARTER}
    kits: dict[tuple[str, str], int] = {}
    for month, lot, count in given_out:
        kits[month, lot] = kits.get((month, lot), 0) + count
    lots = sorted({lot for _, lot in kits})
    true = [sum(one[0] in span for one in given_out) for span in SPANS]
    true += [sum(one[:2] in {(month, lot) for month in span} for one in given_out) for span in SPANS for lot in lots]
    known = find_known_parts(by_month, (kits,), SPANS)
    assert len(known.parts) == len(true)
    assert all(part <= count for part, count in zip(known.parts, true, strict=True))
