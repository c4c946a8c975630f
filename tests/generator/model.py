"""What a generated program is made of: rows as written, each with what it must come to mean.

The meaning is planted with the row and never read back from its text, so that nothing here can share a
mistake with the program's own readers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

NEEDED_ONE_OF = ("date", "quantity", "counted", "people")

Cell = str | date | datetime
"""A date or time is written in the style of the export; a text stands as it is; "" is empty."""

HOLDING = frozenset(
    {
        "timestamp_unreadable",
        "date_missing",
        "date_unreadable",
        "date_in_future",
        "date_before_program",
        "kits_missing",
        "kits_not_a_number",
        "kits_out_of_range",
    }
)


class Said(NamedTuple):
    """An answer: what stands in the cell, what it must mean, and the code of what is wrong with it."""

    cell: Cell
    means: object = None
    code: str = ""


Answers = Mapping[str, Said]


@dataclass(frozen=True)
class Row:
    """A row of any tab. An empty row has no answers; it stands in the tab and isn't a row of the program."""

    answers: Answers

    @property
    def is_empty(self) -> bool:
        """Is there nothing in any column that is read?"""
        return all(said.cell == "" for said in self.answers.values())

    @property
    def is_default(self) -> bool:
        """Is it no row of the stock: neither a date nor a number?"""
        return all(self.answers[name].cell == "" for name in NEEDED_ONE_OF if name in self.answers)

    @property
    def codes(self) -> frozenset[str]:
        """What is wrong with the row by itself."""
        return frozenset(said.code for said in self.answers.values() if said.code)

    def means(self, name: str) -> object:
        """Return the meaning of an answer; none where the column is not there."""
        return self.answers[name].means if name in self.answers else None


@dataclass(frozen=True)
class FormRow(Row):
    """One row of the form's responses."""

    @property
    def submitted(self) -> datetime | None:
        """The time of submission, on the agency's clocks."""
        means = self.means("submitted")
        return means if isinstance(means, datetime) else None

    @property
    def codes(self) -> frozenset[str]:
        """What is wrong, except what depends on other rows: the lot and the duplicate."""
        codes = set(super().codes)
        day = self.means("date")
        if self.submitted and isinstance(day, date) and day > self.submitted.date():
            codes.add("date_in_future")
        if self.means("zip") is None and self.means("jurisdiction") is None:
            codes.add("place_missing")
        return frozenset(codes)

    @property
    def answered(self) -> tuple[tuple[str, Cell], ...]:
        """Everything but the time of submission: what makes a second row the same answers again."""
        return tuple(cell for cell in self.identity if cell[0] != "submitted")

    @property
    def identity(self) -> tuple[tuple[str, Cell], ...]:
        """The whole row but for outer spaces: what makes it the same row in the next export."""
        return tuple((name, _trimmed(said.cell)) for name, said in self.answers.items())


def _trimmed(cell: Cell) -> Cell:
    return cell.strip() if isinstance(cell, str) else cell


@dataclass(frozen=True)
class UnitSettings:
    """A unit of lbn.toml."""

    name: str
    aliases: tuple[str, ...]
    par_level: int | None


@dataclass(frozen=True)
class ItemSettings:
    """An item of lbn.toml."""

    code: str
    name: str
    kind: str
    doses: int


@dataclass(frozen=True)
class Settings:
    """What the generator's lbn.toml says."""

    oopp: str
    started: date
    units: tuple[UnitSettings, ...]
    items: tuple[ItemSettings, ...]
    jurisdictions: tuple[str, ...]

    @property
    def kit(self) -> ItemSettings:
        """What the form's question counts: the first naloxone item."""
        return next(item for item in self.items if item.kind == "naloxone")

    def first_of(self, kind: str) -> ItemSettings | None:
        """Return the item of a kind of strips, if the program has one."""
        return next((item for item in self.items if item.kind == kind), None)


@dataclass(frozen=True)
class Generated:
    """A program: its settings and its four tabs, each in the tab's order."""

    settings: Settings
    last_day: date
    responses: tuple[FormRow, ...]
    inventory: tuple[Row, ...] = ()
    counts: tuple[Row, ...] = ()
    training: tuple[Row, ...] = ()
    columns_left_out: frozenset[str] = field(default=frozenset())
