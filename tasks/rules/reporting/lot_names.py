"""Lots as reports name them: one that looks like something else is a row under what it looks like, after the others.

What was typed there may tell of a person, and a report leaves; so may its place among lots in their order. Its kits
count, and rows that look alike add up.
"""

from typing import TypeVar

from schemas.figures import Figures, Table
from tasks.rules.reporting.disclosure import LOT
from tasks.rules.reporting.renamed import relabel
from tasks.rules.stock.doubtful_lots import name_lot

F = TypeVar("F", bound=Figures)


def name_lots(figures: F) -> F:
    """Return figures in which no lot is named that looks like something else."""
    return figures.model_copy(update={"tables": tuple(map(_name_in, figures.tables))})


def _name_in(table: Table) -> Table:
    if LOT not in table.by:
        return table
    index = table.by.index(LOT)
    lots = [str(row[index]) for row in table.rows]
    in_order = sorted(zip(lots, table.rows, strict=True), key=lambda one: name_lot(one[0]) != one[0])
    return relabel(table.model_copy(update={"rows": tuple(row for _, row in in_order)}), LOT, name_lot)
