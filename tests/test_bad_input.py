"""Tabs and files that cannot be read: one clear sentence, exit code 1, nothing lost, nothing half-done."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from string import ascii_uppercase

import pytest
from openpyxl import Workbook

from tests.support.processes import Limits, start
from tests.support.small_program import (
    FIELDS,
    HEADER,
    RESPONSES,
    SECRET,
    STOCK,
    Ended,
    a_row,
    files,
    lbn,
    places_of,
    rows,
    tables,
    write_form,
    write_program,
    write_settings,
)

ROWS = 100
BOOK = "Form responses.xlsx"
MEMORY = 4 * 1024**3


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with a hundred distributions and an edition."""
    folder = write_program(tmp_path_factory.mktemp("good") / "program", rows(ROWS))
    assert not lbn("ingest", program=folder).code
    assert not lbn("report", "nysdoh-quarterly", "2024-Q1", program=folder).code
    return folder


@pytest.fixture
def program(good: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoiled."""
    return shutil.copytree(good, tmp_path / "program")


def assert_refused(ended: Ended, code: int, *words: str) -> None:
    """One sentence or two on one line, with these words, and nothing of a row."""
    assert ended.code == code, ended
    assert not ended.out
    assert len(ended.words.strip().splitlines()) == 1, ended.words
    assert ended.words.strip().endswith((".", "?")), ended.words
    assert [word for word in words if word not in ended.words] == [], ended.words
    assert [word for word in (*SECRET.split(), "12207", "Traceback") if word in ended.words] == []


def assert_nothing_changes(program: Path, *words: str, command: str = "ingest") -> None:
    """A command that reads the tabs refuses, and leaves ledger and folder as they are."""
    before = tables(program), files(program)
    assert_refused(lbn(command, "--json", program=program), 1, *words)
    assert (tables(program), files(program)) == before


def header_with(**renamed: str) -> list[str]:
    """The form's header with some titles worded otherwise."""
    titles = {title.replace("_", " "): to for title, to in renamed.items()}
    return [titles.get(title, title) for title in HEADER]


def text(*lines: str) -> bytes:
    """Lines as Windows ends them."""
    return "\r\n".join([*lines, ""]).encode()


TITLES = ",".join(f'"{title}"' for title in HEADER)
LINE = f"1/2/2024 8:00:00,a@example.gov,1/2/2024,Patrol,12207,City of Albany,1,,,,,,,,{SECRET}"

BAD_CSV: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "an empty file": (b"", (RESPONSES, "no header row", "empty", "Nothing was changed")),
    "empty lines only": (text("", "", ""), (RESPONSES, "no header row")),
    "a header only": (text(TITLES), ("Form responses", "has no rows", "100", "--accept-withdrawals")),
    "a header and empty rows": (text(TITLES, "," * 14, "," * 14), ("has no rows", "--accept-withdrawals")),
    "rows without their header": (text(LINE, LINE), ("“Timestamp” is missing", "“Kits left” is missing")),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, (RESPONSES, "is a picture")),
    "binary zeros": (bytes(5000), (RESPONSES, "isn't a CSV file")),
    "UTF-16 without it": (text(TITLES, LINE).decode().encode("utf-16-le"), ("UTF-8", "Export it again")),
    "a quotation mark that never ends": (
        text(TITLES, LINE, f'"{LINE}', LINE), (RESPONSES, "row 3", "quotation mark", "Export it again"),
    ),
    "a cell of 50 MB": (
        text(TITLES, LINE, LINE + "x" * 50_000_000), (RESPONSES, "row 3", "longer than any form's answer"),
    ),
    "an archive under the name of a csv": (b"PK\x03\x04" + bytes(range(256)), (RESPONSES, "is an archive", "Unpack")),
}  # fmt: skip


@pytest.mark.parametrize(("body", "words"), BAD_CSV.values(), ids=BAD_CSV.keys())
def test_a_file_that_is_no_tab(body: bytes, words: tuple[str, ...], program: Path):
    (program / RESPONSES).write_bytes(body)
    assert_nothing_changes(program, *words)


BAD_HEADERS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "missing": (header_with(Kits_left=""), ("Form responses", "“Kits left” is missing", "[source.columns]")),
    "renamed": (header_with(Kits_left="Kits lefft"), ("“Kits left” is missing", "nearest", "“Kits lefft”")),
    "two at once": (header_with(Kits_left="", Unit=""), ("“Kits left” is missing", "“Unit” is missing")),
    "asked again, with other answers": (header_with(Anything_else="unit *"), ("100 for answers_conflict", "two col")),
    "doubled by the other title": (header_with(Anything_else="Completion time"), ("100 for answers_conflict",)),
    "a secret in its one": (header_with(Kits_left=SECRET), ("“Kits left” is missing",)),
    "a secret behind the title": (header_with(Unit=f"Unit {SECRET}"), ("“Unit” is missing",)),
}  # fmt: skip


@pytest.mark.parametrize(("header", "words"), BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
def test_columns_that_cannot_be_matched(header: list[str], words: tuple[str, ...], program: Path):
    write_form(program, rows(ROWS), header)
    assert_nothing_changes(program, *words)


@pytest.mark.parametrize("name", [RESPONSES, *STOCK])
@pytest.mark.parametrize("put_in_its_place", [Path.exists, Path.mkdir], ids=["missing", "a folder"])
def test_a_file_that_is_not_there(name: str, put_in_its_place: Callable[[Path], object], program: Path):
    (program / name).unlink()
    put_in_its_place(program / name)
    assert_nothing_changes(program, name, "Nothing was changed", "[source]", command="run")


@pytest.mark.parametrize("name", STOCK)
def test_a_tab_of_the_stock_without_a_column(name: str, program: Path):
    titles, rest = (program / name).read_text("utf-8").split("\n", 1)
    (program / name).write_text(titles.replace("Date", "When") + "\n" + rest, "utf-8")
    assert_nothing_changes(program, name.removesuffix(".csv"), "“Date” is missing")


def a_book(sheet: str | None = None) -> bytes:
    """A workbook with the form's rows; `sheet` takes the one of its only sheet's XML."""
    book, body = Workbook(), io.BytesIO()
    for line in (HEADER, LINE.split(",")):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(body)
    if sheet is None:
        return body.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(body) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return changed.getvalue()


def a_sheet(*far: str) -> str:
    """A sheet's XML: the form's titles, and a single letter in each of some far cells."""
    name_space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in HEADER)
    rest = "".join(
        f'<row r="{one.lstrip(ascii_uppercase)}"><c r="{one}" t="inlineStr"><is><t>x</t></is></c></row>' for one in far
    )
    return f'<worksheet xmlns="{name_space}"><sheetData><row r="1">{cells}</row>{rest}</sheetData></worksheet>'


BAD_WORKBOOKS: dict[str, bytes] = {
    "empty": b"",
    "cut off": a_book()[:3000],
    "a zip of something else": a_book().replace(b"xl/work", b"xl/wurk"),
    "encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"E\0n\0c\0r\0y\0p\0t\0i\0o\0n" + bytes(2000),
    "broken xml": a_book("<worksheet><sheetData><row><c>" + SECRET),
    "a letter in its last cell": a_book(a_sheet("XFD1048576")),
}


@pytest.mark.parametrize("body", BAD_WORKBOOKS.values(), ids=BAD_WORKBOOKS.keys())
def test_a_workbook_that_cannot_be_read(body: bytes, program: Path, tmp_path: Path):
    (program / "lbn.toml").write_text(write_settings(source={"responses": BOOK}), "utf-8")
    (program / BOOK).write_bytes(body)
    before = tables(program), files(program)
    ended = start("book", "ingest", "--program", program, scratch=tmp_path, limits=Limits(memory_bytes=MEMORY)).ended()
    assert_refused(ended, 1, BOOK, "Nothing was changed")
    assert (tables(program), files(program)) == before


WITHDRAWALS = {
    "5 of 100": (100, 5, True), "6 of 100": (100, 6, False), "20 of 1000": (1000, 20, True),
    "21 of 1000": (1000, 21, False), "all": (100, 100, False),
}  # fmt: skip


@pytest.mark.parametrize(("there", "gone", "is_taken"), WITHDRAWALS.values(), ids=WITHDRAWALS.keys())
def test_rows_that_vanish(there: int, gone: int, is_taken: bool, tmp_path: Path):
    program = write_program(tmp_path, rows(there))
    assert lbn("ingest", "--json", program=program).json["new"] == there
    write_form(program, rows(there)[gone:])
    if not is_taken:
        assert_nothing_changes(program, str(there), "Nothing was changed", "--accept-withdrawals")
        lbn("ingest", "--accept-withdrawals", program=program)
        counts = lbn("ingest", "--json", program=program).json
        assert (counts["accepted"], counts["withdrawn"]) == (there - gone, 0)
        return
    counts = lbn("ingest", "--json", program=program).json
    assert (counts["accepted"], counts["withdrawn"]) == (there - gone, gone)


FORMULA = '=HYPERLINK("http://canary.invalid","Canary")'


def test_a_formula_cannot_be_read_and_is_kept_nowhere(program: Path):
    write_form(
        program, [*rows(ROWS), *(a_row(ROWS + n, **{field: FORMULA}) for n, field in enumerate(FIELDS.values()))]
    )
    counts = lbn("run", "--json", program=program).json["ingest"]
    assert (counts["new"], counts["held"], counts["flagged"]) == (13, 3, 7)
    assert not list(places_of(program, "anary"))
