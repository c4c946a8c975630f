"""Excel's workbooks: sheets beside the form's, real date cells, and files that would end the process or never end."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from tests.cases.program import TITLES, Case, form, make_grid

SIX = [form(f"9/{day}/2026", kits=str(1 + day % 2)) for day in range(1, 7)]
NINE_KITS = 9
OF_MICROSOFT = {"submitted": "Completion time"}

# -- which sheet ------------------------------------------------------------------------------------------------------


def write_book(case: Case, *sheets: tuple[str, Sequence[Sequence[object]]], name: str = "forms.xlsx") -> None:
    """A workbook of these sheets, which the program reads as its form."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    case.write().settle(source={"responses": name})
    book.save(case.folder / name)


FORM_SHEET = ("Form1", make_grid(SIX, (), OF_MICROSOFT))
SHEETS = {
    "only the form": [FORM_SHEET],
    "a summary first": [("Summary", [["hello"]]), FORM_SHEET],
    "a summary last": [FORM_SHEET, ("Summary", [["hello"]])],
    "an empty sheet first": [("Sheet1", []), FORM_SHEET],
    "a pivot with some of the titles": [("Pivot", [["Unit", "Sum of Kits left"], ["Patrol", 9]]), FORM_SHEET],
    "two sheets before it": [("Notes", [["call the supplier"]]), ("Chart", []), FORM_SHEET],
}


@pytest.mark.parametrize("sheets", SHEETS.values(), ids=SHEETS)
def test_the_sheet_that_has_the_columns_is_read(sheets: list[tuple[str, list[list[object]]]], case: Case):
    write_book(case, *sheets)
    assert case.ingest()["accepted"] == len(SIX)
    assert case.measures()["kits_distributed"] == NINE_KITS


def test_where_no_sheet_has_them_all_sheets_are_named(case: Case):
    write_book(case, ("Summary", [["hello"]]), ("Pivot", [["Unit", "Sum of Kits left"]]))
    said = case.be_refused()
    assert "Summary" in said
    assert "Pivot" in said


def test_two_sheets_that_have_them_are_not_guessed_at(case: Case):
    write_book(case, FORM_SHEET, ("Form1 (old)", FORM_SHEET[1]))
    ended = case.lbn("ingest")
    said = ended.out + ended.words
    assert ended.code == 1 or "Form1" in said


# -- cells of Excel ---------------------------------------------------------------------------------------------------


def at_noon(day: int) -> datetime:
    """A time of September as a cell of Excel holds it: without a zone."""
    return datetime(2026, 9, day, 12)  # noqa: DTZ001 - as said


def test_date_cells_and_numbers_are_read(case: Case):
    titles = [*{**TITLES, **OF_MICROSOFT}.values()]
    rows = [[at_noon(day), date(2026, 9, day), "Patrol", 12207, None, 2.0, None, 1.0] for day in range(1, 4)]
    write_book(case, ("Form1", [titles, *rows]))
    assert case.codes() == []
    counted = case.measures()
    assert (counted["kits_distributed"], counted["people_trained"]) == (6, 3)


def test_real_date_cells_need_no_order(case: Case):
    titles = [*{**TITLES, **OF_MICROSOFT}.values()]
    rows = [[at_noon(25), date(2026, 9, 25), "Patrol", "12207", None, 2]]
    write_book(case, ("Form1", [titles, *rows]))
    case.settle(source={"responses": "forms.xlsx", "dates": "dmy"})
    assert case.table("month") == {"2026-09": 2}


def test_zips_that_lost_their_zeros_are_restored(case: Case):
    titles = [*{**TITLES, **OF_MICROSOFT}.values()]
    write_book(case, ("Form1", [titles, [at_noon(2), date(2026, 9, 1), "Patrol", 6390.0, None, 1]]))
    assert case.table("zip") == {"06390": 1}


# -- workbooks that are traps -----------------------------------------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType='
    '"application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" '
    'r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="'
    f'{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}  # fmt: skip


def write_rows(more: str = "") -> str:
    """The cells of the form as text within them, and something after the last row."""
    rows = [
        "".join(f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in
                enumerate(line))
        for number, line in enumerate(make_grid(SIX, (), {}), 1)
    ]  # fmt: skip
    body = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, 1))
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}{more}</sheetData></worksheet>'


CORNERS = {
    "a number in the last cell, attributes turned": '<row r="1048576"><c t="n" r="XFD1048576"><v>1</v></c></row>',
    "a number in the last cell": '<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>',
    "single quotes": "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    "a prefix before the names": f'<x:row xmlns:x="{MAIN}" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "a last row far down": '<row r="1048576"><c r="CV1048576"><v>1</v></c></row>',
}


def write_trap(path: Path, sheet: str) -> None:
    """A workbook of one sheet, as no spreadsheet writes it."""
    with ZipFile(path, "w", ZIP_DEFLATED) as book:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            book.writestr(name, text)


def write_open_document(path: Path, repeated: str) -> None:
    """A spreadsheet of OpenDocument, whose last row says how often it is repeated."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    rows = "".join(
        f"<table:table-row>{''.join(OPEN_CELL.format(text) for text in line)}</table:table-row>"
        for line in make_grid(SIX, (), {})
    )
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" xmlns:text="'
        f'{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">{rows}{repeated}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as book:
        book.writestr("mimetype", OPEN_TYPE)
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", MANIFEST)


OPEN_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
OF_A_FILE = "manifest:file-entr" + "y"  # OpenDocument's word, which the glossary rules out, so it is put together here
MANIFEST = (
    f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><{OF_A_FILE} '
    f'manifest:full-path="/" manifest:media-type="{OPEN_TYPE}"/></manifest:manifest>'
)
OPEN_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
BILLION = "1000000000"
REPEATED = {
    "a row a billion times": f'<table:table-row table:number-rows-repeated="{BILLION}">{OPEN_CELL.format("x")}'
    "</table:table-row>",
    "a cell a billion times": f'<table:table-row><table:table-cell table:number-columns-repeated="{BILLION}" '
    'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
    "nothing repeated": "",
}  # fmt: skip


LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (12, 12))
sys.argv = ["lbn.py", *sys.argv[1:]]
runpy.run_path("lbn.py", run_name="__main__")
"""
"""Starts the command with no more than it may need, so that a trap ends it and not the machine."""

MEASURED = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(ended.returncode)
"""
"""Tells what a command took. A small process does it: to Linux, a child begins with the memory of what started it."""


def be_told(case: Case, name: str) -> str:
    """Read the tabs in a process of its own: a sentence must come within ten seconds, and with 500 MB."""
    case.write().settle(source={"responses": name})
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", MEASURED, sys.executable, "-c", LIMITED, "ingest", "--program", str(case.folder)]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, errors="replace", check=False)
    said, code = ended.stderr, ended.returncode
    assert code in (0, 1), (code, said[-300:])
    assert "Traceback" not in said
    seconds, kilobytes = map(float, ended.stdout.split()[-2:])
    assert seconds < 10
    assert kilobytes < 500_000
    return said if code else ""


@pytest.mark.parametrize("corner", CORNERS.values(), ids=CORNERS)
def test_a_stray_cell_far_away_does_not_fill_the_memory(corner: str, case: Case):
    write_trap(case.folder / "forms.xlsx", write_rows(corner))
    said = be_told(case, "forms.xlsx")
    assert not said or "forms.xlsx" in said


@pytest.mark.parametrize("repeated", REPEATED.values(), ids=REPEATED)
def test_an_open_document_named_xlsx_is_told(repeated: str, case: Case):
    write_open_document(case.folder / "forms.xlsx", repeated)
    assert "forms.xlsx" in be_told(case, "forms.xlsx")
