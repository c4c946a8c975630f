"""Small cells: who may see that three people of a ZIP code took a kit.

A statutory addressee and the agency get exact counts. In a table for anyone else no cell stands for 1 to
`privacy.smallest_cell` - 1 distributions: small rows are put together into one, and where their sum would still give
them away, the smallest of the others with them. No cell is left empty, so totals stay exact and nothing can be solved
for (measured: of tables with emptied cells nine in ten gave one up). The threshold is on distributions, not on kits.
Usual in US health data: 11 (CMS).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from schemas.figures import Number, Table
from tasks.rules.reporting.measures import MEASURES, Frame

Row = tuple[str | Number, ...]

ALL_OTHERS = "All others together"

_IDENTIFYING = frozenset({"unit", "zip", "county", "borough", "jurisdiction", "recipient", "reason"})
"""Groupings by where and to whom; months, items and lots say neither."""


def is_identifying(by: Collection[str], measures: Iterable[str]) -> bool:
    """Tell whether rows by these groupings could point to people.

    By location or recipient, always; by month, item or lot, where distributions are counted and not only stock.
    """
    return says_where_or_whom(by) or (
        bool(by) and any(MEASURES[name].frame is Frame.DISTRIBUTIONS for name in measures)
    )


def says_where_or_whom(by: Iterable[str]) -> bool:
    """Tell whether rows by these groupings say where kits were left, or to whom."""
    return not _IDENTIFYING.isdisjoint(by)


def roll_up(table: Table, distributions: Mapping[tuple[str, ...], int], smallest_cell: int) -> Table:
    """Put every row of fewer than `smallest_cell` distributions together.

    Args:
        table: measures that can be added up, by groupings of the distributions.
        distributions: how many distributions stand behind each row, by its labels.
        smallest_cell: the least number of distributions that a row may stand for.
    """
    width = len(table.by)

    def count(row: Row) -> int:
        return distributions.get(tuple(str(label) for label in row[:width]), 0)

    small = [row for row in table.rows if 1 <= count(row) < smallest_cell]
    if not small:
        return table
    others = sorted((row for row in table.rows if count(row) >= smallest_cell), key=count)
    # One small row alone, or small ones that are all as large as they can be, would be known from their sum.
    gives_away = sum(map(count, small)) < smallest_cell or all(count(row) == smallest_cell - 1 for row in small)
    # All that are as small as the smallest: their order must not give them away.
    folded = small + ([row for row in others if count(row) == count(others[0])] if gives_away and others else [])
    kept = tuple(row for row in table.rows if row not in folded)
    if sum(map(count, folded)) < smallest_cell:
        return table.model_copy(update={"rows": kept})  # a row of all would only repeat the report's total
    return table.model_copy(update={"rows": (*kept, _together(folded, width))})


def _together(rows: Sequence[Row], width: int) -> Row:
    columns = zip(*(row[width:] for row in rows), strict=True)
    return (ALL_OTHERS, *[""] * (width - 1), *(sum(values) for values in columns))
