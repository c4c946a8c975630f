"""What a source hands over: the cells of a tab as they stand. They live in memory only, in the sync that reads them."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from schemas.settings import Settings
from schemas.tabs import COLUMNS, Tab, TabRows
from tasks.rules.cells import Cell, canonical_rows
from tasks.rules.headers import find_columns


class RawTab(NamedTuple):
    """A header and the rows below it."""

    header: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]


class Source(Protocol):
    """Anything that can read the program's tabs."""

    def read(self) -> dict[Tab, RawTab]:
        """The tabs that the program has."""
        ...


def tab_rows(tab: Tab, raw: RawTab, settings: Settings) -> TabRows:
    """The rows of a tab in one form, without blank ones.

    Raises:
        CannotGoOn: a required column is missing or doubled.
    """
    more_titles = settings.source.columns if tab is Tab.RESPONSES else {}
    not_required = () if settings.places.jurisdictions else ("jurisdiction",)
    places = find_columns(tab, COLUMNS[tab], raw.header, more_titles, not_required)
    numbers: list[int] = []
    cells = []
    for number, row in enumerate(canonical_rows(COLUMNS[tab], raw.rows, places, settings.agency.zone), start=2):
        if any(row):
            numbers.append(number)
            cells.append(row)
    return TabRows(numbers, cells)
