"""The rows of an Excel workbook, taken apart by a process of its own, which is ended when it takes too much."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from threading import Timer
from typing import IO, Any, NamedTuple, cast

import orjson

from schemas.tabs import Tab
from tasks.errors import OperationError
from tasks.sources.files.csv_rows import Refuse, Table
from tasks.sources.files.header_row import LOOKED_AT, Header, Titles, find_header
from tasks.sources.files.refusal import SAVE_AGAIN, show_name

LARGEST_WORKBOOK = 20_000_000
"""In bytes; a hundred thousand forms are 6 MB."""

_ROOT = Path(__file__).resolve().parents[3]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from tasks.sources.files.workbook_process import main; main()"
_KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Python may need them to start. All others stay away: keys, passwords and addresses are among them."""

_MEGABYTE = 1_000_000
_LEAST_MEMORY = 192 * _MEGABYTE
_MEMORY_PER_BYTE = 60
"""A form's workbook of 100,000 rows takes 25 times its size, and Python itself 20 MB."""

_LEAST_SECONDS = 3
_BYTES_A_SECOND = 500_000
"""Of the processor; a form's workbook is read twelve times as fast."""

_GRACE_SECONDS = 20
"""For a machine that has much else to do."""

_MOST_SHEETS = 50
_LONGEST_LINE = 64 * _MEGABYTE
_LARGEST_ANSWER = 200 * _MEGABYTE

_DELETE_AROUND = "Delete the empty rows and columns around the answers and save it, or export it again as CSV."

_WHY = {
    "far out": ("has a cell far away from the form's answers", _DELETE_AROUND),
    "long cell": ("has a cell that is longer than any form's answer", SAVE_AGAIN),
    "unreadable": ("isn't an Excel workbook that can be read: it is damaged, or of another kind", SAVE_AGAIN),
    "ended": (
        "takes more memory or time than a form's answers do: it is damaged, or has a cell far away from the answers",
        _DELETE_AROUND,
    ),
}
"""What is wrong with a workbook, and what to do; by the process's words for it, and one for when it has none."""


class _Ended(Exception):
    """There is no whole answer; says which of the reasons above."""


class Sheet(NamedTuple):
    """A sheet of a workbook: which one it is, and the row that may be its header."""

    sheet_index: int
    name: str
    header: Header | None


def read_workbook(body: bytes, tab: Tab, titles: Titles, refuse: Refuse) -> Table:
    """Read all rows of the sheet that has the tab's columns, and find its header."""
    if len(body) > LARGEST_WORKBOOK:
        refuse(f"is too large: more than {LARGEST_WORKBOOK // _MEGABYTE} MB", SAVE_AGAIN)
    why, table = "", None
    sheets: list[Sheet] = []
    like: list[Sheet] = []
    try:
        with _started(body) as process:
            sheets = _look_at_sheets(process, tab, titles)
            chosen = _choose(sheets, titles)
            like = _list_like(chosen, sheets) if chosen else []
            if chosen and len(like) == 1:
                rows = process.read_rows(chosen.sheet_index)
                table = Table(rows, chosen.header.row_index if chosen.header else None)
    except _Ended as ended:
        why = str(ended)
    if why:
        refuse(*_WHY[why])
    if len(like) > 1:
        refuse(
            f"has {len(like)} sheets with the columns of this tab: {_name_sheets(like)}",
            f"Call the right one “{tab.value}”, or delete the others.",
        )
    if table is None:
        names = _name_sheets(sheets)
        refuse(
            f"has no sheet with the columns of this tab; its sheets are {names}" if names else "has no sheet",
            "Check that it is the right file, and that the titles stand within the first 20 rows.",
        )
    return table


def _name_sheets(sheets: Sequence[Sheet]) -> str:
    return ", ".join(f"“{show_name(sheet.name)}”" for sheet in sheets[:10])


def _look_at_sheets(process: "_Process", tab: Tab, titles: Titles) -> list[Sheet]:
    """Look at the first rows of the sheets; of one that has the tab's name and its titles, at no other."""
    names = process.read_names()[:_MOST_SHEETS]
    is_named = [name.strip().casefold() == tab.value.casefold() for name in names]
    sheets: list[Sheet] = []
    for index in sorted(range(len(names)), key=lambda index: not is_named[index]):
        sheet = Sheet(index, names[index], find_header(process.read_rows(index, LOOKED_AT), titles))
        if is_named[index] and _has_enough(sheet, titles):
            return [sheet]
        sheets.append(sheet)
    return sheets


def _choose(sheets: Sequence[Sheet], titles: Titles) -> Sheet | None:
    """Choose the sheet with the most of the titles; a single sheet in any case, so that what is missing is named."""
    best = max(sheets, key=_count_titles, default=None)
    is_enough = best is not None and _has_enough(best, titles)
    return best if is_enough or len(sheets) == 1 else None


def _list_like(chosen: Sheet, sheets: Sequence[Sheet]) -> list[Sheet]:
    """List the sheets that have as many of the titles as the one chosen: which of them is meant nobody can tell."""
    return [sheet for sheet in sheets if _count_titles(sheet) == _count_titles(chosen)]


def _has_enough(sheet: Sheet, titles: Titles) -> bool:
    return _count_titles(sheet) >= titles.enough


def _count_titles(sheet: Sheet) -> int:
    return sheet.header.title_count if sheet.header else -1


class _Process:
    """The process that takes one workbook apart."""

    def __init__(self, running: "subprocess.Popen[bytes]") -> None:
        self._running = running
        self._to, self._back = cast("IO[bytes]", running.stdin), cast("IO[bytes]", running.stdout)
        self._left = _LARGEST_ANSWER

    def send(self, said: bytes) -> None:
        """Send it bytes; one that has ended will not answer either."""
        with suppress(BrokenPipeError):
            self._to.write(said)
            self._to.flush()

    def read_names(self) -> list[str]:
        """Read the names of the workbook's sheets."""
        return [str(name) for name in self._read_line()["sheets"]]

    def read_rows(self, index: int, most_rows: int = -1) -> list[list[Any]]:
        """Read the rows of a sheet."""
        self.send(orjson.dumps([index, most_rows]) + b"\n")
        rows: list[list[Any]] = []
        while isinstance(part := self._read_line(), list):
            rows += part
        for row in rows:
            if dict in set(map(type, row)):
                row[:] = [_read_day(cell) if type(cell) is dict else cell for cell in row]
        return rows

    def _read_line(self) -> Any:
        line = self._back.readline(min(_LONGEST_LINE, self._left))
        self._left -= len(line)
        if not line.endswith(b"\n"):
            raise _Ended("ended")
        answer = orjson.loads(line)
        if "fault" in answer:
            raise _Ended(answer["fault"])
        return answer


def _read_day(cell: dict[str, str]) -> date:
    return datetime.fromisoformat(cell["moment"]) if "moment" in cell else date.fromisoformat(cell["day"])


@contextmanager
def _started(body: bytes) -> Iterator[_Process]:
    """Start the process with a workbook; it is always ended."""
    seconds = _LEAST_SECONDS + len(body) // _BYTES_A_SECOND
    memory = _LEAST_MEMORY + _MEMORY_PER_BYTE * len(body)
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT), str(seconds), str(memory)]
    running = _open([*command, str(len(body))])
    clock = Timer(_GRACE_SECONDS + 4 * seconds, running.kill)
    clock.daemon = True
    clock.start()
    try:
        process = _Process(running)
        process.send(body)
        yield process
    finally:
        clock.cancel()
        running.kill()
        with suppress(BrokenPipeError):
            running.communicate()


def _open(command: list[str]) -> "subprocess.Popen[bytes]":
    given = os.environ  # noqa: TID251 - of all variables, those few are handed on
    env = {name: given[name] for name in _KEPT_VARIABLES if name in given} | {"MALLOC_ARENA_MAX": "2"}
    problem = ""
    try:
        return subprocess.Popen(  # noqa: S603 - this Python, with arguments of our own
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT, env=env
        )
    except OSError as error:
        problem = error.strerror or type(error).__name__
    msg = f"The machine cannot start the process that reads workbooks ({problem}). Try again later."
    raise OperationError(msg)
