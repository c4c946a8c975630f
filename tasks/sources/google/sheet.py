"""The tabs as they stand in a Google Sheet: one small call for the layout, one for the cells of all tabs.

Only columns that the program knows are fetched. Where they hold what the last sync saw, nobody looks into their rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property, partial
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import orjson
from gspread.utils import absolute_range_name

from schemas.finding import Finding
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.errors import OperationError, Unreachable
from tasks.rules.intake.normalize import Cell
from tasks.sources.google.access import NOT_WHOLE, Google, NoSuchRange
from tasks.sources.google.check import SheetLooks
from tasks.sources.google.desk_tab import find_desk_tab, name_desk_range, publish_desk
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
from tasks.sources.google.own_tab import COLUMNS, Line
from tasks.sources.google.status_tab import StatusTab
from tasks.sources.source import Cells, Look, RawTab, SharedSheet

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

    def find_names(self) -> Mapping[Tab, str]:
        """Find no names of files: the tabs are those that lbn.toml names."""
        return {}

    def find_written_at(self) -> datetime | None:
        """Find nothing: when cells were written shows only in the forms that were sent."""
        return None

    def list_looks(self, today: date) -> Sequence[Look]:
        """List the looks at the key, the sharing, the tabs, their headers and what Sheets may have changed."""
        return SheetLooks(self._settings, lambda: self._google, self.read, today).list_looks()

    def read(self) -> dict[Tab, RawTab]:
        """Read every tab that lbn.toml names.

        Raises:
            OperationError: Google cannot be reached or refuses, or a tab or column is not there.
        """
        spreadsheet = self._layout()
        check_tabs_exist(self._titles, spreadsheet)
        found = {tab: one for tab, title in self._titles.items() if (one := spreadsheet.find(title))}
        wanted = {tab: find_blocks(tab, one, self._settings) for tab, one in found.items()}
        status = spreadsheet.find(self._status_title) if self._status_title else None
        ranges = self._ranges(wanted.values(), status)
        raw = {
            tab: _raw_tab(tab, blocks, [next(ranges) for _ in blocks])._replace(
                header=found[tab].header, number=found[tab].about.sheet_id
            )
            for tab, blocks in wanted.items()
        }
        if self._status_title:
            published = _checked([next(ranges)])[0] if status else []
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
        check_form_target(self._google, self._settings, parse_all_tabs(self._google))

    def read_kept_refs(self) -> frozenset[str]:
        """Return the refs of held rows that the coordinator decided to keep, as of the last reading."""
        return self._status.read_kept_refs() if self._status else frozenset()

    def publish(self, findings: Sequence[Finding]) -> None:
        """Bring the status tab to what needs attention now, if there is one.

        Raises:
            OperationError: the service account may not write, or Google cannot be reached.
        """
        if self._status:
            self._status.publish(self._google, findings)

    def publish_desk(self, lines: Sequence[Line]) -> None:
        """Bring the tab “Desk” to what the desk says, if lbn.toml names one.

        Raises:
            OperationError: the service account may not write, the tab is somebody else's, or Google cannot be reached.
        """
        if title := self._settings.source.desk_tab:
            found = find_desk_tab(self._google, title)
            names = [name_desk_range(found)] if found else []
            (published,) = _checked(_parse_ranges(self._google.values(names), 1)) if names else ([],)
            publish_desk(self._google, title, found, published, lines)

    def _ranges(self, wanted: Iterable[Sequence[Block]], status: SheetTab | None) -> Iterator[Any]:
        """Fetch all cells in one call, the status tab's last."""
        names = [block.range for blocks in wanted for block in blocks]
        if status:
            names.append(absolute_range_name(status.about.title, COLUMNS))
        return iter(_parse_ranges(self._google.values(names), len(names)))

    def _layout(self) -> Spreadsheet:
        """Fetch the tabs with their headers; a status tab that is not there yet doesn't stop it."""
        titles = [*self._titles.values(), *([self._status_title] if self._status_title else [])]
        try:
            return parse_tabs_with_headers(self._google, titles)
        except NoSuchRange:
            pass
        check_tabs_exist(self._titles, parse_all_tabs(self._google))
        return parse_tabs_with_headers(self._google, self._titles.values())


def _parse_ranges(answer: bytes, count: int) -> list[Any]:
    """Parse Google's answer: the rows of each range, in the order in which they were asked for; not looked into yet."""
    with suppress(orjson.JSONDecodeError, LookupError, AttributeError, TypeError):  # they hold the answer
        ranges = [part.get("values") or [] for part in orjson.loads(answer)["valueRanges"]]
        if len(ranges) == count:
            return ranges
    raise Unreachable(NOT_WHOLE)


def _raw_tab(tab: Tab, blocks: Sequence[Block], ranges: Sequence[Any]) -> RawTab:
    return RawTab(orjson.dumps(ranges), partial(_take_apart, tab, [block.width for block in blocks]))


def _take_apart(tab: Tab, widths: Sequence[int | None], body: bytes) -> Cells:
    """Return the rows of a tab; blocks of columns that stood apart are put side by side."""
    ranges = _checked(orjson.loads(body))
    rows = ranges[0] if len(widths) == 1 else list(_side_by_side(ranges, widths))
    if not rows or not any(cell not in (None, "") for cell in rows[0]):
        raise OperationError(describe_no_header(tab))
    return Cells(rows[0], rows[1:])


def _side_by_side(ranges: Sequence[list[list[Cell]]], widths: Sequence[int | None]) -> Iterator[list[Cell]]:
    for row in zip_longest(*ranges, fillvalue=[]):
        whole: list[Cell] = []
        for cells, width in zip(row, widths, strict=True):
            whole += cells
            whole += [""] * ((width or 0) - len(cells))
        yield whole


def _checked(ranges: Sequence[Any]) -> Sequence[list[list[Cell]]]:
    """Return the rows of each range, if they are rows of cells."""
    if set(map(type, ranges)) <= {list}:
        rows = list(chain.from_iterable(ranges))
        if set(map(type, rows)) <= {list} and set(map(type, chain.from_iterable(rows))) <= _CELLS:
            return ranges
    raise Unreachable(NOT_WHOLE)
