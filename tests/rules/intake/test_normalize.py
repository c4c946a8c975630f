"""A cell in its one form: the three export styles say the same, and what cannot be read stays as it is."""

from datetime import date, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.tabs import COLUMNS, Kind, Tab
from tasks.rules.intake import normalize
from tasks.rules.intake.dates import DateStyle
from tasks.rules.intake.normalize import (
    BOTH,
    normalize_day,
    normalize_expiry,
    normalize_instant,
    normalize_rows,
    normalize_text,
)
from tasks.rules.intake.zip_codes import restore_zeros

NEW_YORK = DateStyle(ZoneInfo("America/New_York"))
FORM = COLUMNS[Tab.RESPONSES]
moment = datetime.fromisoformat


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("", ""),
        ("  2 ", "2"),
        ("Patrol\r\n", "Patrol"),
        ("\u00a0Patrol\u3000", "Patrol"),  # spaces of other alphabets too
        (12207, "12207"),
        (12207.0, "12207"),
        (-0.0, "0"),
        (3.5, "3.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (1e300, str(int(1e300))),
        (date(2026, 9, 30), "2026-09-30"),
        (moment("2026-09-30T14:03:22"), "2026-09-30T14:03:22"),
        (time(14, 3), "14:03:00"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("２", "２"),  # no other digits are made ASCII ones
        ("0042", "0042"),
        ("2.0", "2"),  # as a program writes the whole numbers of a column with gaps
        ("2.50", "2.50"),
    ],
)
def test_text(cell: Any, text: str):
    assert normalize_text(cell) == text


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("9/30/2026", id="Google Sheets"),
        pytest.param("09/30/2026", id="Google Sheets, two digits"),
        pytest.param("9/30/2026 14:03:22", id="Google Sheets, with a time"),
        pytest.param("2026-09-30", id="Google Forms"),
        pytest.param("2026/09/30", id="Google Forms, slashes"),
        pytest.param("2026/9/30 2:03:22 PM EDT", id="Google Forms, with a time"),
        pytest.param("2026-09-30T14:03:22", id="ISO"),
        pytest.param(" 2026-09-30\n", id="spaces around"),
        pytest.param(date(2026, 9, 30), id="a day"),
        pytest.param(moment("2026-09-30T00:00:00"), id="Excel's day"),
        pytest.param(moment("2026-09-30T23:59:59"), id="Excel's date-time"),
        pytest.param(46295, id="serial"),
        pytest.param(46295.0, id="serial, decimal"),
        pytest.param(46295.75, id="serial with a time"),
    ],
)
def test_a_day_has_one_form_in_every_export(cell: Any):
    assert normalize_day(cell, NEW_YORK) == "2026-09-30"


@pytest.mark.parametrize(
    "cell",
    [
        "", "yesterday", "30/9/2026", "13/1/2026", "2/29/2026", "2026-02-30", "2026-00-10", "0000-01-01", "9/30/262",
        "2026-09/30", "20260930", "46295", "Mon 30, 2026", "Sep 31, 2026", "9/30/２026", "9/30/٢٠٢٦", "=TODAY()",
        "2026-09-30x",
        "<b>9/30/2026</b>", "9/30/2026 25:00:00", "9/30/2026 13:00 PM", "9/30/2026 0:30 AM", "9/30/2026 1:60",
    ],
)  # fmt: skip
def test_what_is_no_day_stays_as_it_is(cell: str):
    assert normalize_day(cell, NEW_YORK) == cell


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        (1, "1899-12-31"), (60, "1900-02-28"), (61, "1900-03-01"), (2_958_465, "9999-12-31"),  # Excel's own bounds
        (0, "0"), (0.5, "0.5"), (-1, "-1"), (2_958_466, "2958466"), (float("nan"), "nan"), (True, "TRUE"),
        (time(14, 3), "14:03:00"), (None, ""),
    ],
)  # fmt: skip
def test_serials_are_days_within_the_bounds_of_a_sheet(serial: Any, text: str):
    assert normalize_day(serial, NEW_YORK) == text


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("9/30/2026 14:03:22", id="Google Sheets"),
        pytest.param("2026/09/30 2:03:22 PM EDT", id="Google Forms"),
        pytest.param("2026/09/30 2:03:22 pm EDT", id="small pm"),
        pytest.param("2026/09/30 2:03:22PM", id="no zone, no empty"),
        pytest.param("9/30/2026 2:03:22\u202fPM", id="a browser's narrow empty"),
        pytest.param("2026/09/30 1:03:22 PM CDT", id="an account in Chicago"),
        pytest.param("2026/09/30 11:03:22 AM PDT", id="an account in Los Angeles"),
        pytest.param("2026/09/30 6:03:22 PM UTC", id="universal time"),
        pytest.param("2026/09/30 2:03:22 PM GMT-4", id="offset"),
        pytest.param("2026/09/30 11:33:22 PM GMT+5:30", id="offset with minutes"),
        pytest.param("2026-09-30T14:03:22", id="ISO"),
        pytest.param("2026-09-30T14:03:22.000", id="ISO with fractions"),
        pytest.param("2026-09-30 14:03:22 -0400", id="ISO with an offset"),
        pytest.param("2026-10-01T01:03:22+07:00", id="the day before over there"),
        pytest.param(moment("2026-09-30T14:03:22"), id="Excel"),
        pytest.param(moment("2026-09-30T14:03:21.999500"), id="Excel, a hair before the second"),
        pytest.param(moment("2026-09-30T14:03:22.000400"), id="Excel, a hair after it"),
        pytest.param(46295 + (14 * 3600 + 3 * 60 + 22) / 86_400, id="serial"),
    ],
)
def test_an_instant_has_one_form_in_every_export(cell: Any):
    assert normalize_instant(cell, NEW_YORK) == "2026-09-30T14:03:22"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("9/30/2026 14:03", "2026-09-30T14:03:00"),
        ("2026/09/30 12:00:00 AM EDT", "2026-09-30T00:00:00"),
        ("2026/09/30 12:00:00 PM EDT", "2026-09-30T12:00:00"),
        (date(2026, 9, 30), "2026-09-30T00:00:00"),  # how Excel's reader gives the stroke of midnight
        ("2026/09/30 12:30:00 AM CDT", "2026-09-30T01:30:00"),
        ("2026/09/30 11:30:00 PM CDT", "2026-10-01T00:30:00"),
        # Of the hour that comes twice when summer time ends, the second one is told apart where a cell says it.
        ("2026/11/01 1:30:00 AM EDT", "2026-11-01T01:30:00"),
        ("2026/11/01 1:30:00 AM EST", "2026-11-01T01:30:00-05:00"),
        ("2026-11-01T06:30:00Z", "2026-11-01T01:30:00-05:00"),
        ("2026-11-01T01:30:00-05:00", "2026-11-01T01:30:00-05:00"),
        ("2026/11/01 2:30:00 AM EST", "2026-11-01T02:30:00"),
        ("11/1/2026 1:30:00", "2026-11-01T01:30:00"),
        # The hour that never happens is kept as the sheet has it; a zone's own word for it is the hour after.
        ("3/8/2026 2:30:00", "2026-03-08T02:30:00"),
        ("2026/03/08 2:30:00 AM EST", "2026-03-08T03:30:00"),
    ],
)
def test_an_instant_is_the_agencys_local_time(cell: str, text: str):
    assert normalize_instant(cell, NEW_YORK) == text


@pytest.mark.parametrize(
    "cell",
    [
        "", "9/30/2026", "2026-09-30", "14:03:22", "9/30/2026 24:00:00", "9/30/2026 14:03:22 PM", "9/30/2026 14:60:00",
        "2026/09/30 2:03:22 PM CEST", "2026/09/30 2:03:22 PM GMT+24", "2026/09/30 ２:03:22 PM EDT", "=NOW():",
        "2026-02-30T10:00:00",
    ],
)  # fmt: skip
def test_what_is_no_instant_stays_as_it_is(cell: str):
    assert normalize_instant(cell, NEW_YORK) == cell


@pytest.mark.parametrize(("cell", "text"), [(True, "TRUE"), (None, ""), (time(1, 2), "01:02:00")])
def test_a_cell_without_a_time_is_no_instant(cell: Any, text: str):
    assert normalize_instant(cell, NEW_YORK) == text


def _row(**given: Any) -> list[Any]:
    return [given.get(column.field) for column in FORM]


def test_rows_come_out_the_same_from_every_export():
    sheets = _row(submitted="9/30/2026 14:03:22", date="9/30/2026", unit="Patrol", zip="12207", kits="2")
    forms = _row(submitted="2026/09/30 2:03:22 PM EDT", date="2026-09-30", unit="Patrol ", zip="12207", kits="2")
    excel = _row(submitted=moment("2026-09-30T14:03:22"), date=date(2026, 9, 30), unit="Patrol", zip=12207.0, kits=2)
    first, *others = normalize_rows(FORM, [sheets, forms, excel], [(index,) for index in range(len(FORM))], NEW_YORK)
    assert first == ("2026-09-30T14:03:22", "2026-09-30", "Patrol", "12207", "", "2", *[""] * 7)
    assert others == [first, first]


def test_columns_go_by_place_and_short_rows_are_filled_up():
    columns = COLUMNS[Tab.COUNTS]
    places = [(1,), (0,), (3,), (), (4,)]
    rows = [["Patrol", "6/1/2026", "never read", "kit", 5, "never read"], ["Patrol", "6/2/2026"], []]
    assert list(normalize_rows(columns, rows, places, NEW_YORK)) == [
        ("2026-06-01", "Patrol", "kit", "", "5"),
        ("2026-06-02", "Patrol", "", "", ""),
        ("", "", "", "", ""),
    ]


TICKS = [(1, "1"), (True, "TRUE"), (1.0, "1"), ("1", "1"), (0, "0"), (False, "FALSE")]


@pytest.mark.parametrize("cells", [TICKS, TICKS[::-1]], ids=["numbers first", "ticks first"])
def test_a_tick_is_no_number_even_beside_equal_ones(cells: list[tuple[Any, str]]):
    columns = [column for column in FORM if column.field == "kits"]
    formed = normalize_rows(columns, [[cell] for cell, _ in cells], [(0,)], NEW_YORK)
    assert list(formed) == [(text,) for _, text in cells]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("01 DEC 2028", "01 DEC 2028"), ("30-Jun-2028", "30-Jun-2028"),  # as ledgers in use know them
        ("30-Jun-28", "2028-06-30"), ("June 30, 2028", "2028-06-30"), ("6/30/28", "2028-06-30"),
        ("2028-06", "2028-06"), ("6/2028", "6/2028"), (date(2028, 6, 30), "2028-06-30"), (None, ""),
    ],
)  # fmt: skip
def test_an_expiry_written_as_on_cartons_stays(cell: Any, text: str):
    assert normalize_expiry(cell, NEW_YORK) == text


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ((None, None), ""), (("2", None), "2"), (("", "3"), "3"), (("2", "2.0"), "2"),
        (("At  risk;", "at risk"), "At risk"),
        (("2", "3"), f"2{BOTH}3"), ((" ", "3"), "3"),
    ],
)  # fmt: skip
def test_of_a_question_asked_again_the_filled_cell_counts(answers: tuple[Any, Any], text: str):
    columns = [column for column in FORM if column.field == "reason"]
    assert list(normalize_rows(columns, [answers], [(0, 1)], NEW_YORK)) == [(text,)]


ANY_CELL = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.times()
    | st.datetimes(max_value=moment("9999-12-31T00:00:00"))
    | st.floats(1, 2_958_465) | st.from_regex(r"\A[01]?\d/[0-3]?\d/20\d\d( [012]?\d:[0-5]\d(:[0-5]\d)?( [AP]M)?)?\Z")
    | st.from_regex(r"\A20\d\d[-/][01]\d[-/][0-3]\d[ T][012]\d:[0-5]\d:[0-5]\d ?(EDT|UTC|[+-]0\d:?[03]0)?\Z")
)  # fmt: skip


@given(st.lists(ANY_CELL, max_size=5), st.sampled_from(Kind))
def test_a_cell_has_one_form_alone_and_among_others(given_cells: list[Any], kind: Kind):
    """Cells that repeat are looked at once, and plain ones take a short way; that must show in the speed only."""
    column = next(column for tab in Tab for column in COLUMNS[tab] if column.kind is kind)
    forms = {Kind.DAY: normalize_day, Kind.EXPIRY: normalize_expiry, Kind.INSTANT: normalize_instant}
    texts = {Kind.TEXT: normalize_text, Kind.ZIP: lambda cell: restore_zeros(normalize_text(cell))}
    form = texts[kind] if kind in texts else partial(forms[kind], style=NEW_YORK)
    formed = normalize_rows([column], [[cell] for cell in given_cells], [(0,)], NEW_YORK)
    assert list(formed) == [(form(cell),) for cell in given_cells]


@given(
    st.lists(st.lists(ANY_CELL | st.sampled_from([True, 1, 1.0, "1", False, 0, "9/3/2026 9:03"]), max_size=13)),
    st.integers(1, 4),
)
def test_rows_have_one_form_in_pieces_of_any_size(rows: list[list[Any]], most: int):
    indexes = [(index,) for index in range(len(FORM))]
    whole = list(normalize_rows(FORM, rows, indexes, NEW_YORK))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalize, "_ROWS_AT_ONCE", most)
        assert list(normalize_rows(FORM, rows, indexes, NEW_YORK)) == whole


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30 10:00:00", "0000-01-01 10:00:00", "9/31/2026 10:00:00", "today 10:00:00", "9/30/2026 24:00:00",
        "9/30/2026T09:00:00 10:00:00",
    ],
)  # fmt: skip
def test_an_impossible_instant_stays_as_it_is_in_a_column_too(cell: str):
    assert list(normalize_rows(FORM[:1], [[cell]], [(0,)], NEW_YORK)) == [(cell,)]


@given(ANY_CELL, st.sampled_from(Kind))
def test_bringing_into_form_is_idempotent(cell: Any, kind: Kind):
    """A canonical text is itself in form: exporting what was imported changes no fingerprint."""
    columns = [column for tab in Tab for column in COLUMNS[tab] if column.kind is kind][:1]
    once = list(normalize_rows(columns, [[cell]], [(0,)], NEW_YORK))
    assert list(normalize_rows(columns, once, [(0,)], NEW_YORK)) == once


@given(st.datetimes(moment("1970-01-01T00:00:00"), moment("2100-01-01T00:00:00")))
def test_all_exports_of_an_instant_agree(to_the_microsecond: datetime):
    at = to_the_microsecond.replace(microsecond=0)
    serial = (at - moment("1899-12-30T00:00:00")).total_seconds() / 86_400
    forms = f"{at:%Y/%m/%d} {at.hour % 12 or 12}:{at:%M:%S} {'PM' if at.hour >= 12 else 'AM'}"
    sheets = f"{at.month}/{at.day}/{at.year} {at.hour}:{at:%M:%S}"
    written = [at, serial, forms, sheets, at.isoformat()]
    assert {normalize_instant(cell, NEW_YORK) for cell in written} == {at.isoformat()}
    assert {normalize_day(cell, NEW_YORK) for cell in written} == {at.date().isoformat()}


@pytest.mark.parametrize(
    "cell",
    [2_958_465.999_999_9, "12/31/9999 11:59:59 PM PST", "1/1/0001 0:00:00 UTC", moment("9999-12-31T23:59:59.600")],
)
def test_an_instant_beyond_the_calendar_is_not_read(cell: Any):
    """It is held like any other that cannot be read, and stops no sync."""
    assert normalize_instant(cell, NEW_YORK) == normalize_text(cell)
