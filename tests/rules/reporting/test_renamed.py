"""A unit that is only called otherwise has no other figures."""

import pytest

from schemas.figures import Table
from schemas.settings import Unit
from tasks.rules.reporting.renamed import rename_units
from tests.rules.reporting.test_editions import Row, a_table, some_figures

UNITS = (Unit(name="Road Patrol", aliases=("Patrol", "Night Patrol")), Unit(name="Traffic"))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        pytest.param([("Patrol", 3)], [("Road Patrol", 3)], id="by its former name"),
        pytest.param([("PATROL", 3)], [("Road Patrol", 3)], id="in any letter case"),
        pytest.param([("Traffic", 3)], [("Traffic", 3)], id="as ever"),
        pytest.param([("Harbor", 3)], [("Harbor", 3)], id="a unit that is there no more"),
        pytest.param(
            [("Patrol", 3), ("Traffic", 1), ("Night Patrol", 2)],
            [("Road Patrol", 5), ("Traffic", 1)],
            id="two units that are one now",
        ),
    ],
)
def test_units_are_called_as_they_are_today(was: list[Row], now: list[Row]):
    figures = some_figures(a_table(*was, by="unit"), kits=6)
    assert rename_units(figures, UNITS) == some_figures(a_table(*now, by="unit"), kits=6)


def test_a_unit_beside_another_grouping():
    table = a_table(("2026-09", "Patrol", 3), ("2026-09", "Night Patrol", 1), by="month unit")
    renamed = rename_units(some_figures(table), UNITS).tables[0]
    assert renamed.rows == (("2026-09", "Road Patrol", 4),)


def test_tables_by_other_groupings_stay_as_they_are():
    table: Table = a_table(("Patrol", 3), by="county")
    assert rename_units(some_figures(table), UNITS).tables == (table,)
