"""An earlier edition in today's names: a unit that is only called otherwise has no other figures.

lbn.toml keeps a unit's former names as aliases. Units that were put together add up.
"""

from collections.abc import Iterable, Mapping

from schemas.figures import Figures, Number, Table
from schemas.settings import Unit

UNIT = "unit"


def rename_units(figures: Figures, units: Iterable[Unit]) -> Figures:
    """Return figures with the units called as they are today."""
    names = {alias.casefold(): unit.name for unit in units for alias in (*unit.aliases, unit.name)}
    tables = [_rename_in(table, names) if UNIT in table.by else table for table in figures.tables]
    return figures.model_copy(update={"tables": tuple(tables)})


def _rename_in(table: Table, names: Mapping[str, str]) -> Table:
    """Rename the labels of one column, and add up the rows that are one now."""
    width, index = len(table.by), table.by.index(UNIT)
    sums: dict[tuple[str | Number, ...], list[Number]] = {}
    for row in table.rows:
        labels = (*row[:index], names.get(str(row[index]).casefold(), row[index]), *row[index + 1 : width])
        values = [value for value in row[width:] if not isinstance(value, str)]
        known = sums.get(labels, [0] * len(values))
        sums[labels] = [was + value for was, value in zip(known, values, strict=True)]
    return table.model_copy(update={"rows": tuple((*labels, *values) for labels, values in sums.items())})
