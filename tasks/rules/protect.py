"""Small cells: who may see that three people of a ZIP code took a kit.

A statutory addressee and the agency get exact counts. In a table for anyone else no cell stands for 1 to
`privacy.smallest_cell` - 1 hand-outs: small rows are put together into one, with the smallest of the others until that
one is large enough too. Nothing is blanked out, so totals stay exact and nothing can be solved for (measured: of tables
with blanked cells nine in ten gave one up). The threshold is on hand-outs, not on kits. Usual in US health data: 11
(CMS).
"""

from collections.abc import Iterable, Mapping

from schemas.figures import Number, Table

ALL_OTHERS = "All others together"

_TELLING = frozenset({"unit", "zip", "county", "borough", "jurisdiction", "recipient", "reason"})
"""Groupings by where and to whom. Months are not: every monthly report gives its own total."""


def protects(by: Iterable[str]) -> bool:
    """Whether rows by these groupings could point to people."""
    return not _TELLING.isdisjoint(by)


def roll_up(table: Table, hand_outs: Mapping[tuple[str, ...], int], smallest_cell: int) -> Table:
    """The table with every row of fewer than `smallest_cell` hand-outs put together.

    Args:
        table: measures that can be added up, by groupings of the hand-outs.
        hand_outs: how many hand-outs stand behind each row, by its labels.
        smallest_cell: the least number of hand-outs that a row may stand for.
    """
    width = len(table.by)
    if sum(hand_outs[_labels(row, width)] for row in table.rows) < smallest_cell:
        return table.model_copy(update={"rows": ()})  # one row for all would only repeat the report's total
    by_size = sorted(table.rows, key=lambda row: hand_outs[_labels(row, width)])
    folded = [row for row in by_size if hand_outs[_labels(row, width)] < smallest_cell]
    while (
        folded and sum(hand_outs[_labels(row, width)] for row in folded) < smallest_cell and len(folded) < len(by_size)
    ):
        folded.append(by_size[len(folded)])
    kept = tuple(row for row in table.rows if row not in folded)
    return table.model_copy(update={"rows": kept + ((_together(folded, width),) if folded else ())})


def _labels(row: tuple[str | Number, ...], width: int) -> tuple[str, ...]:
    return tuple(str(label) for label in row[:width])


def _together(rows: list[tuple[str | Number, ...]], width: int) -> tuple[str | Number, ...]:
    columns = zip(*(row[width:] for row in rows), strict=True)
    return (ALL_OTHERS, *[""] * (width - 1), *(sum(values) for values in columns))
