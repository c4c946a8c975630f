"""The status tab: what needs attention, beside the answers, and the coordinator's decisions.

It says what the state is and not what happened, so that writing it again changes nothing. It is written whole in one
step, as texts that no spreadsheet takes for formulas, and only where it is not so yet.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from schemas.finding import KEEP, Finding
from tasks.errors import OperationError
from tasks.messages.finding_words import describe_finding
from tasks.rules.intake.normalize import Cell, normalize_text
from tasks.sources.google.access import Google
from tasks.sources.google.layout import SheetTab

COLUMNS = "A:E"
HEADER = ("Tab", "Row", "Ref", "What to do", "Decision")
_ROW, _REF, _DECISION = (HEADER.index(title) for title in ("Row", "Ref", "Decision"))

_GRID = {"rowCount": 1000, "columnCount": 26, "frozenRowCount": 1}
"""As new tabs are, but that the header stays where it is when people sort."""

MOST_LINES = 1_000
"""More than a person works through; needs-attention.csv lists all."""

KEPT = "Counted, as you decided. Empty the cell on the right to hold it again."

Line = tuple[str, ...]


class StatusTab:
    """The status tab as it was read."""

    def __init__(self, title: str, found: SheetTab | None, published: Sequence[Sequence[Cell]]) -> None:
        """Take over what was read.

        Raises:
            OperationError: the tab is somebody else's.
        """
        self._title = title
        self._found = found
        self._lines = [_line(row) for row in published]
        if any(map(any, self._lines)) and HEADER not in self._lines:  # people sort the header away with the rest
            msg = (
                f"The tab “{title}” (source.status_tab) holds something else, and would be written over: no row of it "
                f"says {', '.join(HEADER)} in the columns A to E. Nothing was changed. If it is the program's own, "
                "restore that row; if not, name a tab of its own, which is made where it is missing."
            )
            raise OperationError(msg)

    def read_kept_refs(self) -> frozenset[str]:
        """Return the refs beside which the coordinator wrote `keep`."""
        return frozenset(ref for ref, decision in self._decisions().items() if decision.casefold() == KEEP)

    def publish(self, google: Google, findings: Sequence[Finding]) -> None:
        """Write it, where it does not say so already."""
        wanted = list_lines(findings, self._decisions())
        links: dict[Line, str] = {(found.tab.value, str(found.row)): found.link for found in findings if found.link}
        while self._lines and not any(self._lines[-1]):
            self._lines.pop()
        if wanted == self._lines:
            return
        sheet_id, row_count = self._find_or_make(google)
        google.update(*_changes(sheet_id, row_count, wanted, links))

    def _decisions(self) -> dict[str, str]:
        """Read the column Decision, by ref; of several lines of a row, the first that says something."""
        decided: dict[str, str] = {}
        for line in self._lines:
            if line[_DECISION] and line[_REF] and line != HEADER:
                decided.setdefault(line[_REF].lower(), line[_DECISION])
        return decided

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
        msg = "Google's answer cannot be understood. The ledger is up to date; the next sync writes the status tab."
        raise OperationError(msg)


def list_lines(findings: Sequence[Finding], decisions: Mapping[str, str]) -> list[Line]:
    """List the tab's lines: a header, a line for each finding, and one for each row that is counted by decision.

    A decision stands on the first line of its row. `keep` stays when its row has no finding any more, for the row would
    be held again without it.
    """
    left = dict(decisions)
    told: list[Line] = [
        (found.tab.value, str(found.row), found.ref, describe_finding(found), left.pop(found.ref, ""))
        for found in findings[:MOST_LINES]
    ]
    if len(findings) > MOST_LINES:
        told.append(("", "", "", f"{len(findings) - MOST_LINES} more: needs-attention.csv lists all.", ""))
    kept = sorted(ref for ref, decision in left.items() if decision.casefold() == KEEP)
    return [HEADER, *told, *(("", "", ref, KEPT, KEEP) for ref in kept)]


def _line(row: Sequence[Cell]) -> Line:
    cells = [normalize_text(cell) for cell in row[: len(HEADER)]]
    return (*cells, *[""] * (len(HEADER) - len(cells)))


def _changes(sheet_id: int, row_count: int, wanted: Sequence[Line], links: Mapping[Line, str]) -> list[dict[str, Any]]:
    """Make room if there is too little, then replace the five columns; other columns are left alone."""
    columns = {"sheetId": sheet_id, "startColumnIndex": 0, "endColumnIndex": len(HEADER)}
    rows = [{"values": _cells(line, links.get(line[:_REF], ""))} for line in wanted]
    write = {"updateCells": {"range": columns, "fields": "userEnteredValue,textFormatRuns", "rows": rows}}
    lacking = len(wanted) - row_count
    room = {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": lacking}}
    return [room, write] if lacking > 0 else [write]


def _cells(line: Line, link: str) -> list[dict[str, Any]]:
    """Make the cells of a line; the number of its row leads to the row."""
    cells = [_cell(text) for text in line]
    if link:
        cells[_ROW] |= {"textFormatRuns": [{"format": {"link": {"uri": link}}}]}
    return cells


def _cell(text: str) -> dict[str, Any]:
    return {"userEnteredValue": {"stringValue": text}} if text else {}
