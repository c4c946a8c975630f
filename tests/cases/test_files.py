"""Files as people export them: separators, lines above the header, files that are something else, patterns of names."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cases.program import RESPONSES, Case, form, forms, make_grid, write_csv
from tests.support.small_program import lbn

THREE = forms(3)
CURLY = form("9/10/2026", notes='it’s fine; "really", they said')
GRID = make_grid([*THREE, CURLY], (), {})

# -- read where that is safe ------------------------------------------------------------------------------------------


def write_lines(path: Path, *first: str, delimiter: str = ",", encoding: str = "utf-8", ending: str = "\r\n") -> None:
    """The form's tab with these lines above it."""
    write_csv(path, GRID, delimiter=delimiter, lineterminator=ending)
    text = ending.join([*first, path.read_text("utf-8")])
    path.write_bytes(text.encode(encoding))


READ: dict[str, Callable[[Path], None]] = {
    "semicolons": lambda path: write_lines(path, delimiter=";"),
    "tabs": lambda path: write_lines(path, delimiter="\t"),
    "sep= and semicolons": lambda path: write_lines(path, "sep=;", delimiter=";"),
    "sep= and commas": lambda path: write_lines(path, "sep=,"),
    "a byte order mark": lambda path: write_lines(path, encoding="utf-8-sig"),
    "a mark and sep=": lambda path: write_lines(path, "sep=;", delimiter=";", encoding="utf-8-sig"),
    "a title above the header": lambda path: write_lines(path, "Leave-behind program 2026,,,"),
    "a title and an empty line": lambda path: write_lines(path, "Leave-behind program 2026", ""),
    "nineteen lines above the header": lambda path: write_lines(path, *["for the chief"] * 19),
    "a title, separated by semicolons": lambda path: write_lines(path, "Leave-behind;;", delimiter=";"),
    "lines of an old Mac": lambda path: write_lines(path, ending="\n"),
}


@pytest.mark.parametrize("write", READ.values(), ids=READ)
def test_a_table_is_read_however_it_is_separated(write: Callable[[Path], None], case: Case):
    case.write()
    write(case.folder / RESPONSES)
    assert case.ingest()["accepted"] == 4
    assert case.codes() == []
    assert case.measures()["kits_distributed"] == 4


def test_a_row_below_a_title_is_named_by_its_own_number(case: Case):
    case.write()
    path = case.folder / RESPONSES
    write_csv(path, [["Leave-behind program"], [], *make_grid([form(), form("9/11/2026", kits="two")], (), {})])
    assert case.attention() == [("Form responses", 5, "kits_not_a_number")]


@pytest.mark.parametrize("tab", ["Inventory.csv", "Counts.csv", "Training.csv"])
def test_the_other_tabs_are_read_alike(tab: str, case: Case):
    case.write(*THREE)
    path = case.folder / tab
    path.write_text("sep=;\n" + path.read_text("utf-8").replace(",", ";"), encoding="utf-8")
    assert case.ingest()["accepted"] == 3


# -- told for what it is ----------------------------------------------------------------------------------------------

HTML = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in to continue</body></html>"
HTML_TABLE = b"<html><table><tr><td>Timestamp</td></tr></table></html>"
OPEN_DOCUMENT = b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
OLD_WORKBOOK = OLD_OFFICE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(1024)
LOCKED = OLD_OFFICE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)
OTHER_THINGS = {
    # what it is: the file's name, what is in it, and words of the sentence
    "an HTML page": (RESPONSES, HTML, ("web page", "html", "sign")),
    "an HTML table named .xlsx": ("forms.xlsx", HTML_TABLE, ("html", "web page")),
    "a workbook of Excel 97": ("forms.xls", OLD_WORKBOOK, (".xls", "excel 97", "old excel")),
    "a workbook of Excel 97 named .xlsx": ("forms.xlsx", OLD_WORKBOOK, (".xls", "password")),
    "a workbook with a password": ("forms.xlsx", LOCKED, ("password",)),
    "a spreadsheet of OpenDocument": ("forms.ods", OPEN_DOCUMENT, (".ods", "opendocument")),
    "an empty file": (RESPONSES, b"", ("empty",)),
    "letters with nothing between them": (RESPONSES, b"hello\nworld\n", ("timestamp", "column", "header", "title")),
}  # fmt: skip


@pytest.mark.parametrize(("name", "body", "words"), OTHER_THINGS.values(), ids=OTHER_THINGS)
def test_a_file_is_told_for_what_it_is(name: str, body: bytes, words: tuple[str, ...], case: Case):
    case.write().settle(source={"responses": name})
    (case.folder / name).write_bytes(body)
    said = case.be_refused().casefold()
    assert name.casefold() in said or "form responses" in said
    assert any(word in said for word in words), said
    if "hello" not in body.decode("latin-1"):
        assert "[source.columns]" not in said


def test_an_export_that_became_a_page_changes_nothing(case: Case):
    case.write(*THREE).ingest()
    (case.folder / RESPONSES).write_bytes(HTML)
    assert "withdraw" not in case.be_refused()
    assert case.ask("status")["entries"] == 3


def test_the_other_tabs_file_is_told(case: Case):
    case.write(*THREE)
    (case.folder / RESPONSES).write_bytes((case.folder / "Inventory.csv").read_bytes())
    assert "Inventory" in case.be_refused()


# -- patterns of file names -------------------------------------------------------------------------------------------

GOOGLES = "Naloxone form (Responses) - Form Responses 1.csv"
GOOGLES_AGAIN = "Naloxone form (Responses) - Form Responses 1 (1).csv"
MICROSOFTS = "Naloxone form(1-3).csv"


def put(case: Case, name: str, count: int, age: int) -> None:
    """An export of so many forms, so many hours old."""
    path = case.folder / name
    write_csv(path, make_grid(forms(count), (), {}))
    at = 1_700_000_000 - age * 3600
    os.utime(path, (at, at))


@pytest.mark.parametrize("name", [GOOGLES, GOOGLES_AGAIN, "2026-11-26 Form Responses 1.csv", RESPONSES])
def test_a_pattern_finds_the_download_by_its_own_name(name: str, case: Case):
    case.write(source={"responses": "*Form Responses 1*.csv"})
    (case.folder / RESPONSES).unlink()
    put(case, name, 3, age=1)
    assert case.ingest()["accepted"] == 3


def test_the_newest_of_several_is_read_and_named(case: Case):
    case.write(source={"responses": "*Form Responses 1*.csv"})
    (case.folder / RESPONSES).unlink()
    put(case, GOOGLES, 2, age=48)
    put(case, GOOGLES_AGAIN, 3, age=1)
    ended = case.lbn("ingest")
    assert ended.code == 0, ended.words
    assert GOOGLES_AGAIN in ended.out + ended.words
    assert case.ask("status")["entries"] == 3
    assert GOOGLES_AGAIN in case.lbn("check").out


def test_a_pattern_that_nothing_fits_names_what_is_there(case: Case):
    case.write(source={"responses": "*(1-*).csv"})
    words = case.be_refused()
    assert "*(1-*).csv" in words
    put(case, MICROSOFTS, 3, age=1)
    assert case.ingest()["accepted"] == 3


@pytest.mark.parametrize("pattern", ["../*.csv", "/etc/*.csv"])
def test_a_pattern_stays_in_the_folder(pattern: str, case: Case):
    case.write(*THREE)
    put(case, "Form Responses 1.csv", 3, age=1)
    (case.folder.parent / "other.csv").write_text("Timestamp\n", encoding="utf-8")
    case.settle(source={"responses": pattern})
    assert case.lbn("ingest").code != 0


def test_init_writes_patterns(case: Case):
    new = case.folder / "new"
    assert lbn("init", new).code == 0
    settings = (new / "lbn.toml").read_text("utf-8")
    assert "*Form Responses 1*.csv" in settings
