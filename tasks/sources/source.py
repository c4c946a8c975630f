"""What a source hands over: the cells of a tab as they stand. They live in memory only, in the sync that reads them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from schemas.finding import Finding
from schemas.tabs import Tab, TabRows
from tasks.rules.intake.normalize import Cell

MOST_ROWS = 1_100_000
"""Of a tab: more than an Excel sheet has. A row that can't be read costs most: a millisecond and 8 kB."""


class Cells(NamedTuple):
    """A header and the rows below it."""

    header: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    header_row: int = 1
    """The header's number in the tab; a title or empty rows may stand above it."""


def count_filled(rows: Sequence[Sequence[Cell]]) -> int:
    """Count the rows in which something stands."""
    return sum(map(any, rows))


class CutTab(NamedTuple):
    """A tab cut below its header: what follows in its body can be read part by part, each of whole lines."""

    header: Sequence[Cell]
    header_row: int
    start: int
    """Where the row below the header begins."""
    read: Callable[[bytes], Sequence[Sequence[Cell]] | None]
    """Reads the rows of some lines; none where they aren't whole by themselves."""
    style: str
    """What else decides how lines are read."""


class RawTab(NamedTuple):
    """A tab as it came, byte for byte, and how to take it apart."""

    body: bytes
    take_apart: Callable[[bytes], Cells]
    header: Sequence[Cell] | None = None
    """All titles of the tab, where the body holds some of its columns only."""
    number: int | None = None
    """The number that the Sheet gives the tab; none of a file."""
    cut: Callable[[bytes], CutTab | None] | None = None
    """Cuts the body below its header; none where it has to be read whole."""


class Look(NamedTuple):
    """A look at one part of a source."""

    part: str
    look: Callable[[], str]
    """Says what is well, or raises an OperationError that says what to do."""
    stops_the_rest: bool = False
    """Whether the looks after it rest on what it finds."""


class FormInBlocks(Protocol):
    """The form's tab, of which only the blocks are taken apart that the last reading didn't know."""

    source: bytes | None
    """The digest of all that was read and validated by, once the ledger has the rows as they stand in the tab."""

    def read(self, closed_before: date | None) -> TabRows | None:
        """Read the rows that are not of closed days; none where the tab is to be read whole."""
        ...


class SharedSheet(Protocol):
    """What people work on while it is read: it can hold decisions and show what needs attention."""

    def wait_for_turn(self) -> None:
        """Wait until others leave room for a reading."""
        ...

    def read_kept_refs(self) -> frozenset[str]:
        """Return the refs of held rows that the coordinator decided to keep, as of the last reading."""
        ...

    def publish(self, findings: Sequence[Finding]) -> None:
        """Show what needs attention."""
        ...

    def publish_desk(self, lines: Sequence[tuple[str, ...]]) -> None:
        """Show all of it at a glance, where lbn.toml names a tab for it."""
        ...

    def check_form_target(self) -> None:
        """Stop where the form seems to write elsewhere."""
        ...


class Source(Protocol):
    """Anything that can read the program's tabs. One that has just been opened has read nothing yet."""

    @property
    def shared_sheet(self) -> SharedSheet | None:
        """The sheet that people work on meanwhile; none where the source is not one."""
        ...

    def read(self) -> dict[Tab, RawTab]:
        """Read the tabs that the program has.

        Raises:
            OperationError: a tab is missing or cannot be read; nothing was changed.
        """
        ...

    def find_names(self) -> Mapping[Tab, str]:
        """Find the names of the files that are read where lbn.toml names only a pattern; empty for a Sheet.

        Raises:
            OperationError: no file fits a pattern.
        """
        ...

    def find_written_at(self) -> datetime | None:
        """Find when the newest of what would be read was written; none where that isn't known before it's read.

        Raises:
            OperationError: no file fits a pattern.
        """
        ...

    def list_looks(self, today: date) -> Sequence[Look]:
        """List what `lbn check` looks at, in order."""
        ...
