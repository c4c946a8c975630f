"""Times that lost their seconds, or show them for once: the rows are those that the ledger has."""

from collections.abc import Collection
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.tabs import Cells, Tab
from tasks.rules.intake.fingerprint import Identity, fingerprint_rows, number_identities
from tasks.rules.intake.resaved import Recognized, recognize_rows, set_times
from tasks.rules.intake.validate import FormValidator, build_vocabulary
from tests.support.settings import some_settings

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


def recognize(before: list[Cells], now: list[Cells], held: Collection[int] = ()) -> Recognized:
    """What a ledger that holds these rows makes of others; of held ones it does not know the time."""
    times = {
        one: None if index in held else datetime.fromisoformat(cells[0])
        for index, (one, cells) in enumerate(zip(identify(before), before, strict=True))
    }
    return recognize_rows(now, set(times), lambda rows: {one: times[one] for one in rows}, KEY)


WITH = read(("10:03:27", "a"), ("10:05:12", "b"), ("11:00:00", "c"))
WITHOUT = read(("10:03:00", "a"), ("10:05:00", "b"), ("11:00:00", "c"))
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
@pytest.mark.parametrize("held", [(), (0,), range(9)], ids=["counted", "the first held", "all held"])
def test_rows_are_known_again(before: list[Cells], now: list[Cells], new: int, removed: int, held: Collection[int]):
    known, found = set(identify(before)), set(recognize(before, now, held).found)
    assert (len(found - known), len(known - found)) == (new, removed)


def test_a_row_that_lost_its_seconds_has_them_again():
    known = recognize(WITH, WITHOUT)
    assert known.cells == WITH
    assert set(known.times.values()) == {datetime.fromisoformat(row[0]) for row in WITH[:2]}


def test_seconds_that_are_new_serve_the_neighbors_only():
    known = recognize(WITHOUT, WITH)
    assert known.cells == WITH
    assert {moment.second for moment in known.times.values()} == {0}


def test_nothing_is_looked_up_where_nothing_seems_gone():
    def refuse(_rows: Collection[Identity]) -> dict[Identity, datetime | None]:
        raise AssertionError

    assert recognize_rows(WITH, set(), refuse, KEY).times == {}
    assert recognize_rows(WITH[:1], set(identify(WITH)), refuse, KEY).times == {}


CLOCKS = st.tuples(st.integers(0, 59), st.integers(0, 59)).map(lambda at: f"10:{at[0]:02}:{at[1]:02}")
ROWS = st.lists(st.tuples(CLOCKS, st.sampled_from("ab")), max_size=12)


@given(ROWS)
def test_the_same_rows_without_seconds_change_nothing(rows: list[Row]):
    before = read(*rows)
    now = [(f"{cells[0][:-2]}00", *cells[1:]) for cells in before]
    assert set(recognize(before, now).found) == set(identify(before))
    assert set(recognize(now, before).found) == set(identify(now))


def test_the_ledgers_time_stays():
    usual = (f"{AT}10:03:27", "2026-09-03", "Patrol", "12207", "City of Albany", "1", *[""] * 7)
    validator = FormValidator(build_vocabulary(some_settings(), frozenset()))
    one, two, three = ((b"x", number) for number in range(1, 4))
    rows = {
        one: validator.validate(usual),
        two: validator.validate(usual),
        three: validator.validate((*usual[:5], "", *usual[6:])),
    }
    known = datetime.fromisoformat(f"{AT}10:03:00")
    now = set_times(rows, {one: known, three: known})
    assert [row.distribution and row.distribution.submitted_at.second for row in now.values()] == [0, 27, None]
