"""A table by month as it's shown: a month in which nothing happened is there, with zeros."""

from datetime import date

import pytest

from schemas.figures import Table
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tasks.rules.reporting.months import add_every_month, show_every_month
from tests.support.builders_messages import a_report

TODAY = date(2026, 10, 6)


def by_month(*labels: str) -> Table:
    """A table with 5 kits in each of these rows."""
    rows = tuple((label, 5) for label in labels)
    return Table(title="By month", by=("month",), measures=("kits_distributed",), rows=rows)


@pytest.mark.parametrize(
    ("shown", "today", "months"),
    [
        (["2026-07", "2026-09"], TODAY, [("2026-07", 5), ("2026-08", 0), ("2026-09", 5)]),
        (["2026-07"], date(2026, 8, 31), [("2026-07", 5), ("2026-08", 0)]),
        (["2026-07", "2026-08", "2026-09"], TODAY, [("2026-07", 5), ("2026-08", 5), ("2026-09", 5)]),
        (["2026-09", ALL_OTHERS], TODAY, [("2026-09", 5), (ALL_OTHERS, 5)]),
        ([], TODAY, []),
    ],
    ids=["none in August", "September is still to come", "none is missing", "small months together", "none at all"],
)
def test_no_month_is_missing(shown: list[str], today: date, months: list[tuple[str, int]]):
    assert list(add_every_month(by_month(*shown), "2026-Q3", today).rows) == months


def test_a_table_by_something_else_stays_as_it_is():
    table = Table(title="By unit", by=("unit",), measures=("kits_distributed",), rows=(("Patrol", 5),))
    assert add_every_month(table, "2026-Q3", TODAY) is table


def test_all_tables_of_an_edition_are_shown_so_and_its_figures_stay_as_they_are():
    figures = a_report(period="2026-Q3", tables=[by_month("2026-07"), by_month()]).figures
    shown = show_every_month(figures, TODAY)
    assert [len(table.rows) for table in shown.tables] == [3, 0]
    assert shown.model_copy(update={"tables": figures.tables}) == figures
