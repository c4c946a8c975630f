"""A spreadsheet in memory: its tabs, their cells as people see them and as the API gives them, and A1 notation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

Cell = str | int | float | bool | date | datetime
Value = str | int | float | bool

EPOCH = datetime.fromisoformat("1899-12-30")
ROWS, COLUMNS = 1000, 26

_RANGE = re.compile(
    r"(?:(?P<title>'(?:[^']|'')+'|[^'!]+)!)?(?P<from>[A-Z]*)(?P<first>[0-9]*)(?::(?P<to>[A-Z]*)(?P<last>[0-9]*))?"
)


class NotThere(Exception):
    """No such tab, or a range that doesn't exist."""


@dataclass
class Tab:
    """A tab: a grid of cells; "" is an empty one."""

    sheet_id: int
    title: str
    grid: list[list[Cell]] = field(default_factory=list)
    is_hidden: bool = False
    row_count: int = ROWS
    column_count: int = COLUMNS

    def put(self, grid: Sequence[Sequence[Cell]]) -> None:
        """Write the whole tab; it grows where it must."""
        self.grid = [list(row) for row in grid]
        self.row_count = max(self.row_count, len(self.grid))
        self.column_count = max([self.column_count, *(len(row) for row in self.grid)])


class Area(NamedTuple):
    """A part of a tab, from zero, ends exclusive."""

    tab: Tab
    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """In A1 notation, as the API echoes it."""
        title = self.tab.title
        plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", title) and not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+", title)
        quoted = title if plain else "'" + title.replace("'", "''") + "'"
        return f"{quoted}!{letters(self.left)}{self.top + 1}:{letters(self.right - 1)}{self.bottom}"

    def cells(self) -> list[list[Cell]]:
        """The cells, with empty ends cut off: inner empty rows are empty lists."""
        rows = [_cut(row[self.left : self.right]) for row in self.tab.grid[self.top : self.bottom]]
        while rows and not rows[-1]:
            rows.pop()
        return rows


@dataclass
class Book:
    """A spreadsheet."""

    id: str = "a-synthetic-sheet"
    time_zone: str = "America/New_York"
    tabs: list[Tab] = field(default_factory=list)

    def tab(self, title: str) -> Tab:
        """A tab by its title, made where it is missing."""
        for tab in self.tabs:
            if tab.title.casefold() == title.casefold():
                return tab
        self.tabs.append(Tab(sheet_id=7 * len(self.tabs), title=title))
        return self.tabs[-1]

    def put(self, title: str, grid: Sequence[Sequence[Cell]]) -> None:
        """Write a whole tab."""
        self.tab(title).put(grid)

    def area(self, written: str) -> Area:
        """A range in A1 notation, cut to the grid.

        Raises:
            NotThere: the API would not understand it.
        """
        whole = next((tab for tab in self.tabs if _unquoted(written).casefold() == tab.title.casefold()), None)
        if whole:
            return Area(whole, 0, 0, whole.row_count, whole.column_count)
        found = _RANGE.fullmatch(written)
        title = _unquoted(found["title"]).casefold() if found and found["title"] else None
        tab = next((tab for tab in self.tabs if title in (None, tab.title.casefold())), None)
        if not found or not tab:
            raise NotThere(written)
        top, left = int(found["first"] or 1) - 1, number(found["from"] or "A")
        is_cell = found["to"] is None
        bottom = top + 1 if is_cell else int(found["last"] or tab.row_count)
        right = left + 1 if is_cell else number(found["to"]) + 1 if found["to"] else tab.column_count
        if top >= tab.row_count or left >= tab.column_count:
            raise NotThere(written)
        return Area(tab, top, left, min(bottom, tab.row_count), min(right, tab.column_count))


def letters(place: int) -> str:
    """0 is A, 26 is AA."""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def number(text: str) -> int:
    """A is 0, AA is 26."""
    place = 0
    for letter in text:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def unformatted(cell: Cell) -> Value:
    """UNFORMATTED_VALUE with SERIAL_NUMBER."""
    if isinstance(cell, datetime):
        return (cell - EPOCH).total_seconds() / 86_400
    if isinstance(cell, date):
        return (cell - EPOCH.date()).days
    return cell


def formatted(cell: Cell) -> str:
    """FORMATTED_VALUE in the locale en_US."""
    if isinstance(cell, datetime):
        return f"{cell.month}/{cell.day}/{cell.year} {cell.hour}:{cell:%M:%S}"
    if isinstance(cell, date):
        return f"{cell.month}/{cell.day}/{cell.year}"
    return str(cell).upper() if isinstance(cell, bool) else str(cell)


def _cut(row: list[Cell]) -> list[Cell]:
    row = list(row)
    while row and row[-1] == "":
        row.pop()
    return row


def _unquoted(title: str) -> str:
    return title[1:-1].replace("''", "'") if title.startswith("'") and title.endswith("'") else title
