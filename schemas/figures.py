"""The figures of a report: what figures.json holds, to the letter of the contract."""

from typing import Any

from pydantic import Field, model_serializer

from schemas.base import Closed

Number = int | float

Measured = Number | None
"""The value of a measure; none where the program does not track it."""

STOCK_LEVELS = frozenset({"kits_on_hand_start", "kits_on_hand_end", "kits_on_order"})
"""Measures of the stock, or of what is on order, at a moment: over items they add up, over months they do not."""


class Table(Closed):
    """Measures by groupings; a row is its labels followed by its numbers."""

    title: str
    by: tuple[str, ...]
    measures: tuple[str, ...]
    rows: tuple[tuple[str | Number, ...], ...]


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


class Answer(Closed):
    """What `lbn figures` answers: all measures of a period, and a table per grouping."""

    period: str
    measures: dict[str, Measured]
    tables: tuple[Table, ...]
