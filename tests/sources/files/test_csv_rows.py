"""CSV files as spreadsheets of all countries save them: marks, encodings, and what stands above the header."""

import csv
import io
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import OperationError
from tasks.sources.files import csv_rows
from tasks.sources.files.header_row import Titles
from tests.sources.files.reading import LINES, ROW, TITLES, read_tab, write_lines

PLAIN = write_lines(LINES)
SEMICOLONS = write_lines(LINES, ";")
ABOVE = "Village of Example\r\n\r\n"
READ = {
    "commas": (PLAIN.encode(), 1),
    "semicolons": (SEMICOLONS.encode(), 1),
    "semicolons and commas in cells": (write_lines([[*TITLES, "a, b, c"], ROW], ";").encode(), 1),
    "tabs": (write_lines(LINES, "\t").encode(), 1),
    "a line that names the mark": (f"sep=;\r\n{SEMICOLONS}".encode(), 2),
    "a line that names it in quotation marks": (f'"sep=\t"\n{write_lines(LINES, chr(9))}'.encode(), 2),
    "a line that names a mark of its own": (f"SEP=|\r\n{write_lines(LINES, '|')}".encode(), 2),
    "UTF-8 with its mark": (PLAIN.encode("utf-8-sig"), 1),
    "Excel's Unicode text": (write_lines(LINES, "\t").encode("utf-16"), 1),
    "UTF-16 from a Mac": (b"\xfe\xff" + PLAIN.encode("utf-16-be"), 1),
    "lines of an old Mac": (PLAIN.replace("\r\n", "\r").encode(), 1),
    "a title above": ((ABOVE + PLAIN).encode(), 3),
    "a title above, semicolons": ((ABOVE + SEMICOLONS).encode(), 3),
    "a title and the mark's line": (f"sep=;\r\n{ABOVE}{SEMICOLONS}".encode(), 4),
    "empty lines above": (("\r\n" * 19 + PLAIN).encode(), 20),
    "rows of empty cells above": (b",,,,\r\n" * 3 + PLAIN.encode(), 4),
    "quotation marks": ('"' + PLAIN.replace(",", '","').replace("\r\n", '"\r\n"', 1)[:-2] + '"\r\n', 1),
}  # fmt: skip


@pytest.mark.parametrize(("body", "header_row"), READ.values(), ids=READ.keys())
def test_a_file_is_read_whatever_saved_it(body: bytes | str, header_row: int, tmp_path: Path):
    cells = read_tab(tmp_path, body if isinstance(body, bytes) else body.encode())
    assert [*cells.header][:5] == TITLES
    assert [[*row] for row in cells.rows] == [ROW]
    assert cells.header_row == header_row


def test_a_name_in_windows_letters_is_the_same_name(tmp_path: Path):
    lines = write_lines([TITLES, ["3/31/2026", "Cañón – “North”", "kit", "", "1"]])
    assert read_tab(tmp_path, lines.encode("cp1252")).rows == read_tab(tmp_path, lines.encode()).rows


def test_half_of_the_required_titles_make_a_header(tmp_path: Path):
    half = ["Date", "Location", "Thing", "Number"]
    assert [*read_tab(tmp_path, (ABOVE + write_lines([half, ROW])).encode()).header] == half


def test_else_the_row_that_is_most_like_one_is_named(tmp_path: Path):
    """So the sentence can say which titles are missing."""
    cells = read_tab(tmp_path, (ABOVE + write_lines([["Date", "Place"], ROW])).encode())
    assert ([*cells.header], cells.header_row) == (["Date", "Place"], 3)


REFUSED = {
    "UTF-16 without its mark": (PLAIN.encode("utf-16-le"), "isn't text"),
    "half a letter of UTF-16": (b"\xff\xfe" + PLAIN.encode("utf-16-le")[:-1], "isn't text"),
    "control characters beside Windows letters": (PLAIN.encode() + b"\xf1\x07", "isn't text"),
    "a letter that Windows doesn't have": (PLAIN.encode() + b"\x81", "isn't text"),
    "UTF-8 that was cut off": (PLAIN.encode() + "“x”".encode()[:-1], "isn't text"),
    "UTF-8 with its mark, damaged": (PLAIN.encode("utf-8-sig") + b"\xe9", "isn't text"),
    "zeros": (bytes(100), "isn't text"),
    "nothing": (b"", "has no header row"),
    "empty lines only": (b"\r\n" * 50, "has no header row: it is empty"),
    "a header too far down": (b"\r\n" * 20 + PLAIN.encode(), "has no header row: its first 20 rows are empty"),
    "only the mark's line": (b"sep=;\r\n", "has no header row: it is empty"),
    "more lines than any": (PLAIN.encode() + b"\n" * 3_000_001, "has more rows or cells"),
    "more cells than any": (PLAIN.encode() + b"," * 20_000_001, "has more rows or cells"),
    "a quotation mark that never ends": (PLAIN.encode() + b'"x', "cannot be read at row 3"),
    "a cell of 200,000 letters": (PLAIN.encode() + b"x" * 200_000, "cannot be read at row 3"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_table_is_told(body: bytes, words: str, tmp_path: Path):
    with pytest.raises(OperationError, match=words) as refused:
        read_tab(tmp_path, body)
    assert "Counts.csv" in str(refused.value)
    assert "Nothing was changed" in str(refused.value)


@pytest.mark.parametrize("count", [9_999, 10_000, 12_345, 20_000])
def test_no_row_is_left_out_where_there_are_not_too_many(count: int, tmp_path: Path):
    cells = read_tab(tmp_path, (ABOVE + write_lines([TITLES, *[ROW] * count])).encode())
    assert len(cells.rows) == count


@pytest.mark.parametrize("most", [5, 9_980, 10_000])
def test_a_file_with_too_many_rows_is_not_read_to_its_end(most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """More than may be are left, so that the tab is refused; the rest takes no memory."""
    monkeypatch.setattr(csv_rows, "MOST_ROWS", most)
    cells = read_tab(tmp_path, write_lines([TITLES, *[ROW] * 50_000]).encode())
    assert most < len(cells.rows) < 21_000


def read_or_refuse(text: str) -> csv_rows.Table | str:
    """The rows of a file, or why it can't be read."""
    try:
        return csv_rows.read_csv(text.encode(), Titles((frozenset({"date"}),)), refuse_it)
    except OperationError as why:
        return str(why)


def refuse_it(what: str, _remedy: str) -> NoReturn:
    """Say what is wrong with a file."""
    raise OperationError(what)


@given(st.text('a1,"\r\n ', max_size=60), st.integers(1, 5))
def test_a_file_says_the_same_in_pieces_of_any_size(text: str, most: int):
    whole = read_or_refuse(f"Date,1\n{text}")
    with pytest.MonkeyPatch.context() as patch:
        for limit in ("_LETTERS_AT_ONCE", "_ROWS_AT_ONCE", "_MOST_SHARED"):
            patch.setattr(csv_rows, limit, most)
        assert read_or_refuse(f"Date,1\n{text}") == whole


@given(st.text('a1,"\r\n ', max_size=60))
def test_a_file_says_what_python_reads_in_it(text: str):
    with suppress(csv.Error):
        rows = list(csv.reader(io.StringIO(f"Date,1\n{text}", newline=""), strict=True))
        table = read_or_refuse(f"Date,1\n{text}")
        assert isinstance(table, csv_rows.Table)
        assert [[*row] for row in table.rows] == rows
