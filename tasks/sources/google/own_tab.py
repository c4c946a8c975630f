"""A tab that the program writes for people to read: whole and in one step, as texts, and only where it isn't so yet.

No text in it is ever a formula. A tab that holds something else is somebody else's, and stays as it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from tasks.errors import OperationError
from tasks.rules.intake.normalize import Cell, normalize_text
from tasks.sources.google.access import Google
from tasks.sources.google.layout import SheetTab

COLUMNS = "A:E"

_GRID = {"rowCount": 1000, "columnCount": 26, "frozenRowCount": 1}
"""As new tabs are, but that the header stays where it is when people sort."""

Line = tuple[str, ...]


class Kind(NamedTuple):
    """Which of the program's tabs it is."""

    key: str
    """The key of lbn.toml that names it."""
    header: Line
    linked_column: int = 0
    """The column whose texts may lead somewhere."""


class OwnTab:
    """Such a tab as it was read."""

    def __init__(self, kind: Kind, title: str, found: SheetTab | None, published: Sequence[Sequence[Cell]]) -> None:
        """Take over what was read.

        Raises:
            OperationError: the tab is somebody else's.
        """
        self._kind, self._title, self._found = kind, title, found
        self.lines = [_line(row, len(kind.header)) for row in published]
        if any(map(any, self.lines)) and kind.header not in self.lines:  # people sort the header away with the rest
            msg = (
                f"The tab “{title}” ({kind.key}) holds something else, and would be written over: no row of it says "
                f"{', '.join(kind.header)} in the columns A to E. The tab was left as it is. If it is the program's "
                "own, restore that row; if not, name a tab of its own, which is made where it is missing."
            )
            raise OperationError(msg)

    def write(self, google: Google, wanted: Sequence[Line], links: Mapping[Line, str]) -> None:
        """Write it, where it does not say so already.

        Args:
            google: the way to the Sheet.
            wanted: all its lines, the header first.
            links: where the linked column of some lines leads, by all that stands before it and itself.
        """
        while self.lines and not any(self.lines[-1]):
            self.lines.pop()
        if wanted == self.lines:
            return
        sheet_id, row_count = self._find_or_make(google)
        google.update(*self._changes(sheet_id, row_count, wanted, links))

    def _find_or_make(self, google: Google) -> tuple[int, int]:
        """Find the tab's number and how many rows it has; make it if it is missing."""
        if self._found:
            return self._found.about.sheet_id, self._found.about.size.row_count
        answer = google.update({"addSheet": {"properties": {"title": self._title, "gridProperties": _GRID}}})
        try:
            made = orjson.loads(answer)["replies"][0]["addSheet"]["properties"]
            return made["sheetId"], made["gridProperties"]["rowCount"]
        except (orjson.JSONDecodeError, LookupError, TypeError):
            pass
        msg = f"Google's answer cannot be understood. The ledger is up to date; the next run writes “{self._title}”."
        raise OperationError(msg)

    def _changes(
        self, sheet_id: int, row_count: int, wanted: Sequence[Line], links: Mapping[Line, str]
    ) -> list[dict[str, Any]]:
        """Make room if there is too little, then replace the columns of the header; other columns are left alone."""
        columns = {"sheetId": sheet_id, "startColumnIndex": 0, "endColumnIndex": len(self._kind.header)}
        linked = self._kind.linked_column
        rows = [{"values": _cells(line, linked, links.get(line[: linked + 1], ""))} for line in wanted]
        write = {"updateCells": {"range": columns, "fields": "userEnteredValue,textFormatRuns", "rows": rows}}
        lacking = len(wanted) - row_count
        room = {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": lacking}}
        return [room, write] if lacking > 0 else [write]


def _line(row: Sequence[Cell], width: int) -> Line:
    cells = [normalize_text(cell) for cell in row[:width]]
    return (*cells, *[""] * (width - len(cells)))


def _cells(line: Line, linked: int, link: str) -> list[dict[str, Any]]:
    """Make the cells of a line; one of them may lead somewhere."""
    cells = [_cell(text) for text in line]
    if link:
        cells[linked] |= {"textFormatRuns": [{"format": {"link": {"uri": link}}}]}
    return cells


def _cell(text: str) -> dict[str, Any]:
    return {"userEnteredValue": {"stringValue": text}} if text else {}
