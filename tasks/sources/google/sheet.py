"""The tabs as they stand in a Google Sheet: one small call for the layout, one for the cells of all tabs.

Only columns that the program knows are fetched. The answer is cut apart without being parsed: where it holds what the
last one held, nobody looks into it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property, partial
from itertools import chain, zip_longest
from pathlib import Path

import orjson
from gspread.utils import absolute_range_name

from schemas.finding import Finding
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.errors import OperationError, Unreachable
from tasks.rules.intake.normalize import Cell
from tasks.sources.google.access import NOT_WHOLE, Google, NoSuchRange
from tasks.sources.google.check import SheetLooks
from tasks.sources.google.layout import (
    Block,
    SheetTab,
    Spreadsheet,
    check_form_target,
    check_tabs_exist,
    describe_no_header,
    find_blocks,
    parse_all_tabs,
    parse_tabs_with_headers,
)
from tasks.sources.google.status_tab import COLUMNS, StatusTab
from tasks.sources.source import Cells, Look, RawTab, SharedSheet

_RANGE_BEGINS = re.compile(rb'\{\s*"(?:range|majorDimension|values)"\s*:')
"""Nothing in a cell can look like this: a quotation mark in a text is escaped."""

_CELLS = frozenset((str, int, float, bool, type(None)))
"""What Google gives as a cell."""


class GoogleSheet:
    """The tabs of a Google Sheet, and the status tab beside them if the program publishes one."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """Take what lbn.toml says; the key is opened, and Google asked, when the first of it is needed."""
        self._settings = settings
        self._folder = folder
        self._titles = settings.source.titles
        self._status_title = settings.source.status_tab
        self._status: StatusTab | None = None

    @cached_property
    def _google(self) -> Google:
        """The way to Google.

        Raises:
            UsageError: the key's file is missing or isn't one.
        """
        return Google(self._settings.source, self._folder)

    @property
    def shared_sheet(self) -> SharedSheet:
        """The Sheet itself: people work on it all the time."""
        return self

    def list_looks(self, today: date) -> Sequence[Look]:
        """List the looks at the key, the sharing, the tabs, their headers and what Sheets may have changed."""
        return SheetLooks(self._settings, lambda: self._google, self.read, today).list_looks()

    def read(self) -> dict[Tab, RawTab]:
        """Every tab that lbn.toml names.

        Raises:
            OperationError: Google cannot be reached or refuses, or a tab or column is not there.
        """
        spreadsheet = self._layout()
        check_tabs_exist(self._titles, spreadsheet)
        check_form_target(self._titles[Tab.RESPONSES], spreadsheet)
        found = {tab: spreadsheet.find(title) for tab, title in self._titles.items()}
        wanted = {tab: find_blocks(tab, one, self._settings) for tab, one in found.items() if one}
        status = spreadsheet.find(self._status_title) if self._status_title else None
        pieces = self._pieces(wanted.values(), status)
        raw = {tab: _raw_tab(tab, these, [next(pieces) for _ in these]) for tab, these in wanted.items()}
        if self._status_title:
            published = _values(next(pieces))[0] if status else []
            self._status = StatusTab(self._status_title, status, published)
        return raw

    def wait_for_turn(self) -> None:
        """Wait until the programs that share the service account leave room for a sync."""
        self._google.wait_for_turn()

    def check_form_target(self) -> None:
        """Look at all tabs, which a reading does not.

        Raises:
            OperationError: the form seems to write to another tab now.
        """
        check_form_target(self._titles[Tab.RESPONSES], parse_all_tabs(self._google))

    def read_kept_refs(self) -> frozenset[str]:
        """The refs of held rows that the coordinator decided to keep, as of the last reading."""
        return self._status.read_kept_refs() if self._status else frozenset()

    def publish(self, findings: Sequence[Finding]) -> None:
        """Bring the status tab to what needs attention now, if there is one.

        Raises:
            OperationError: the service account may not write, or Google cannot be reached.
        """
        if self._status:
            self._status.publish(self._google, findings)

    def _pieces(self, wanted: Iterable[Sequence[Block]], status: SheetTab | None) -> Iterator[bytes]:
        """All cells in one call, the status tab's last."""
        ranges = [block.range for blocks_of_tab in wanted for block in blocks_of_tab]
        if status:
            ranges.append(absolute_range_name(status.about.title, COLUMNS))
        return _cut(self._google.values(ranges), len(ranges))

    def _layout(self) -> Spreadsheet:
        """The tabs with their headers; a status tab that is not there yet is no reason to stop."""
        titles = [*self._titles.values(), *([self._status_title] if self._status_title else [])]
        try:
            return parse_tabs_with_headers(self._google, titles)
        except NoSuchRange:
            pass
        check_tabs_exist(self._titles, parse_all_tabs(self._google))
        return parse_tabs_with_headers(self._google, self._titles.values())


def _cut(answer: bytes, count: int) -> Iterator[bytes]:
    """The answer's part for each range, in the order in which they were asked for."""
    begins = [found.start() for found in _RANGE_BEGINS.finditer(answer)]
    if len(begins) != count:
        raise Unreachable(NOT_WHOLE)
    ends = [*begins[1:], answer.rfind(b"]")]
    return (answer[first:last].rstrip(b", \r\n\t") for first, last in zip(begins, ends, strict=True))


def _raw_tab(tab: Tab, of_tab: Sequence[Block], pieces: Sequence[bytes]) -> RawTab:
    return RawTab(b",".join(pieces), partial(_cells, tab, [block.width for block in of_tab]))


def _cells(tab: Tab, widths: Sequence[int | None], body: bytes) -> Cells:
    """The rows of a tab; blocks of columns that stood apart are put side by side."""
    blocks_of_rows = _values(body)
    rows = blocks_of_rows[0] if len(widths) == 1 else list(_side_by_side(blocks_of_rows, widths))
    if not rows or not any(cell not in (None, "") for cell in rows[0]):
        raise OperationError(describe_no_header(tab))
    return Cells(rows[0], rows[1:])


def _side_by_side(parts: Sequence[list[list[Cell]]], widths: Sequence[int | None]) -> Iterator[list[Cell]]:
    for row in zip_longest(*parts, fillvalue=[]):
        whole: list[Cell] = []
        for cells, width in zip(row, widths, strict=True):
            whole += cells
            whole += [""] * ((width or 0) - len(cells))
        yield whole


def _values(body: bytes) -> list[list[list[Cell]]]:
    """The rows of each range in a part of the answer; an empty range has none."""
    with suppress(orjson.JSONDecodeError, AttributeError, TypeError):  # they hold the answer
        ranges = [part.get("values") or [] for part in orjson.loads(b"[" + body + b"]")]
        rows = list(chain.from_iterable(ranges))
        if set(map(type, rows)) <= {list} and set(map(type, chain.from_iterable(rows))) <= _CELLS:
            return ranges
    raise Unreachable(NOT_WHOLE)
