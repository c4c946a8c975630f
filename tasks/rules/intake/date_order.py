"""Month first, or day first: dates in digits must be written in the order that a program's settings name.

`3/9/2026` is a day in either order, so a cell is never asked alone: a first number over 12 proves an order for its
whole column.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.plain_text import to_plain_text
from schemas.tabs import COLUMNS, Column, Kind, Tab
from tasks.errors import OperationError
from tasks.rules.intake.dates import DateOrder, find_orders, is_iso_day

Rows = Sequence[Sequence[object]]

SLIPS = 1
"""So many dates in the other order are a slip of the pen, where the rest of a tab proves this one."""

_WORDS: dict[DateOrder, str] = {"mdy": "month/day/year", "dmy": "day/month/year"}


class Proofs(NamedTuple):
    """What the cells of a column say about the order of its dates in digits."""

    fitting_count: int
    """Dates in the order of the settings, and in no other."""
    contrary_count: int
    """Dates in the other order, and in no other."""
    is_mostly_clear: bool
    """Whether more of them are real or ISO dates: then the others are somebody's own way of writing."""


def check_date_order(tab: Tab, rows: Rows, indexes: Sequence[Sequence[int]], order: DateOrder) -> frozenset[int]:
    """Stop where a column of dates proves the other order; else find the columns whose dates in digits are unclear.

    A column is unclear if more than a slip of its dates prove the other order and none this one, while most of its
    dates are real or ISO dates: read in this order, what somebody wrote in digits would be other days than those meant.

    Args:
        tab: for its columns, and for the words of a refusal.
        rows: the cells as read.
        indexes: for each of the tab's columns where it stands.
        order: the order of the program's settings.

    Raises:
        OperationError: dates of a column prove the other order and none this one, beyond a slip where others prove it.
    """
    dates = _list_dates(tab, indexes)
    columns = [
        _Column(
            index,
            column.titles[0],
            _find_proofs(_cut_times([row[index] for row in rows if len(row) > index], column.kind), order),
        )
        for index, column in dates
    ]
    fitting = [column for column in columns if column.proofs.fitting_count]
    contrary = [column for column in columns if column.proofs.contrary_count and not column.proofs.fitting_count]
    proving = [column for column in contrary if not column.proofs.is_mostly_clear]
    if proving and not fitting:
        raise OperationError(_describe(tab, sum(column.proofs.contrary_count for column in proving), order))
    beyond_slips = [column for column in contrary if column.proofs.contrary_count > SLIPS]
    if against := [column for column in beyond_slips if column in proving]:
        raise OperationError(_describe_both(tab, against, fitting, order))
    return frozenset(column.number for column in beyond_slips)


class _Column(NamedTuple):
    """A column of dates: where it stands, its title by default, and what its cells prove."""

    number: int
    title: str
    proofs: Proofs


def _list_dates(tab: Tab, indexes: Sequence[Sequence[int]]) -> Iterator[tuple[int, Column]]:
    for column, these in zip(COLUMNS[tab], indexes, strict=True):
        if column.kind not in (Kind.TEXT, Kind.ZIP):
            yield from ((index, column) for index in these)


def _cut_times(cells: list[object], kind: Kind) -> list[object]:
    """Cut off the times, roughly: days repeat, so that few cells are left to be looked at."""
    if kind is not Kind.INSTANT:
        return cells
    return [cell.partition(" ")[0] or cell if isinstance(cell, str) else cell for cell in cells]


def _find_proofs(cells: Sequence[object], order: DateOrder) -> Proofs:
    counts = Counter[frozenset[DateOrder]]()
    clear_count = 0
    for cell, count in Counter(cells).items():
        if not isinstance(cell, str):
            clear_count += count if cell is not None else 0
            continue
        day = to_plain_text(cell).partition(" ")[0].partition("T")[0].removesuffix(",")
        counts[find_orders(day)] += count
        clear_count += count if is_iso_day(day) else 0
    ours = frozenset((order,))
    contrary_count = sum(count for orders, count in counts.items() if len(orders) == 1 and orders != ours)
    return Proofs(counts[ours], contrary_count, clear_count > contrary_count)


def _describe(tab: Tab, count: int, order: DateOrder) -> str:
    other: DateOrder = "dmy" if order == "mdy" else "mdy"
    dates, those = ("1 date can", "that date") if count == 1 else (f"{count} dates can", "those dates")
    return (
        f"In the tab {tab.value} {dates} only be {_WORDS[other]}, and none only {_WORDS[order]}, as source.dates says. "
        f'Nothing was changed. Set source.dates = "{other}" in lbn.toml; or, if {_WORDS[order]} is meant, correct '
        f"{those} in the tab."
    )


def _describe_both(tab: Tab, against: Sequence[_Column], fitting: Sequence[_Column], order: DateOrder) -> str:
    """Say which column proves which order: one setting is for all of them."""
    other: DateOrder = "dmy" if order == "mdy" else "mdy"
    theirs, ours = _name_columns(against), _name_columns(fitting)
    return (
        f"In the tab {tab.value} the dates in {theirs} can only be {_WORDS[other]}, and those in {ours} only "
        f"{_WORDS[order]}, as source.dates says: it is one setting for all columns of dates. Nothing was changed. Give "
        f"{theirs} the format of {ours} in the sheet, or one that nobody can mistake, such as 2026-09-30; or set "
        f'source.dates = "{other}" in lbn.toml, and do so with {ours}.'
    )


def _name_columns(columns: Sequence[_Column]) -> str:
    return " and ".join(dict.fromkeys(f"“{column.title}”" for column in columns))
