"""Which row is the header: people write a title or leave rows empty above it, and put a summary sheet first."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.plain_text import fold_title
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Tab
from tasks.rules.intake.normalize import Cell, normalize_text

LOOKED_AT = 20
"""The rows among which the header is looked for."""

_LONGEST_TITLE = 2000


class Titles(NamedTuple):
    """The titles of a tab's required columns: for each the ones by which it is known."""

    required: tuple[frozenset[str], ...]

    @property
    def enough(self) -> int:
        """How many of them make a row the header."""
        return (len(self.required) + 1) // 2


class Header(NamedTuple):
    """The row that is most like the header, and how many of the required titles it has."""

    row_index: int
    title_count: int


def list_required_titles(tab: Tab, settings: Settings) -> Titles:
    """List the titles by which a tab's required columns are known in this program."""
    more = settings.source.columns if tab is Tab.RESPONSES else {}
    required = (column for column in COLUMNS[tab] if column.is_required)
    return Titles(
        tuple(frozenset(map(fold_title, (*column.titles, *more.get(column.field, ())))) for column in required)
    )


def find_header(rows: Sequence[Sequence[Cell]], titles: Titles, start: int = 0) -> Header | None:
    """Find the first row that has at least half of the required titles; else the one that is most like it.

    Where no row has any of them it is the first that isn't empty, so that what is missing can be named; none where all
    are empty.
    """
    best = None
    for index, row in enumerate(rows[start : start + LOOKED_AT], start):
        if not any(cell not in (None, "") for cell in row):
            continue
        found = Header(index, _count_titles(row, titles))
        if found.title_count >= titles.enough:
            return found
        if best is None or found.title_count > best.title_count:
            best = found
    return best


def has_all_titles(row: Sequence[Cell], titles: Titles) -> bool:
    """Tell whether a row has every required title of a tab."""
    return _count_titles(row, titles) == len(titles.required)


def _count_titles(row: Sequence[Cell], titles: Titles) -> int:
    found = {fold_title(normalize_text(cell)[:_LONGEST_TITLE]) for cell in row}
    return sum(not known.isdisjoint(found) for known in titles.required)
