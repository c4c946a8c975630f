"""An earlier edition in today's names: a unit that is only called otherwise has no other figures.

lbn.toml keeps a unit's former names as aliases. Units that were put together add up.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from schemas.figures import Figures, Number, Table
from schemas.settings import Unit

UNIT = "unit"


T = TypeVar("T", bound=Table)


def rename_units(figures: Figures, units: Iterable[Unit]) -> Figures:
    """Return figures with the units called as they are today."""
    known = tuple(units)
    return figures.model_copy(update={"tables": tuple(rename_table(table, known) for table in figures.tables)})


def rename_table(table: T, units: Iterable[Unit]) -> T:
    """Return a table with its units called as they are today; another one as it is."""
    names = list_present_names(units)
    return relabel(table, UNIT, lambda label: names.get(label.casefold(), label))


def list_present_names(units: Iterable[Unit]) -> dict[str, str]:
    """List what each unit is called today, by all its names in small letters."""
    return {alias.casefold(): unit.name for unit in units for alias in (*unit.aliases, unit.name)}


def relabel(table: T, grouping: str, rename: Callable[[str], str]) -> T:
    """Return a table with the labels of one grouping renamed, and the rows added up that are one now."""
    if grouping not in table.by:
        return table
    width, index = len(table.by), table.by.index(grouping)
    sums: dict[tuple[str | Number, ...], list[Number]] = {}
    for row in table.rows:
        labels = (*row[:index], rename(str(row[index])), *row[index + 1 : width])
        values = [value for value in row[width:] if not isinstance(value, str)]
        known = sums.get(labels, [0] * len(values))
        sums[labels] = [was + value for was, value in zip(known, values, strict=True)]
    return table.model_copy(update={"rows": tuple((*labels, *values) for labels, values in sums.items())})
