"""Times that lost their seconds, or show them for once: the rows are those that the ledger has."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.tabs import Cells, Tab
from tasks.rules.intake import resaved
from tasks.rules.intake.fingerprint import Identity, fingerprint_rows, number_identities
from tasks.rules.intake.resaved import Recognized, recognize_rows
from tasks.rules.intake.sending_mark import make_marker
from tasks.rules.intake.snapshot import Difference, compare_snapshots

KEY = b"key"
AT = "2026-09-03T"

Row = tuple[str, str]
"""A clock on one day, and an answer."""


def read(*rows: Row) -> list[Cells]:
    """The rows as a tab has them."""
    return [(clock if clock == "x" else f"{AT}{clock}", answer) for clock, answer in rows]


def identify(cells: list[Cells]) -> list[Identity]:
    """The identities of rows."""
    return number_identities(fingerprint_rows(Tab.RESPONSES, cells, KEY))


def recognize(before: list[Cells], now: list[Cells], unmarked: Collection[int] = ()) -> Recognized:
    """What a ledger that holds these rows makes of others; of held and of old ones it has no mark."""
    mark = make_marker(KEY)
    rows = enumerate(zip(identify(before), before, strict=True))
    marks = {one: mark(cells[0]) for index, (one, cells) in rows if index not in unmarked}
    return recognize_rows(
        now, set(identify(before)), lambda asked: {one: marks[one] for one in asked if one in marks}, KEY
    )


WITH = read(("10:03:27", "a"), ("10:05:12", "b"), ("11:00:00", "c"))
WITHOUT = read(("10:03:00", "a"), ("10:05:00", "b"), ("11:00:00", "c"))
ALL_KNOWN = Difference(set(), set(), 3)
PAIR = read(("10:03:10", "a"), ("10:04:55", "a"))  # 105 seconds apart


@pytest.mark.parametrize(
    ("before", "now", "new", "removed"),
    [
        pytest.param(WITH, WITH, 0, 0, id="a rerun"),
        pytest.param(WITH, WITHOUT, 0, 0, id="seconds lost"),
        pytest.param(WITH, WITHOUT[::-1], 0, 0, id="seconds lost, sorted"),
        pytest.param(WITHOUT, WITH, 0, 0, id="seconds seen for once"),
        pytest.param(WITH, WITHOUT[1:], 0, 1, id="seconds lost, one deleted"),
        pytest.param(WITH, [*WITHOUT, *read(("12:00:00", "d"))], 1, 0, id="seconds lost, one new"),
        pytest.param(WITH, read(("10:03:00", "z"), *(("10:05:00", "b"),)), 1, 2, id="seconds lost, one edited"),
        pytest.param(WITH, read(("10:03:28", "a"), ("10:05:12", "b")), 1, 2, id="another second is another row"),
        pytest.param(WITH, read(("x", "a"), ("10:05:12", "b")), 1, 2, id="a time that can't be read"),
        pytest.param(PAIR, read(("10:03:00", "a"), ("10:04:00", "a")), 0, 0, id="105 seconds apart"),
        pytest.param(read(("10:03:00", "a"), ("10:04:00", "a")), PAIR, 0, 0, id="105 seconds apart, back"),
        pytest.param(read(("10:03:10", "a"), ("10:03:40", "a")), read(*[("10:03:00", "a")] * 2), 0, 0, id="one minute"),
        pytest.param(read(*[("10:03:00", "a")] * 2), read(("10:03:10", "a"), ("10:03:40", "a")), 0, 0, id="and back"),
        pytest.param(read(("10:03:10", "a")), read(*[("10:03:00", "a")] * 2), 1, 0, id="one more of one minute"),
        pytest.param(read(*[("10:03:10", "a")] * 3), read(*[("10:03:00", "a")] * 2), 0, 1, id="one less of equals"),
    ],
)
@pytest.mark.parametrize("unmarked", [(), (0,), range(9)], ids=["counted", "the first held", "all held"])
def test_rows_are_known_again(before: list[Cells], now: list[Cells], new: int, removed: int, unmarked: Collection[int]):
    recognized = recognize(before, now, unmarked)
    known, found = set(identify(before)), set(recognized.found)
    assert (len(found - known), len(known - found)) == (new, removed)
    assert recognized.difference == compare_snapshots(known, found)


def test_a_row_that_lost_its_seconds_has_them_again():
    assert recognize(WITH, WITHOUT) == Recognized(WITH, identify(WITH), ALL_KNOWN, is_resaved=True)


def test_seconds_that_are_new_serve_the_neighbors_only():
    assert recognize(WITHOUT, WITH) == Recognized(WITH, identify(WITHOUT), ALL_KNOWN, is_resaved=True)


@pytest.mark.parametrize(
    ("before", "now", "unmarked", "tried_count"),
    [
        pytest.param(WITH, [*WITH, *read(("12:00:00", "d"))], (), 0, id="nothing gone"),
        pytest.param(WITH, WITH[1:], (), 0, id="nothing new"),
        pytest.param(WITH, [*WITH[1:], *read(("12:00:00", "d"))], (), 0, id="a new row of another minute"),
        pytest.param(WITH, [*WITH[1:], *read(("10:03:00", "z"))], (), 1, id="a new row of a minute that has gone"),
        pytest.param(WITH, [*WITH[1:], *read(("12:00:00", "d"))], (0,), 1, id="a new row, and one of no mark has gone"),
        pytest.param(WITH, [*WITH[1:], *read(("10:03:28", "a"))], (), 0, id="a new row with seconds"),
        pytest.param(WITH, WITHOUT, (), 2, id="seconds lost"),
    ],
)
def test_only_rows_that_may_be_known_are_tried(
    before: list[Cells],
    now: list[Cells],
    unmarked: Collection[int],
    tried_count: int,
    monkeypatch: pytest.MonkeyPatch,
):
    """Sixty fingerprints cost more than the rest of a sync: an ordinary reading must make none of them."""
    tried: list[Cells] = []
    try_seconds = resaved.fingerprint_seconds
    monkeypatch.setattr(resaved, "fingerprint_seconds", lambda row, key: tried.append(row) or try_seconds(row, key))
    recognize(before, now, unmarked)
    assert len(tried) == tried_count


CLOCKS = st.tuples(st.integers(0, 59), st.integers(0, 59)).map(lambda at: f"10:{at[0]:02}:{at[1]:02}")
ROWS = st.lists(st.tuples(CLOCKS, st.sampled_from("ab")), max_size=12)


@given(ROWS)
def test_the_same_rows_without_seconds_change_nothing(rows: list[Row]):
    before = read(*rows)
    now = [(f"{cells[0][:-2]}00", *cells[1:]) for cells in before]
    assert set(recognize(before, now).found) == set(identify(before))
    assert set(recognize(now, before).found) == set(identify(now))
