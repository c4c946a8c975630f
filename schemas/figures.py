"""The figures of a report: what figures.json holds, to the letter of the contract."""

from datetime import date
from typing import Any, Self

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from schemas.base import Closed
from schemas.family import Family

Number = int | float

Measured = Number | None
"""The value of a measure; none where the program does not track it."""

BETWEEN_LABELS = " · "
"""Between the labels of a changed row, where its table has several groupings."""

STOCK_LEVELS = frozenset({"kits_on_hand_start", "kits_on_hand_end", "kits_on_order"})
"""Measures of the stock, or of what is on order, at a moment: over items they add up, over months they do not."""


class Table(Closed):
    """Measures by groupings; a row is its labels followed by its numbers.

    One that was released once, and is quoted since, has a period of its own and the day on which it was made.
    """

    title: str
    by: tuple[str, ...]
    measures: tuple[str, ...]
    rows: tuple[tuple[str | Number, ...], ...]
    period: str | None = None
    made_on: date | None = None

    @model_serializer(mode="wrap")
    def as_written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Write only the keys that apply."""
        return {key: value for key, value in write(self).items() if value is not None}


class Change(Closed):
    """One figure that differs from the edition before; None where one is missing.

    It is a measure of the whole period, or a row of a table; of a table of several measures also its column.
    """

    measure: str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    was: Number | None
    now: Number | None = Field(alias="is")

    @model_serializer
    def as_written(self) -> dict[str, Any]:
        """Write only the keys that apply."""
        where = {"measure": self.measure, "table": self.table, "row": self.row, "column": self.column}
        return {key: value for key, value in where.items() if value is not None} | {"was": self.was, "is": self.now}


class Figures(Closed):
    """One edition of one report for one period."""

    report: str
    period: str
    edition: int | None
    supersedes: int | None
    agency: str
    measures: dict[str, Measured]
    tables: tuple[Table, ...]
    changes: tuple[Change, ...] = ()
    excluded: dict[str, int]
    unverified: bool
    preliminary: bool = False
    compared: bool = Field(default=True, description="False: the edition before is damaged; nobody knows what changed")


class QuotedTable(Table):
    """A released table as an edition quotes it, with its own period and the day it was made."""

    period: str
    made_on: date


class AgencyTable(Table):
    """A table of the agency as a whole: by month, item, lot or course."""

    period: None = None
    made_on: None = None

    @model_validator(mode="after")
    def says_not_where_or_to_whom(self) -> Self:
        """Check that no grouping says where kits were left, or to whom."""
        if not set(Family).isdisjoint(self.by):
            msg = "is by groupings that only a released table may have"
            raise ValueError(msg)
        return self


class TotalChange(Change):
    """A change of a figure of the whole period."""

    table: None = None
    row: None = None
    column: None = None


class ReleasedFigures(Figures):
    """Figures that have passed disclosure control: totals, tables of the whole agency, and tables released once.

    What holds anything else cannot be made into them, so no message for other eyes can be built that shows it.
    """

    tables: tuple[AgencyTable | QuotedTable, ...]
    changes: tuple[TotalChange, ...] = ()


class Answer(Closed):
    """What `lbn figures` answers: all measures of a period, and a table per grouping."""

    period: str
    measures: dict[str, Measured]
    tables: tuple[Table, ...]
    unrecorded: tuple[str, ...] = Field(
        default=(), exclude=True, description="Measures whose 0 says that no record of them could be there"
    )
