"""Month first, or day first: dates in digits must be written in the order that a program's settings name.

`3/9/2026` is a day in either order, so a cell is never asked alone: a first number over 12 proves an order for its
whole column.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.plain_text import to_plain_text
from schemas.tabs import COLUMNS, Column, Kind, Tab
from tasks.errors import OperationError
from tasks.rules.intake.dates import DateOrder, find_orders, is_iso_day
from tasks.rules.intake.distinct import Distinct

Rows = Sequence[Sequence[object]]

SLIPS = 1
"""So many dates in the other order are a slip of the pen, where the rest of a tab proves this one."""

COUNTS_A_COLUMN = 3
"""How many counts say what a column's dates prove."""

_WORDS: dict[DateOrder, str] = {"mdy": "month/day/year", "dmy": "day/month/year"}


class WrongDateOrder(OperationError):
    """The dates of a tab can only be in the other order, and none in that of the settings."""

    def __init__(self, tab: Tab, count: int, order: DateOrder) -> None:
        super().__init__(describe_wrong_orders({tab: count}, (), order))
        self.tab, self.count = tab, count


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
        WrongDateOrder: dates prove the other order and none this one.
        OperationError: those of a column do, and others this one, beyond a slip.
    """
    return check_proofs(tab, indexes, order, [DateProofs(tab, indexes, order).count(rows)])


def check_proofs(
    tab: Tab, indexes: Sequence[Sequence[int]], order: DateOrder, counted: Iterable[Sequence[int]]
) -> frozenset[int]:
    """Check the same of rows that were counted part by part.

    Args:
        tab: for its columns, and for the words of a refusal.
        indexes: for each of the tab's columns where it stands.
        order: the order of the program's settings.
        counted: what each part's dates say, as DateProofs counts it.

    Raises:
        WrongDateOrder: dates prove the other order and none this one.
        OperationError: those of a column do, and others this one, beyond a slip.
    """
    sums = list(map(sum, zip(*counted, strict=True)))
    columns = [
        _Column(index, column.titles[0], _sum_proofs(*sums[at * COUNTS_A_COLUMN : (at + 1) * COUNTS_A_COLUMN]))
        for at, (index, column) in enumerate(_list_dates(tab, indexes))
        if sums
    ]
    fitting = [column for column in columns if column.proofs.fitting_count]
    contrary = [column for column in columns if column.proofs.contrary_count and not column.proofs.fitting_count]
    proving = [column for column in contrary if not column.proofs.is_mostly_clear]
    if proving and not fitting:
        raise WrongDateOrder(tab, sum(column.proofs.contrary_count for column in proving), order)
    beyond_slips = [column for column in contrary if column.proofs.contrary_count > SLIPS]
    if against := [column for column in beyond_slips if column in proving]:
        raise OperationError(_describe_both(tab, against, fitting, order))
    return frozenset(column.number for column in beyond_slips)


class DateProofs:
    """Counts what the dates of rows say about their order: parts of a tab add up to the whole."""

    def __init__(self, tab: Tab, indexes: Sequence[Sequence[int]], order: DateOrder) -> None:
        self._dates = list(_list_dates(tab, indexes))
        self._proofs = Distinct(lambda cell: _say_proof(cell, order))

    def count(self, rows: Rows) -> tuple[int, ...]:
        """Count of each column of dates those that fit, those contrary to it, and real or ISO dates."""
        counts: list[int] = []
        for index, column in self._dates:
            cells = Counter(_cut_times([row[index] for row in rows if len(row) > index], column.kind))
            said = [(self._proofs[cell], count) for cell, count in cells.items()]
            counts += [sum(proof[which] * count for proof, count in said) for which in range(COUNTS_A_COLUMN)]
        return tuple(counts)


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


def _say_proof(cell: object, order: DateOrder) -> tuple[int, int, int]:
    """Say of a date, roughly cut off from its time, whether it fits, is contrary, and is a real or ISO date."""
    if not isinstance(cell, str):
        return 0, 0, int(cell is not None)
    day = to_plain_text(cell).partition(" ")[0].partition("T")[0].removesuffix(",")
    orders = find_orders(day)
    is_proof = len(orders) == 1
    return int(is_proof and order in orders), int(is_proof and order not in orders), int(is_iso_day(day))


def _sum_proofs(fitting_count: int, contrary_count: int, clear_count: int) -> Proofs:
    return Proofs(fitting_count, contrary_count, clear_count > contrary_count)


def find_other_order(order: DateOrder) -> DateOrder:
    """Find the order that the settings don't name."""
    return "dmy" if order == "mdy" else "mdy"


def describe_wrong_orders(counts: Mapping[Tab, int], others: Sequence[Tab], order: DateOrder) -> str:
    """Say which tabs prove the other order, and what to do, where there are tabs that prove this one too.

    Args:
        counts: how many dates of which tabs can only be in the other order.
        others: tabs with dates that can only be in this one.
        order: the order of the program's settings.
    """
    other = find_other_order(order)
    found = _list_words(
        [f"in the tab {tab.value} {count:,} {'date' if count == 1 else 'dates'}" for tab, count in counts.items()]
    )
    wrong = f"I{found[1:]} can only be {_WORDS[other]}, and none only {_WORDS[order]}, as source.dates says"
    if not others:
        those = "that date" if sum(counts.values()) == 1 else "those dates"
        tabs = "the tab" if len(counts) == 1 else "the tabs"
        return (
            f'{wrong}. Nothing was changed. Set source.dates = "{other}" in lbn.toml; or, if {_WORDS[order]} is meant, '
            f"correct {those} in {tabs}."
        )
    theirs, ours = (_list_words([f"the tab {tab.value}" for tab in tabs]) for tabs in (counts, others))
    return (
        f"{wrong}; those in {ours} can only be {_WORDS[order]}: it is one setting for all tabs. Nothing was changed. "
        f"Give the dates in {theirs} the format of those in {ours}, or one that nobody can mistake, such as "
        f'2026-09-30; or set source.dates = "{other}" in lbn.toml, and do so with {ours}.'
    )


def _list_words(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _describe_both(tab: Tab, against: Sequence[_Column], fitting: Sequence[_Column], order: DateOrder) -> str:
    """Say which column proves which order: one setting is for all of them."""
    other = find_other_order(order)
    theirs, ours = _name_columns(against), _name_columns(fitting)
    return (
        f"In the tab {tab.value} the dates in {theirs} can only be {_WORDS[other]}, and those in {ours} only "
        f"{_WORDS[order]}, as source.dates says: it is one setting for all columns of dates. Nothing was changed. Give "
        f"{theirs} the format of {ours} in the sheet, or one that nobody can mistake, such as 2026-09-30; or set "
        f'source.dates = "{other}" in lbn.toml, and do so with {ours}.'
    )


def _name_columns(columns: Sequence[_Column]) -> str:
    return " and ".join(dict.fromkeys(f"“{column.title}”" for column in columns))
