"""The identity of a row: keyed, the same in every export and order, another one after any edit."""

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.tabs import COLUMNS, Cells, Kind, Tab
from tasks.rules.intake.dates import DateStyle
from tasks.rules.intake.fingerprint import (
    FIRST_FIELDS,
    fingerprint_rows,
    fingerprint_seconds,
    make_ref,
    number_identities,
)
from tasks.rules.intake.normalize import normalize_rows
from tests.support.builders import FORM_ANSWERS, a_form_row

NEW_YORK = DateStyle(ZoneInfo("America/New_York"))

KEY = b"0123456789abcdef0123456789abcdef"
ROWS = st.lists(st.tuples(*[st.sampled_from(["", "1", "2", "Patrol", "12207"])] * 3), max_size=12)


def of(row: Cells, tab: Tab = Tab.RESPONSES, key: bytes = KEY) -> bytes:
    """The fingerprint of one row."""
    return fingerprint_rows(tab, [row], key)[0]


def test_it_is_sixteen_bytes_and_says_nothing():
    assert len(of(a_form_row())) == 16
    assert b"12207" not in of(a_form_row())


def test_the_fingerprint_stays_what_it_was():
    """If this fails, every stored row would be taken for an edited one: raise VERSION with it."""
    assert of(("2026-06-01", "Patrol", "kit", "", "5"), Tab.COUNTS).hex() == "99272a5d31fe2a93c96c90917e3ddd31"


def test_a_row_of_the_form_stays_the_same_row():
    """If this fails, a field was put between the others: it belongs behind them, where an empty one changes nothing."""
    assert of(a_form_row()).hex() == "7f59d87518239a26034be2d80c522981"


def test_an_added_field_counts_only_where_it_is_filled_in():
    row = ("2026-06-01", "Patrol", "Refresher", "5")
    before, empty, one, other, both = (
        of((*row, *later), Tab.TRAINING) for later in ((), ("", ""), ("x",), ("", "x"), ("x", ""))
    )
    assert before == empty
    assert one == both
    assert len({before, one, other}) == 3


@pytest.mark.parametrize("tab", Tab)
def test_no_field_of_the_first_version_is_gone(tab: Tab):
    assert len(COLUMNS[tab]) >= FIRST_FIELDS[tab]


@pytest.mark.parametrize("field", FORM_ANSWERS)
def test_an_edit_of_any_answer_makes_another_row(field: str):
    assert of(a_form_row()) != of(a_form_row(**{field: FORM_ANSWERS[field] + "0"}))


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (("12", "3"), ("1", "23")),
        (("", "1"), ("1", "")),
        (("1", "2", ""), ("1", "2")),
        (("a",), ("A",)),
        (("1", "1"), ("1", "1 ")),
        (("1\x1f2", "3"), ("1", "2\x1f3")),
        (("1\x1f2", "3"), ("1", "2", "3")),
    ],
)
def test_rows_that_read_alike_are_not_the_same(one: Cells, another: Cells):
    assert of(one) != of(another)


def test_another_key_or_tab_gives_another_fingerprint():
    row = ("2026-06-01", "Patrol")
    prints = {of(row), of(row, key=b"another key"), of(row, Tab.COUNTS), of(row, Tab.TRAINING)}
    assert len(prints) == 4


def test_text_that_is_no_unicode_has_a_fingerprint_too():
    assert of(("\udc80",)) != of(("\udc81",))


def test_equal_rows_are_numbered_in_the_order_of_the_tab():
    a, b = b"a" * 16, b"b" * 16
    assert number_identities([a, b, a, a]) == [(a, 1), (b, 1), (a, 2), (a, 3)]


@pytest.mark.parametrize(("occurrence", "ref"), [(1, "3f9a2c1b"), (2, "3f9a2c1b-2"), (11, "3f9a2c1b-11")])
def test_people_speak_of_a_row_by_a_short_name(occurrence: int, ref: str):
    assert make_ref((bytes.fromhex("3f9a2c1b" + "00" * 12), occurrence)) == ref


@given(ROWS, st.integers().map(Random))
def test_sorting_the_tab_changes_no_identity(rows: list[Cells], chance: Random):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    before = number_identities(fingerprint_rows(Tab.COUNTS, rows, KEY))
    after = number_identities(fingerprint_rows(Tab.COUNTS, shuffled, KEY))
    assert sorted(before) == sorted(after)


@given(ROWS)
def test_every_row_has_an_identity_and_numbers_have_no_gap(rows: list[Cells]):
    found = number_identities(fingerprint_rows(Tab.COUNTS, rows, KEY))
    assert len(set(found)) == len(rows)
    for row in set(rows):
        numbers = [occurrence for (_, occurrence), other in zip(found, rows, strict=True) if other == row]
        assert numbers == list(range(1, rows.count(row) + 1))


STYLES = {
    "Google Sheets": ("{0.month}/{0.day}/{0.year} {0.hour}:{0:%M:%S}", "{0.month}/{0.day}/{0.year}"),
    "Google Forms": ("{0:%Y/%m/%d %I:%M:%S %p}", "{0:%Y-%m-%d}"),
    "ISO": ("{0:%Y-%m-%d %H:%M:%S}", "{0:%Y/%m/%d}"),
}


@given(
    st.datetimes(datetime.fromisoformat("2025-01-01T00:00:00"), datetime.fromisoformat("2027-01-01T00:00:00")),
    st.sampled_from(["1", "2", "500"]),
)
def test_every_export_of_a_row_is_the_same_row(at: datetime, kits: str):
    columns = COLUMNS[Tab.RESPONSES]
    rows: list[list[object]] = []
    for instant, day in STYLES.values():
        written = {Kind.INSTANT: instant.format(at), Kind.DAY: day.format(at)}
        rows.append([kits if column.field == "kits" else written.get(column.kind, "") for column in columns])
    excel = {Kind.INSTANT: at.replace(microsecond=0), Kind.DAY: at.date()}
    rows.append([int(kits) if column.field == "kits" else excel.get(column.kind) for column in columns])
    formed = normalize_rows(columns, rows, [(index,) for index in range(len(columns))], NEW_YORK)
    assert len(set(fingerprint_rows(Tab.RESPONSES, formed, KEY))) == 1


AT = "2026-09-03T10:03"


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param((), id="the time alone"),
        pytest.param(a_form_row()[1:], id="an ordinary row"),
        pytest.param((f"{AT}:00", "Patrol"), id="the time in another cell as well"),
        pytest.param(("1\x1f2", "'"), id="the separator in a cell"),
        pytest.param(("\ud800", "Ärger"), id="letters of any kind"),
        pytest.param(("", *["x"] * 12, "", ""), id="fields of later versions, left empty"),
    ],
)
def test_every_second_of_a_minute_is_the_row_that_it_would_be(rest: Cells):
    rows = [(f"{AT}:{second:02d}", *rest) for second in range(60)]
    expected = list(zip((row[0] for row in rows), fingerprint_rows(Tab.RESPONSES, rows, KEY), strict=True))
    assert list(fingerprint_seconds(rows[27], KEY)) == expected
    assert list(fingerprint_seconds(rows[0], KEY)) == expected
