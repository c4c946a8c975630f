"""Figures against the last edition: the same, or what changed.

An edition is made only when figures change. Measures and tables are figures; how many rows are held is not. A figure
that a report did not hold before is news to whoever asks for the report; nobody is sent an amendment for it.
"""

from collections.abc import Iterator
from typing import TypeVar

from schemas.figures import BETWEEN_LABELS, Change, Figures, Measured, Number, ReleasedFigures, Table, TotalChange
from schemas.plain_text import fold_name


def has_same_figures(before: Figures, now: Figures, *, is_asked: bool = True) -> bool:
    """Tell whether two sets of figures say the same.

    Args:
        before: those of the edition in force.
        now: those of the ledger.
        is_asked: whether a person asks for the report; else only figures count that both of them hold.
    """
    return not any(is_asked or _is_in_both(change, before, now) for change in list_changes(before, now))


def is_other_supplier(former: str | None, present: str) -> bool:
    """Tell whether an edition was made for another supplier; of older editions nobody knows for whom."""
    return former is not None and fold_name(former) != fold_name(present)


def _is_in_both(change: Change, before: Figures, now: Figures) -> bool:
    """Tell whether two reports both hold the figure that changed, or the column of a table that holds it.

    What was not tracked then isn't a figure that the earlier one held.
    """
    if change.table is None:
        return change.was is not None and change.measure in before.measures and change.measure in now.measures
    columns = [
        set(table.measures) for figures in (before, now) for table in figures.tables if table.title == change.table
    ]
    return len(columns) > 1 and (change.column is None or all(change.column in some for some in columns))


def list_changes(before: Figures, now: Figures) -> Iterator[Change]:
    """List every figure that differs, measures first; a figure that only one of them has is missing in the other."""
    for name in dict.fromkeys([*before.measures, *now.measures]):
        was, value = before.measures.get(name), now.measures.get(name)
        is_in_both = name in before.measures and name in now.measures
        if was != value and not (is_in_both and _is_zero_not_tracked(was, value)):
            yield Change.model_validate({"measure": name, "was": was, "is": value})
    earlier = {table.title: table for table in before.tables}
    later = {table.title: table for table in now.tables}
    for title in dict.fromkeys([*earlier, *later]):
        yield from _table_changes(title, earlier.get(title), later.get(title))


def _is_zero_not_tracked(was: Measured, value: Measured) -> bool:
    """Tell whether 0 and not tracked stand for each other: a first count, say, makes no past figure new."""
    return {was, value} == {0, None}


F = TypeVar("F", bound=Figures)


def make_next_edition(before: Figures | None, now: F) -> F:
    """Make the figures the first edition, or the one that supersedes the last."""
    if before is None or before.edition is None:
        return now.model_copy(update={"edition": 1})
    numbers = {"edition": before.edition + 1, "supersedes": before.edition}
    return now.model_copy(update=numbers | {"changes": tuple(_list_told(before, now))})


def _list_told(before: Figures, now: Figures) -> Iterator[Change]:
    """List the changes that an edition tells its reader: for other eyes, those of totals."""
    for change in list_changes(before, now):
        if not isinstance(now, ReleasedFigures):
            yield change
        elif change.measure:
            yield TotalChange.model_validate({"measure": change.measure, "was": change.was, "is": change.now})


def _table_changes(title: str, before: Table | None, now: Table | None) -> Iterator[Change]:
    was, values = _cells(before), _cells(now)
    names = {measure for _, measure in (*was, *values)}
    for row, measure in sorted({*was, *values}, key=[*values, *was].index):
        if was.get((row, measure)) != values.get((row, measure)):
            keys = {"table": title, "row": BETWEEN_LABELS.join(row)} | ({"column": measure} if len(names) > 1 else {})
            yield Change.model_validate(keys | {"was": was.get((row, measure)), "is": values.get((row, measure))})


def _cells(table: Table | None) -> dict[tuple[tuple[str, ...], str], Number]:
    if table is None:
        return {}
    width = len(table.by)
    return {
        (tuple(map(str, row[:width])), measure): value  # type: ignore[misc]
        for row in table.rows
        for measure, value in zip(table.measures, row[width:], strict=True)
    }
