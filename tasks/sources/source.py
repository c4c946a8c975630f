"""What a source hands over: the cells of a tab as they stand. They live in memory only, in the sync that reads them."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple, Protocol

from schemas.settings import Settings
from schemas.tabs import COLUMNS, Tab, TabRows
from tasks.rules.intake.headers import locate_columns
from tasks.rules.intake.normalize import Cell, normalize_rows


class Cells(NamedTuple):
    """A header and the rows below it."""

    header: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]


class RawTab(NamedTuple):
    """A tab as it came, byte for byte, and how to take it apart."""

    body: bytes
    take_apart: Callable[[bytes], Cells]


class Source(Protocol):
    """Anything that can read the program's tabs."""

    def read(self) -> dict[Tab, RawTab]:
        """The tabs that the program has."""
        ...


def digest_tabs(tabs: Mapping[Tab, RawTab], key: bytes) -> bytes:
    """A keyed digest of the tabs as they came: the same bytes need not be looked at again."""
    digest_tabs = blake2b(key=key, digest_size=16, person=b"tabs")
    for tab, raw in tabs.items():
        digest_tabs.update(f"{tab.name} {len(raw.body)} ".encode())
        digest_tabs.update(raw.body)
    return digest_tabs.digest()


def normalize_tab(tab: Tab, raw: RawTab, settings: Settings) -> TabRows:
    """The rows of a tab in one form, without blank ones.

    Raises:
        OperationError: a required column is missing or doubled.
    """
    cells = raw.take_apart(raw.body)
    places = locate_columns(tab, cells.header, settings)
    rows = list(enumerate(normalize_rows(COLUMNS[tab], cells.rows, places, settings.agency.zone), start=2))
    return TabRows([number for number, row in rows if any(row)], [row for _, row in rows if any(row)])
