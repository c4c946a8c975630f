"""Excel workbooks: the sheet with the columns, dates as dates, and every end of the process that reads them."""

import io
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from schemas.tabs import Tab
from tasks.errors import OperationError
from tasks.sources.files import workbook
from tests.sources.files.reading import (
    FORM,
    FORM_TITLES,
    LINES,
    ROW,
    TITLES,
    read_tab,
    write_book,
    write_lines,
    write_zip,
)

BOOK = "Counts.xlsx"
COVER = [["Village of Example"], ["Summary"], ["Kits", 12]]
SHEETS: dict[str, dict[str, list[list[Any]]]] = {
    "the only one": {"Sheet1": LINES},
    "a cover first": {"Cover": COVER, "Data": LINES},
    "a title above": {"Data": [["Counts of 2026"], [], *LINES]},
    "by its name": {"Old": LINES[:1], "Counts": LINES},
    "by its name, of any case": {"Data": LINES[:1], "COUNTS": LINES},
    "by its name, although another has more": {"Old": [TITLES], "Counts": [TITLES[:4], ROW]},
    "the one with the most of the titles": {"Inventory": [["Date", "Item", "Lot", "Quantity"]], "Kits": LINES},
    "empty ones first": {"A": [], "B": [[]], "C": LINES},
}


@pytest.mark.parametrize("sheets", SHEETS.values(), ids=SHEETS.keys())
def test_the_sheet_with_the_columns_is_read(sheets: dict[str, list[list[Any]]], tmp_path: Path):
    cells = read_tab(tmp_path, write_book(**sheets), name=BOOK)
    assert ({*cells.header} & {*TITLES[:4]}, [[*row] for row in cells.rows]) == ({*TITLES[:4]}, [ROW])


def test_row_numbers_are_those_of_the_sheet(tmp_path: Path):
    lines = [["Counts of 2026"], [], [], *LINES]
    assert read_tab(tmp_path, write_book(Data=lines), name=BOOK).header_row == 4


def test_cells_keep_their_kinds(tmp_path: Path):
    row = [datetime(2026, 9, 30, 14, 3, 22, 500_000), date(2026, 9, 30), 12, 2.5, True, "“Cañón”", None, "end"]  # noqa: DTZ001
    cells = read_tab(tmp_path, write_book(Form=[FORM_TITLES, row]), Tab.RESPONSES, "Form.xlsx").rows[0]
    assert (cells[0], cells[2:]) == (row[0], [12, 2.5, True, "“Cañón”", "", "end"])
    assert str(cells[1]).startswith("2026-09-30")


def test_a_workbook_is_known_whatever_its_name(tmp_path: Path):
    assert [[*row] for row in read_tab(tmp_path, write_book(Data=LINES)).rows] == [ROW]
    assert [[*row] for row in read_tab(tmp_path, write_lines(LINES).encode(), name=BOOK).rows] == [ROW]


def test_a_workbook_without_the_sheet_names_those_it_has(tmp_path: Path):
    with pytest.raises(OperationError, match="its sheets are “Cover”, “Last year”"):
        read_tab(tmp_path, write_book(Cover=COVER, Last_year=COVER), name=BOOK)


def test_a_single_sheet_is_read_so_that_what_is_missing_is_said(tmp_path: Path):
    assert [*read_tab(tmp_path, write_book(Data=[["Date", "Place"], ROW]), name=BOOK).header] == ["Date", "Place"]


ENDS = {
    "it aborts": "os.abort()",
    "it says nothing": "pass",
    "it says half a line": "sys.stdout.write('{')",
    "it waits": "time.sleep(60)",
    "it never stops": "[print('[]') for _ in iter(int, 1)]",
    "it cannot start": "import no_such_module",
}


@pytest.mark.parametrize("what", ENDS.values(), ids=ENDS.keys())
def test_any_end_of_the_process_is_a_sentence(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    names = 'print(\'{"sheets":["A"]}\', flush=True)'
    monkeypatch.setattr(workbook, "_START", f"import os, sys, time; {names}; {what}")
    if "sleep" in what:
        monkeypatch.setattr(workbook, "_GRACE_SECONDS", 2)
        monkeypatch.setattr(workbook, "_LEAST_SECONDS", 0)
    monkeypatch.setattr(workbook, "_LARGEST_ANSWER", 1_000_000)
    with pytest.raises(OperationError, match="takes more memory or time") as refused:
        read_tab(tmp_path, write_book(Data=LINES), name=BOOK)
    assert BOOK in str(refused.value)


def test_a_machine_that_starts_no_process_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(OperationError, match="The machine cannot start the process that reads workbooks"):
        read_tab(tmp_path, write_book(Data=LINES), name=BOOK)


def test_a_workbook_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "LARGEST_WORKBOOK", 1000)
    with pytest.raises(OperationError, match="is too large"):
        read_tab(tmp_path, write_book(Data=LINES), name=BOOK)


LIMITED = """
import resource, sys
from tasks.private_process import keep_private
from tasks.sources.files.workbook_process import _limit
keep_private()
_limit(3, 200_000_000)
print(*[resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] for name in ("CPU", "AS", "CORE", "FSIZE")])
try:
    open("left.txt", "w")
except OSError:
    print("nothing is opened")
"""


def test_the_process_may_take_little_and_write_nothing(tmp_path: Path):
    root = Path(__file__).parents[3]
    ended = subprocess.run([sys.executable, "-c", LIMITED], cwd=root, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines() == ["3 200000000 0 0", "nothing is opened"]
    with pytest.raises(OperationError, match="takes more memory or time"):
        read_tab(tmp_path, write_far_cell(), name=BOOK)
    assert {path.name for path in tmp_path.iterdir()} == {BOOK, FORM}


def write_far_cell() -> bytes:
    """A workbook of a few kilobytes whose last cell asks for all the memory there is."""
    book = write_book(Data=LINES)
    with ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return write_zip(**{**parts, sheet: parts[sheet].replace(b"</sheetData>", far)})
