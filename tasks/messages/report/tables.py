"""A table of a report as it is shown: labels, a bar, numbers, shares and the total for the period."""

from typing import NamedTuple

from schemas.figures import STOCK_LEVELS, Figures, Measured, Number, Table
from schemas.message import ReportMessage
from tasks.messages.formatting import format_label, format_number
from tasks.messages.lists import Cut, cut_to_largest
from tasks.messages.report.released_tables import name_table, write_made_on

MOST_BESIDE_A_BAR = 2

Value = Number | str


class Row(NamedTuple):
    """A row: its labels, its numbers, and how far its bar reaches, in percent of the longest."""

    labels: tuple[str, ...]
    values: tuple[Value, ...]
    bar: int
    share: float | None


class TableView(NamedTuple):
    """A table with its headings; the columns are labels, a bar, values, and a share where there is one value."""

    title: str
    label_titles: tuple[str, ...]
    value_titles: tuple[str, ...]
    rows: Cut[Row]
    whole: tuple[Value, ...] | None
    note: str | None
    has_bar: bool
    has_share: bool


def build_table_view(table: Table, message: ReportMessage, most_rows: int) -> TableView:
    """Build what is shown of a table of the figures."""
    whole = _find_whole(table, message.figures.measures)
    has_share = len(table.measures) == 1 and whole is not None and _adds_up(table, 0, whole)
    rows = _rows(table, whole[0] if whole and has_share else None)
    return TableView(
        title=name_table(table),
        label_titles=tuple(message.grouping_titles[name] for name in table.by),
        value_titles=tuple(message.measure_titles[name] for name in table.measures),
        rows=cut_to_largest(rows, most_rows, size=lambda row: _size(row.values[0])),
        whole=whole if len(rows) > 1 else None,
        note=write_made_on(table, message) or _note(table, whole),
        has_bar=len(table.measures) <= MOST_BESIDE_A_BAR,
        has_share=has_share,
    )


def is_the_whole_period(table: Table, figures: Figures) -> bool:
    """Tell whether a table by month would only repeat the figures of the whole period, which is a month."""
    is_one_month = table.by == ("month",) and [row[0] for row in table.rows] == [figures.period]
    return is_one_month and set(table.measures) <= figures.measures.keys()


def _rows(table: Table, total: Value | None) -> list[Row]:
    labels = len(table.by)
    longest = max((_size(row[labels]) for row in table.rows), default=0)
    return [
        Row(
            labels=tuple(format_label(str(text), name) for text, name in zip(row[:labels], table.by, strict=True)),
            values=row[labels:],
            bar=_bar(_size(row[labels]), longest),
            share=_size(row[labels]) / total if isinstance(total, int | float) and total else None,
        )
        for row in table.rows
    ]


def _bar(value: Number, longest: Number) -> int:
    """Leave at least a sliver for what is more than nothing."""
    return max(1, round(value / longest * 100)) if value > 0 else 0


def _size(value: Value) -> Number:
    return 0 if isinstance(value, str) else value


def _find_whole(table: Table, measures: dict[str, Measured]) -> tuple[Value, ...] | None:
    """Find the period's own figures, where the report holds them all; of a quoted table, the sum of its rows."""
    if table.made_on:
        return tuple(_sum(table, column) for column in range(len(table.measures)))
    found = [value for value in map(measures.get, table.measures) if value is not None]
    return tuple(found) if len(found) == len(table.measures) else None


def _adds_up(table: Table, column: int, whole: tuple[Value, ...]) -> bool:
    return _sum(table, column) == whole[column]


def _sum(table: Table, column: int) -> Number:
    return sum(_size(row[len(table.by) + column]) for row in table.rows)


def _note(table: Table, whole: tuple[Value, ...] | None) -> str | None:
    """Say so where rows don't add up to the period's figure, as where a distribution drew on two lots."""
    if whole is None or not table.rows:
        return None
    for column, name in enumerate(table.measures):
        if name not in STOCK_LEVELS and not _adds_up(table, column, whole):
            rows = format_number(_sum(table, column))
            return f"The rows add up to {rows}; the total for the period is {format_number(whole[column])}."
    return None
