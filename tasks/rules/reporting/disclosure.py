"""What may leave for other eyes: totals and tables of the whole agency, and tables that are released once.

A statutory addressee and the agency get exact tables of everything. For anyone else a table by where kits were left, or
to whom, is a released one: of distributions, by one grouping, of one geography (released_rows.py). Months, items and
what is in stock of a lot say neither, and are exact. Of kits that were given out, a lot of less than
`privacy.smallest_cell` is put together with others.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from schemas.family import PLACES, Family
from schemas.figures import Figures, Number, Table
from tasks.rules.reporting.measures import MEASURES, Frame, find_frame

Row = tuple[str | Number, ...]

ALL_OTHERS = "All others together"

LOT = "lot"


def says_where_or_whom(by: Iterable[str]) -> bool:
    """Tell whether rows by these groupings say where kits were left, or to whom."""
    return not set(Family).isdisjoint(by)


def find_family(by: Sequence[str], measures: Iterable[str], places: Collection[Family]) -> Family | None:
    """Find the family whose released tables stand for a table of a report.

    Args:
        by: the table's groupings.
        measures: the table's measures.
        places: the families of places that this program has released.

    Returns:
        The family; none where the table is by two groupings, of stock or trainings, or of a second geography.
    """
    is_of_distributions = any(find_frame(name, tuple(by)) is Frame.DISTRIBUTIONS for name in measures)
    if len(by) != 1 or by[0] not in set(Family) or not is_of_distributions:
        return None
    family = Family(by[0])
    return None if family in PLACES and places and family not in places else family


def counts_by_lot(by: Collection[str], measures: Iterable[str]) -> bool:
    """Tell whether a table counts by lot what was given out."""
    return LOT in by and any(MEASURES[name].frame is Frame.DISTRIBUTIONS for name in measures)


def tells_too_much_of_lots(by: Collection[str], measures: Iterable[str], *, is_public: bool) -> bool:
    """Tell whether a table by lot may not leave: none for the public, and else none of what was given out by two.

    A supplier knows the stock of each lot. The public doesn't, and small lots that are put together in a table by month
    and in one by lot alone could be subtracted.
    """
    return LOT in by and (is_public or (len(by) > 1 and counts_by_lot(by, measures)))


def has_tables_of_earlier_rule(figures: Figures) -> bool:
    """Tell whether an edition shows where kits were left, or to whom, in tables that weren't released once."""
    return any(says_where_or_whom(table.by) and table.period is None and table.rows for table in figures.tables)


def roll_up(table: Table, kits: Mapping[tuple[str, ...], int], smallest_cell: int) -> Table:
    """Put every row of fewer than `smallest_cell` kits given out together.

    Args:
        table: measures that can be added up.
        kits: how many kits given out stand behind each row, by its labels.
        smallest_cell: the least number of kits that a row may stand for.
    """
    width = len(table.by)

    def count(row: Row) -> int:
        return kits.get(tuple(str(label) for label in row[:width]), 0)

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
