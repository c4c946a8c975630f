"""A CSV file cut below its header: what follows can be read line by line, each part for itself."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import NamedTuple

from tasks.program_folder.csv_text import find_separator_line
from tasks.sources.files.csv_rows import MOST_CELLS, MOST_LINES, find_separator, open_reader
from tasks.sources.files.header_row import LOOKED_AT, Titles, find_header
from tasks.sources.files.kinds import find_unread_kind, is_workbook
from tasks.sources.source import CutTab

_MARK = b"\xef\xbb\xbf"
_HEAD = 1_000_000
"""In bytes; a header below so much isn't one that people see."""


def cut_csv(body: bytes, titles: Titles) -> CutTab | None:
    """Cut a CSV file below its header; none where it's to be read whole, and whatever is wrong told then.

    Only UTF-8 is cut: in it the byte of a line's end is never part of another character.
    """
    if find_unread_kind(body) or is_workbook(body) or not _is_utf8(body):
        return None
    start = len(_MARK) if body.startswith(_MARK) else 0
    end = len(body) if len(body) <= _HEAD else body.rfind(b"\n", 0, _HEAD) + 1
    head = body[start:end].decode()
    named = find_separator_line(head)
    separator = named or find_separator(head, titles)
    if body.count(separator.encode()) > MOST_CELLS or max(body.count(b"\n"), body.count(b"\r")) > MOST_LINES:
        return None
    found = _find_header(head, separator, titles, 1 if named else 0)
    if not found or (found.is_cut_short and len(body) > _HEAD):
        return None
    start += len(head[: found.length].encode())
    if body[start - 1 : start] != b"\n":
        return None
    return CutTab(found.cells, found.number, start, partial(_read_lines, separator), separator)


class _Header(NamedTuple):
    """The header: its cells, its number in the tab, and how many characters lie before the row below it."""

    cells: Sequence[str]
    number: int
    length: int
    is_cut_short: bool
    """Whether fewer rows were seen than may be the header."""


def _is_utf8(body: bytes) -> bool:
    """Tell whether a file is UTF-8, which `decode_csv` tries first."""
    is_utf8 = body.isascii()
    if not is_utf8:
        with suppress(UnicodeDecodeError):
            body.decode()
            is_utf8 = True
    return is_utf8 and b"\0" not in body


def _find_header(head: str, separator: str, titles: Titles, first: int) -> _Header | None:
    """Find the header as `read_csv` finds it."""
    lines, most = _Lines(head), first + LOOKED_AT
    rows, ends = [], []
    with suppress(csv.Error):
        for row in islice(open_reader(lines, separator), most):
            rows.append(tuple(row))
            ends.append(lines.length)
    found = find_header(rows, titles, first)
    if not found:
        return None
    at = found.row_index
    return _Header(rows[at], at + 1, ends[at], len(rows) < most)


class _Lines:
    """Gives lines, and counts the characters of those that were taken."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.length = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.length += len(line)
            yield line


def _read_lines(separator: str, lines: bytes) -> list[list[str]] | None:
    """Read whole lines for themselves; none where a quotation mark stays open, or one can't be read."""
    with suppress(csv.Error):
        return list(open_reader(io.StringIO(lines.decode(), newline=""), separator))
    return None
