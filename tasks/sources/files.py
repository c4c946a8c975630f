"""Tabs as files: CSV as Google Sheets or Google Forms export it, or an Excel workbook as Microsoft Forms does.

A file is read whole, before anything changes. What cannot be read is said in a sentence that names the file and what to
do, never what stands in it.
"""

import csv
import io
import re
import zlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn
from zipfile import BadZipFile, ZipFile

from schemas.finding import KEEP
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.errors import OperationError
from tasks.program_folder import decisions
from tasks.rules.intake.normalize import Cell
from tasks.sources.source import Cells, Look, RawTab
from tasks.sources.tabs import count_rows

LONGEST_CELL = 131_072
"""In characters; Google Sheets takes 50,000 and Excel 32,767, so a longer cell isn't an answer of a form."""

_WORKBOOKS = (".xlsx", ".xlsm")

LARGEST_WORKBOOK = 400_000_000
"""In bytes, unpacked: ten years of a region's forms stay far below."""

MOST_CELLS = 40_000_000
"""Rows times columns up to the last cell; one stray cell at the far corner would fill the memory with empty cells."""

_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')

_SAVE_AGAIN = "Export it again as CSV (comma-separated, UTF-8) or as an Excel workbook (.xlsx)."


class Files:
    """The tabs as files in the program's folder."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._paths = {tab: folder / name for tab, name in settings.source.titles.items()}

    @property
    def shared_sheet(self) -> None:
        """None: nobody works on exported files."""
        return

    def list_looks(self, today: date) -> Sequence[Look]:  # noqa: ARG002 - as every source is asked
        """List the one look at all files together."""
        return (Look("source", self._check),)

    def read(self) -> dict[Tab, RawTab]:
        """Read every tab that lbn.toml names.

        Raises:
            OperationError: a file is missing or cannot be read.
        """
        return {tab: RawTab(_bytes(tab, path), partial(_cells, tab, path)) for tab, path in self._paths.items()}

    def _check(self) -> str:
        if lines := decisions.find_lines_not_understood(self._folder):
            numbers = ", ".join(map(str, lines))
            msg = (
                f"In {decisions.FILE_NAME} not understood: line {numbers}. Write the ref, and {KEEP} beside it, or "
                "nothing."
            )
            raise OperationError(msg)
        return count_rows(self.read(), self._settings)


def _cells(tab: Tab, path: Path, body: bytes) -> Cells:
    rows_of = _workbook_rows if path.suffix.lower() in _WORKBOOKS else _csv_rows
    rows = rows_of(tab, path, body)
    if not rows or not any(cell not in (None, "") for cell in rows[0]):
        _refuse(tab, path, "has no header row: it is empty", "Check that it is the right file.")
    return Cells(rows[0], rows[1:])


def _csv_rows(tab: Tab, path: Path, body: bytes) -> list[list[Cell]]:
    text = _text(tab, path, body)
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[Cell]] = []
    is_broken = False
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        is_broken = True
    if is_broken:
        why = "a cell is longer than any form's answer, or a quotation mark never ends"
        _refuse(tab, path, f"cannot be read at row {len(rows) + 1}: {why}", _SAVE_AGAIN)
    return rows


def _text(tab: Tab, path: Path, body: bytes) -> str:
    text = None
    with suppress(UnicodeDecodeError):  # it holds the whole file: it must not go with the refusal
        text = body.decode("utf-8-sig")
    if text is None or "\0" in text:
        _refuse(tab, path, "isn't a CSV file in UTF-8", _SAVE_AGAIN)
    return text


def _workbook_rows(tab: Tab, path: Path, body: bytes) -> list[list[Cell]]:
    rows: list[list[Cell]] | None = None
    _check_workbook_size(tab, path, body)
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - most programs export CSV

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(body))
        titles = {title.strip().casefold(): title for title in workbook.sheet_names}
        sheet = workbook.get_sheet_by_name(titles.get(tab.value.casefold(), workbook.sheet_names[0]))
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError, ValueError):
        pass  # its words may quote the file
    if rows is None:
        _refuse(tab, path, "isn't an Excel workbook that can be read", _SAVE_AGAIN)
    return rows


def _check_workbook_size(tab: Tab, path: Path, body: bytes) -> None:
    """Stop before a workbook is unpacked that would fill the memory.

    Raises:
        OperationError: it is too large, its last cell is too far out, or it isn't a workbook.
    """
    what = ""
    try:
        with ZipFile(io.BytesIO(body)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_WORKBOOK:
                what = "is too large"
            elif any(_extent(parts.read(name)) > MOST_CELLS for name in parts.namelist() if "/worksheets/" in name):
                what = "has a cell far away from the form's answers: delete the empty rows and columns around them"
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
        what = "isn't an Excel workbook that can be read"
    if what:
        _refuse(tab, path, what, _SAVE_AGAIN)


def _extent(sheet: bytes) -> int:
    """Count the cells that a sheet spans, from its first to its last row and column."""
    last_row, last_column = 0, 0
    for letters, digits in set(_CELL.findall(sheet)):
        column = 0
        for letter in letters:
            column = column * 26 + letter - ord("A") + 1
        last_row, last_column = max(last_row, int(digits)), max(last_column, column)
    return last_row * last_column


def _bytes(tab: Tab, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        reason = "is not in the program's folder" if is_missing else f"cannot be opened ({error.strerror})"
    return _refuse(tab, path, reason, "Put the exported file there, or correct its name in lbn.toml, [source].")


def _refuse(tab: Tab, path: Path, what: str, remedy: str) -> NoReturn:
    msg = f"The file {path.name} (tab {tab.value}) {what}. Nothing was changed. {remedy}"
    raise OperationError(msg)
