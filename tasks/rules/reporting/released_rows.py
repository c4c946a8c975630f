"""Rows of a table that leaves for other eyes: the longest safe beginning of an order that was drawn once.

Each table is made once and never again, of distributions, for a period that no other table of its family overlaps. What
is behind its rows is one number, the rest, of which any label without a row may have all or nothing: nothing can be
solved for, whatever else is released later.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

NO_GAP = 0


class ReleasedRows(NamedTuple):
    """The rows that are shown, in the fixed order, and how many distributions all others stand for together."""

    rows: dict[str, int]
    others: int


class Whole(NamedTuple):
    """A number that readers know, and numbers of parts of it that they know too."""

    total: int
    parts: tuple[int, ...]


def draw_order(counts: Mapping[str, int], universe: Collection[str], smallest_cell: int) -> tuple[str, ...]:
    """Draw the order of a family's rows from a period of which no table of it is ever made.

    The largest come first, equals by their names. It is as long as the period's count can hide: of a longer one the
    last labels, and all without a row, could only be small.
    """
    by_size = sorted(universe, key=lambda label: (-counts.get(label, 0), label))
    lengths = range(1, len(by_size) + 1)
    hidden = takewhile(lambda length: _find_least(by_size, length, smallest_cell) <= sum(counts.values()), lengths)
    return tuple(by_size[: max(hidden, default=0)])


def _find_least(by_size: Sequence[str], length: int, smallest_cell: int) -> int:
    """Find how many distributions it takes that each label of an order, and one after it, may have the smallest cell.

    Who knows that equals come by their names knows of a label that has a later name than the next that it has one
    distribution more, and so has each label before it.
    """
    told = [*by_size[:length], *sorted(by_size[length:])[:1]]
    more = sum(before for before, (one, after) in enumerate(pairwise(told), 1) if after < one)
    return (length + 1) * smallest_cell + more


def find_need(wholes: Iterable[Whole], smallest_cell: int) -> int:
    """Find how many distributions a row needs, and what is behind the rows has to exceed.

    A month that holds all but two of a quarter's distributions tells two of them apart: a cell has to be large enough
    without those.
    """
    gaps = (whole.total - part for whole in wholes for part in whole.parts)
    return smallest_cell + max((gap for gap in gaps if 0 < gap < smallest_cell), default=NO_GAP)


def choose_rows(counts: Mapping[str, int], order: Sequence[str], need: int, categories: int) -> ReleasedRows:
    """Choose the rows of a table: none where it would stand for too few.

    Args:
        counts: the distributions of the period, by label.
        order: the family's, as it was drawn.
        need: the least that a row may stand for; the others together stand for more, or for none.
        categories: how many labels there are, with those of which the period has none.
    """
    rows, others = _walk(counts, order, need)
    while rows and others and others > (categories - len(rows) - 1) * min(rows.values()):
        others += rows.popitem()[1]
    return ReleasedRows(rows, others)


def withhold_only_row(made: ReleasedRows, wholes: Iterable[Whole], smallest_cell: int) -> ReleasedRows:
    """Show no row where one stands for all, and readers know a part of few: each of those few would be of it.

    Args:
        made: the rows as they were chosen.
        wholes: the parts that readers know without the table.
        smallest_cell: the least that a part may have.
    """
    has_few = any(0 < part < smallest_cell for whole in wholes for part in whole.parts)
    if not has_few or made.others or len(made.rows) != 1:
        return made
    return ReleasedRows({}, sum(made.rows.values()))


def _walk(counts: Mapping[str, int], order: Sequence[str], need: int) -> tuple[dict[str, int], int]:
    """Give rows in the fixed order until the next, or all that come after it, would stand for too few."""
    rows: dict[str, int] = {}
    others = sum(counts.values())
    if others <= need:
        return rows, others
    for label in order:
        count = counts.get(label, 0)
        if count < need or 0 < others - count <= need:
            break
        rows[label] = count
        others -= count
        if not others:
            break
    return rows, others
