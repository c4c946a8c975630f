"""A table by month has every month of its period: one in which nothing happened is a row of zeros, not a gap.

The figures themselves hold only what there is (figures.json); mail, workbook and figures.csv show this.
"""

from datetime import date
from typing import TypeVar

from schemas.figures import Figures, Table
from tasks.rules.reporting.periods import list_months, parse_period

F = TypeVar("F", bound=Figures)


def show_every_month(figures: F, today: date, started: date) -> F:
    """Return figures whose tables by month have a row for each month of the period that has begun since the start."""
    return figures.model_copy(
        update={"tables": tuple(add_every_month(table, figures.period, today, started) for table in figures.tables)}
    )


def add_every_month(table: Table, period: str, today: date, started: date) -> Table:
    """Return a table by month with a row for each month of a period that has begun; other tables as they are.

    A month that was over before the program started has none: nobody counted then, which is not zero.
    Where small months were put together, a month without a row is not one in which nothing happened: such a table stays
    as it is. So does one without any row, which says so itself: nothing happened, or too little to be broken down.
    """
    counted = (month for month in list_months(parse_period(period)) if month.last_on >= started)
    months = [month.name for month in counted if month.first_on <= today]
    there = {row[0]: row for row in table.rows}
    if table.by != ("month",) or not there or not there.keys() <= set(months):
        return table
    zeros = (0,) * len(table.measures)
    return table.model_copy(update={"rows": tuple(there.get(month, (month, *zeros)) for month in months)})
