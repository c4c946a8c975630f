"""Any measures by any groupings for a period, and what cannot be asked."""

import pytest

from tasks.context import ProgramContext
from tasks.errors import UsageError
from tasks.operations.show_figures import show_figures
from tasks.rules.reporting.measures import MEASURES


@pytest.mark.parametrize(("period", "kits"), [("2024-01", 12), ("2024-02", 0), ("2024-Q1", 12), ("2024", 12)])
def test_all_measures_of_a_period_are_summed(period: str, kits: int, program: ProgramContext):
    answer = show_figures(program, period)
    assert answer.measures.keys() == MEASURES.keys()
    assert (answer.measures["kits_distributed"], answer.tables) == (kits, ())


def test_a_grouping_is_a_table(program: ProgramContext):
    by_unit, by_zip = show_figures(program, "2024-Q1", ["kits_distributed"], ["unit", "zip"]).tables
    assert [tuple(row) for row in by_unit.rows if row[-1]] == [("Patrol", 12)]
    assert [tuple(row) for row in by_zip.rows] == [("12207", 12)]


@pytest.mark.parametrize(
    ("period", "measures", "groupings"),
    [
        ("soon", (), ()), ("2024", ("kits_lefft",), ()), ("2024", (), ("color",)),
        ("2024", ("personnel_trained",), ("zip",)),
    ],
    ids=["no period", "no measure", "no grouping", "that do not go together"],
)  # fmt: skip
def test_what_cannot_be_summed_is_a_wrong_call(
    period: str, measures: tuple[str, ...], groupings: tuple[str, ...], program: ProgramContext
):
    with pytest.raises(UsageError):
        show_figures(program, period, measures, groupings)
