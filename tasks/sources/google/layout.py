"""What a spreadsheet is: its tabs, its time zone, and where in each tab the columns stand that are read.

The header rows come with the metadata, so that the one call for values can name the columns that the program knows:
no note and no e-mail address is ever fetched.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from itertools import pairwise
from typing import NamedTuple

from gspread.utils import absolute_range_name, rowcol_to_a1
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.errors import OperationError, Unreachable
from tasks.rules.intake.headers import locate_columns
from tasks.rules.intake.likeness import NEAREST
from tasks.sources.google.access import NOT_WHOLE, Google, NoSuchRange

_PROPERTIES = "properties(sheetId,title,hidden,gridProperties(rowCount))"
_TABS = f"properties(timeZone),sheets({_PROPERTIES})"
_TABS_WITH_CELLS = f"properties(timeZone),sheets({_PROPERTIES},data(rowData(values(formattedValue))))"

_NUMBERED = re.compile(r"(?P<stem>.*?) ?(?P<number>[0-9]+)")


class _Part(BaseModel):
    """A part of Google's answer; what else it says is not looked at."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class _Cell(_Part):
    text: str = Field(default="", alias="formattedValue")


class _Row(_Part):
    values: list[_Cell] = []


class _Grid(_Part):
    rows: list[_Row] = Field(default=[], alias="rowData")


class _Size(_Part):
    row_count: int = Field(default=0, alias="rowCount")


class _About(_Part):
    sheet_id: int = Field(default=0, alias="sheetId")
    title: str
    is_hidden: bool = Field(default=False, alias="hidden")
    size: _Size = Field(default=_Size(), alias="gridProperties")


class SheetTab(_Part):
    """A tab as Google describes it."""

    about: _About = Field(alias="properties")
    grids: list[_Grid] | None = Field(default=None, alias="data")

    @property
    def header(self) -> list[str] | None:
        """The titles in the first row; none where the answer holds no cells."""
        if not self.grids:
            return None
        rows = self.grids[0].rows
        return [cell.text for cell in rows[0].values] if rows else []


class _Zone(_Part):
    time_zone: str = Field(default="", alias="timeZone")


class Spreadsheet(_Part):
    """The tabs of a spreadsheet that were asked for, and its time zone."""

    zone: _Zone = Field(alias="properties")
    tabs: list[SheetTab] = Field(default=[], alias="sheets")

    def find(self, title: str) -> SheetTab | None:
        """Find a tab by its title; to Google, small and capital letters are the same."""
        return next((tab for tab in self.tabs if tab.about.title.casefold() == title.casefold()), None)


def parse_all_tabs(google: Google) -> Spreadsheet:
    """Fetch every tab, without a single cell."""
    return _parsed(google.metadata(_TABS))


def parse_tabs_with_headers(google: Google, titles: Iterable[str]) -> Spreadsheet:
    """Fetch some tabs with their first rows.

    Raises:
        NoSuchRange: one of them is not there.
    """
    return _parsed(google.metadata(_TABS_WITH_CELLS, [absolute_range_name(title, "1:1") for title in titles]))


def _parsed(answer: bytes) -> Spreadsheet:
    try:
        return Spreadsheet.model_validate_json(answer)
    except ValidationError:
        pass  # it holds the answer
    raise Unreachable(NOT_WHOLE)


def check_tabs_exist(titles: Mapping[Tab, str], spreadsheet: Spreadsheet) -> None:
    """Stop where a tab of lbn.toml is not there.

    Raises:
        OperationError: with the titles that are most like it, for a tab that was renamed.
    """
    for tab, title in titles.items():
        if spreadsheet.find(title):
            continue
        found = [other.about.title for other in spreadsheet.tabs]
        near = get_close_matches(title, found, n=2, cutoff=NEAREST)
        nearest = f" (nearest found: {', '.join(f'“{other}”' for other in near)})" if near else ""
        msg = (
            f"The Sheet has no tab “{title}” ({tab.value}){nearest}. Nothing was changed. "
            f"Restore the tab's title, or correct source.{tab.name.lower()} in lbn.toml."
        )
        raise OperationError(msg)


def check_form_target(google: Google, settings: Settings, spreadsheet: Spreadsheet) -> None:
    """Stop where the form seems to write to another tab: one that is linked anew gets a new tab, of whatever name.

    Only where there are other tabs are their first rows asked for, all in one call.

    Args:
        google: where the first rows are fetched.
        settings: which tab is ours, and what its titles are.
        spreadsheet: all tabs.

    Raises:
        OperationError: a tab of our name has a higher number, or one that may be newer has the form's titles.
    """
    ours = settings.source.responses
    others = list_possible_targets(settings, spreadsheet)
    newer = [title for title in others if _is_next(title, ours)]
    if others and not newer:
        with suppress(NoSuchRange):  # a tab went away in between: the next look sees the others
            headers = parse_tabs_with_headers(google, others).tabs
            newer = [tab.about.title for tab in headers if is_header_of_form(tab.header, settings)]
    if newer:
        msg = (
            f"Beside “{ours}” the Sheet has a tab “{newer[0]}” that looks newer and like the form's: the form may have "
            "been linked anew, and write there now. Nothing was changed. If so, set source.responses to that tab; if "
            "it belongs to another form, or is an old one or a copy, hide it."
        )
        raise OperationError(msg)


def list_possible_targets(settings: Settings, spreadsheet: Spreadsheet) -> list[str]:
    """List the titles of the tabs to which the form may write now.

    Hidden ones aren't, nor those that lbn.toml names, those that hold no cells, the one with which the Sheet began (it
    is older than any form's), and those of our name with a lower number.
    """
    ours = settings.source.responses
    named = {title.casefold() for title in (*settings.source.titles.values(), *settings.source.own_tabs)}
    return [
        tab.about.title
        for tab in spreadsheet.tabs
        if tab.about.title.casefold() not in named
        and not tab.about.is_hidden
        and tab.about.size.row_count
        and (tab.about.sheet_id or _is_next(tab.about.title, ours))
        and not _is_next(ours, tab.about.title)
    ]


def _is_next(title: str, before: str) -> bool:
    """Tell whether two titles differ only in the number at their end, and the first has the higher one."""
    one, other = _NUMBERED.fullmatch(title), _NUMBERED.fullmatch(before)
    if not one or not other or one["stem"].casefold() != other["stem"].casefold():
        return False
    return int(one["number"]) > int(other["number"])


def is_header_of_form(header: Sequence[str] | None, settings: Settings) -> bool:
    """Tell whether a first row has every title of the form that is required."""
    try:
        locate_columns(Tab.RESPONSES, header or [], settings)
    except OperationError:
        return False
    return True


def describe_no_header(tab: Tab) -> str:
    """Say what to do where a tab's first row is empty."""
    return (
        f"The tab {tab.value} has no header row: it is empty. Nothing was changed. Restore its first row, from the "
        "Sheet's version history if need be."
    )


class Block(NamedTuple):
    """Columns side by side: what to ask for, and how many they are; None where it is the whole tab."""

    range: str
    width: int | None


def find_blocks(tab: Tab, found: SheetTab, settings: Settings) -> list[Block]:
    """Find the columns of a tab that the program knows.

    Raises:
        OperationError: a required column is missing or doubled, or the first row is empty.
    """
    title = found.about.title
    if found.header is not None and not any(found.header):
        raise OperationError(describe_no_header(tab))
    if found.header is None:
        return [Block(absolute_range_name(title), None)]
    indexes = locate_columns(tab, found.header, settings)
    runs = _runs(sorted({index for these in indexes for index in these}))
    return [_block(title, first, last) for first, last in runs]


def _block(title: str, first: int, last: int) -> Block:
    return Block(absolute_range_name(title, f"{_letters(first)}:{_letters(last)}"), last - first + 1)


def _runs(indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Find the first and the last of the columns that stand side by side."""
    ends = [number for number, (left, right) in enumerate(pairwise(indexes), 1) if right != left + 1]
    return ((indexes[first], indexes[end - 1]) for first, end in pairwise([0, *ends, len(indexes)]))


def _letters(index: int) -> str:
    return rowcol_to_a1(1, index + 1).removesuffix("1")
