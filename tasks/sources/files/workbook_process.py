"""The process that takes a workbook apart: of its own, with little memory and time, and nothing to open or to write.

A workbook of 5 kB can ask for all the memory there is, or never end; then this process does, and nothing else. It
writes no file, and what libraries say goes nowhere. It is asked in a line of JSON and answers in lines of JSON.
"""

import io
import math
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson
from python_calamine import CalamineSheet, CalamineWorkbook

from tasks.private_process import keep_private

FAR_OUT = "far out"
UNREADABLE = "unreadable"
LONG_CELL = "long cell"

LONGEST_CELL = 131_072
MOST_ROWS = 1_048_576
"""Of an Excel sheet."""

MOST_CELLS = 20_000_000
_ROWS_AT_ONCE = 500

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_APPEND_NEWLINE


class Refused(Exception):
    """The sheet is one that isn't read; says which of the reasons above."""


def main() -> None:
    """Read a workbook from standard input, name its sheets, and hand over those that are asked for."""
    keep_private()
    seconds, memory, size = (int(word) for word in sys.argv[2:5])
    _limit(seconds, memory)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read(size)))
        _say({"sheets": workbook.sheet_names})
        opened, sheet = -1, None
        for line in sys.stdin.buffer:
            index, most_rows = orjson.loads(line)
            if sheet is None or opened != index:
                opened, sheet = index, _open_sheet(workbook, index)
            _send_rows(sheet, most_rows)
    except Refused as why:
        _say({"fault": str(why)})
    except BaseException:  # noqa: BLE001 - the library panics with what isn't an Exception; its words may quote the file
        _say({"fault": UNREADABLE})


def _limit(seconds: int, memory: int) -> None:
    """Bound this process; from here on it can open, write and start nothing."""
    with suppress(ImportError):  # Windows has none
        import resource  # noqa: PLC0415

        wanted = {"CPU": seconds, "AS": memory, "FSIZE": 0, "NOFILE": 0, "NPROC": 0}
        for name, most in wanted.items():
            with suppress(ValueError, OSError, AttributeError):  # macOS does not know all of them
                resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))


def _open_sheet(workbook: CalamineWorkbook, index: int) -> CalamineSheet:
    sheet = workbook.get_sheet_by_index(index)
    row, column = sheet.end or (0, 0)
    if row >= MOST_ROWS or (row + 1) * (column + 1) > MOST_CELLS:
        raise Refused(FAR_OUT)
    return sheet


def _send_rows(sheet: CalamineSheet, most_rows: int) -> None:
    """Send the first rows of a sheet, from its row 1 on, in lines of some hundred."""
    rows: list[list[Any]] = []
    for number, row in enumerate(sheet.iter_rows()):
        if number == most_rows:
            break
        rows.append(_cut(row))
        if len(rows) == _ROWS_AT_ONCE:
            _say(rows)
            rows = []
    _say(rows)
    _say({"end": True})


def _cut(row: list[Any]) -> list[Any]:
    """Leave the empty cells at the end of a row out."""
    last = len(row)
    while last and row[last - 1] == "":
        last -= 1
    for cell in row[:last]:
        if type(cell) is str and len(cell) > LONGEST_CELL:
            raise Refused(LONG_CELL)
    return [_write_number(cell) if type(cell) is float else cell for cell in row[:last]]


def _write_number(cell: float) -> float | str:
    return cell if math.isfinite(cell) else str(cell)


def _say(answer: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(answer, default=_write_cell, option=_OPTIONS))
    sys.stdout.buffer.flush()


def _write_cell(cell: object) -> object:
    """Write what JSON has no word for: a day or a moment beside its kind, anything else as text."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return str(cell) if isinstance(cell, time | timedelta) else ""
