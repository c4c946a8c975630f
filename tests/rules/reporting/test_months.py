"""A table by month has a row for each month of its period that has begun, and no table has rows made up."""

from datetime import date

import pytest

from schemas.figures import Figures, Table
from tasks.rules.reporting.months import show_every_month


def shown(
    period: str, today: date, by: str, *rows: tuple[str, int], started: date = date.min
) -> list[tuple[object, ...]]:
    """Return the rows of a table as they are shown."""
    table = Table(title="By month", by=(by,), measures=("kits_distributed",), rows=rows)
    figures = Figures(
        report="supplier", period=period, edition=1, supersedes=None, agency="A", measures={}, tables=(table,),
        excluded={"held": 0}, unverified=True,
    )  # fmt: skip
    return [tuple(row) for row in show_every_month(figures, today, started).tables[0].rows]


@pytest.mark.parametrize(
    ("today", "after"),
    [(date(2024, 4, 2), [("2024-02", 0), ("2024-03", 0)]), (date(2024, 2, 1), [("2024-02", 0)])],
    ids=["ended", "goes on"],
)
def test_a_month_without_a_distribution_is_a_row_of_zeros(today: date, after: list[tuple[str, int]]):
    assert shown("2024-Q1", today, "month", ("2024-01", 5)) == [("2024-01", 5), *after]


@pytest.mark.parametrize(
    ("started", "months"),
    [
        (date(2024, 1, 31), ["2024-01", "2024-02", "2024-03"]),
        (date(2024, 2, 1), ["2024-02", "2024-03"]),
        (date(2024, 3, 2), ["2024-03"]),
    ],
)
def test_a_month_before_the_program_started_is_not_zero(started: date, months: list[str]):
    rows = shown("2024-Q1", date(2024, 4, 2), "month", ("2024-03", 5), started=started)
    assert [row[0] for row in rows] == months


@pytest.mark.parametrize(
    ("by", "rows"),
    [("unit", [("Patrol", 5)]), ("month", []), ("month", [("2024-01", 5), ("All others", 2)])],
    ids=["by unit", "without rows", "with months put together"],
)
def test_other_tables_stay_as_they_are(by: str, rows: list[tuple[str, int]]):
    assert shown("2024-Q1", date(2024, 4, 2), by, *rows) == rows
