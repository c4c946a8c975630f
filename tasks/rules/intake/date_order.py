"""Month first, or day first: dates in digits must be written in the order that a program's settings name.

`3/9/2026` is a day in either order, so a cell is never asked alone: a first number over 12 proves an order for its
whole column.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.plain_text import to_plain_text
from schemas.tabs import COLUMNS, Kind, Tab
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
    """Stop where the dates of a tab prove the other order; else find the columns whose dates in digits are unclear.

    A column is unclear if its dates prove the other order and none this one, while other columns of the tab prove this
    one: read in this order, its dates of a month's first twelve days would be others than those meant.

    Args:
        tab: for its columns, and for the words of a refusal.
        rows: the cells as read.
        indexes: for each of the tab's columns where it stands.
        order: the order of the program's settings.

    Raises:
        OperationError: some dates prove the other order, and none this one.
    """
    dates = _list_dates(tab, indexes)
    proofs = {
        index: _find_proofs(_cut_times([row[index] for row in rows if len(row) > index], kind), order)
        for index, kind in dates
    }
    contrary = {index: proof for index, proof in proofs.items() if proof.contrary_count and not proof.fitting_count}
    contrary_count = sum(proof.contrary_count for proof in contrary.values() if not proof.is_mostly_clear)
    if contrary_count and not any(proof.fitting_count for proof in proofs.values()):
        raise OperationError(_describe(tab, contrary_count, order))
    return frozenset(index for index, proof in contrary.items() if proof.contrary_count > SLIPS)


def _list_dates(tab: Tab, indexes: Sequence[Sequence[int]]) -> Iterator[tuple[int, Kind]]:
    for column, these in zip(COLUMNS[tab], indexes, strict=True):
        if column.kind not in (Kind.TEXT, Kind.ZIP):
            yield from ((index, column.kind) for index in these)


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
