"""The sheets to count by: every lot to look for, room for others, and no number that is recorded."""

import re
from datetime import date
from typing import Any

import pytest

from schemas.sheets import CountLine, CountSheet
from tasks.messages.long_words import MAY_BREAK
from tasks.messages.sheets.count_sheet import ALL_LOTS, EMPTY_LINES, FEWEST_LINES, SET_APART, build_count_sheets
from tests.support.settings import some_settings

TODAY = date(2026, 11, 26)
LINE = CountLine("kit", "A1", date(2028, 12, 31), is_recalled=False, is_expired=False)


def page(*lines: CountLine) -> dict[str, Any]:
    """Patrol's sheet."""
    settings = some_settings(source={"counts": "Counts.csv"})
    (only,) = build_count_sheets([CountSheet("Patrol", lines)], settings, TODAY, TODAY)["pages"]
    return only


def rows(*lines: CountLine) -> list[list[str]]:
    """What the table of Patrol's sheet holds."""
    return next(block["rows"] for block in page(*lines)["blocks"] if block["kind"] == "Grid")


def test_a_line_has_its_lot_and_an_empty_cell_to_write_in():
    assert rows(LINE)[:2] == [["Naloxone 4 mg nasal spray kit (kit)", "A1", "Dec 31, 2028", ""], [""] * 4]


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ({"is_recalled": True}, "Dec 31, 2028 (recalled)"),
        ({"is_expired": True}, "Dec 31, 2028 (expired)"),
        ({"is_recalled": True, "is_expired": True}, "Dec 31, 2028 (recalled)"),
        ({"is_recalled": True, "expires": None}, "(recalled)"),
        ({"expires": None}, ""),
    ],
)
def test_the_last_day_of_a_lot_and_what_is_to_be_known(changes: dict[str, Any], written: str):
    line = LINE._replace(**changes)
    assert rows(line)[0][2] == written
    is_said = any(block.get("words") == SET_APART for block in page(line)["blocks"])
    assert is_said is (line.is_recalled or line.is_expired)


def test_a_long_lot_stays_in_its_column():
    lot = "ABCDEFGHIJKLMNOPQRST"
    (cell,) = {row[1] for row in rows(LINE._replace(lot=lot)) if row[1]}
    assert [one for one in cell.split(MAY_BREAK) if one] == list(lot)


def test_an_item_without_a_lot_is_counted_together():
    assert rows(LINE._replace(lot=None))[0][1] == ALL_LOTS


@pytest.mark.parametrize(("listed", "empty"), [(0, FEWEST_LINES), (2, FEWEST_LINES - 2), (9, EMPTY_LINES)])
def test_there_is_room_for_lots_that_nobody_listed(listed: int, empty: int):
    assert sum(not any(row) for row in rows(*[LINE] * listed)) == empty


def test_where_it_is_entered_names_the_location_and_the_codes():
    steps = steps_of(page())
    assert "Location, Patrol; Item, the code in brackets (kit, fts, xts)" in steps[0]


def steps_of(sheet: dict[str, Any]) -> list[str]:
    """How what was counted is entered."""
    return next(block["steps"] for block in sheet["blocks"] if block["kind"] == "Steps")


def test_where_no_tab_is_named_it_says_to_make_one():
    (sheet,) = build_count_sheets([CountSheet("Patrol", ())], some_settings(), TODAY, TODAY)["pages"]
    assert steps_of(sheet)[0].startswith("lbn.toml names no Counts tab, so a count is read by nobody yet: make a tab")
    assert "Date, Location, Item, Lot (optional), Counted, and name it as source.counts." in steps_of(sheet)[0]


def test_no_number_stands_beside_what_is_counted():
    """The digits of a sheet are those of names, days, and of “0 where nothing is there”."""
    words = re.sub(r"'widths': \[[^]]*\]", "", str(page(LINE)))
    assert re.findall(r"\d+", re.sub(r"4 mg|A1|Dec 31, 2028|\b0\b", "", words)) == []
