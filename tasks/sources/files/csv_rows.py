"""The rows of a CSV file, whichever mark separates its cells: commas, or the semicolons and tabs of other countries."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import NamedTuple, NoReturn

from tasks.program_folder.csv_text import decode_csv, find_separator_line
from tasks.sources.files.header_row import LOOKED_AT, Titles, find_header
from tasks.sources.files.refusal import SAVE_AGAIN
from tasks.sources.source import MOST_ROWS, count_filled

LARGEST_CSV = 100_000_000
"""In bytes; a hundred thousand forms are 20 MB."""

LONGEST_CELL = 131_072
"""In characters; Google Sheets takes 50,000 and Excel 32,767, so a longer cell isn't an answer of a form."""

MOST_CELLS = 20_000_000
"""Twice what a Google Sheet holds; a million forms are 13 million."""

MOST_LINES = 3_000_000
"""Three times the rows of an Excel sheet; free text may hold lines of its own."""

_SEPARATORS = (",", ";", "\t")
_ROWS_AT_ONCE = 10_000
_LETTERS_AT_ONCE = 1_000_000
_MOST_SHARED = 100_000
_LOOKED_AT = 1_000_000
"""In characters; where the first rows are longer, what they separate is seen all the same."""

Refuse = Callable[[str, str], NoReturn]
"""Says of the file what is wrong, and what to do."""


class Table(NamedTuple):
    """All rows of a file or sheet, the first at which the header may stand, and the index of the header."""

    rows: Sequence[Sequence[object]]
    header: int | None


def read_csv(body: bytes, titles: Titles, refuse: Refuse) -> Table:
    """Read all rows of a CSV file and find its header."""
    text = decode_csv(body)
    if text is None:
        refuse("isn't a CSV file: what is in it isn't text", SAVE_AGAIN)
    named = find_separator_line(text)
    start = 1 if named else 0
    separator = named or find_separator(text, titles)
    if text.count(separator) > MOST_CELLS or max(text.count("\n"), text.count("\r")) > MOST_LINES:
        refuse("has more rows or cells than any form's answers", "Check that it is the right file.")
    rows = _read_rows(text, separator, refuse)
    header = find_header(rows, titles, start)
    return Table(rows, header.row_index if header else None)


def find_separator(text: str, titles: Titles) -> str:
    """Find the mark with which the most titles stand in one row; commas where none is better."""
    beginning = text[:_LOOKED_AT]
    counts = {separator: _count_titles(beginning, separator, titles) for separator in _SEPARATORS}
    return max(_SEPARATORS, key=lambda separator: counts[separator])


def _count_titles(text: str, separator: str, titles: Titles) -> int:
    rows: list[list[str]] = []
    with suppress(csv.Error):  # with the wrong mark, quotation marks may not add up
        rows.extend(islice(open_reader(chain.from_iterable(_list_pieces(text)), separator), LOOKED_AT))
    header = find_header(rows, titles)
    return header.title_count if header else 0


def _read_rows(text: str, separator: str, refuse: Refuse) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    is_broken = False
    try:
        _read_until_too_many(open_reader(chain.from_iterable(_list_pieces(text)), separator), rows)
    except csv.Error:
        is_broken = True  # its words may quote the file
    if is_broken:
        why = "a cell is longer than any form's answer, or a quotation mark never ends"
        refuse(f"cannot be read at row {len(rows) + 1}: {why}", SAVE_AGAIN)
    return rows


def _read_until_too_many(reader: Iterator[list[str]], rows: list[tuple[str, ...]]) -> None:
    """Read rows, and no more once there are too many below any header: what they are for is refused then.

    Answers repeat, and equal ones become one text: a million rows take a quarter of the memory, and are read faster
    by whoever looks at each cell next.
    """
    before, filled_count = -1, 0
    shared: dict[str, str] = {}
    while before < len(rows) and filled_count <= MOST_ROWS + LOOKED_AT:
        before = len(rows)
        share = shared.setdefault
        rows.extend(tuple(map(share, row, row)) for row in islice(reader, _ROWS_AT_ONCE))
        filled_count += count_filled(rows[before:])
        if len(shared) > _MOST_SHARED:  # times of sending, or free text: they don't repeat
            shared = {}


def open_reader(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    """Open a reader of lines; what it can't read is an error of the module csv, whose words may quote the file."""
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(lines, delimiter=separator, strict=True)


def _list_pieces(text: str) -> Iterator[io.StringIO]:
    """List the lines piece by piece: a text that is read takes four times its size."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _LETTERS_AT_ONCE) + 1 or len(text)
        yield io.StringIO(text[start:end], newline="")
        start = end
