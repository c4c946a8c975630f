"""Any measures by any groupings for a period, and what cannot be asked."""

from datetime import date

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
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


def test_nothing_is_known_of_tabs_that_were_never_read(unread: ProgramContext):
    with pytest.raises(OperationError, match="have not been read yet, so nothing is known"):
        show_figures(unread, "2024-01")


@pytest.mark.parametrize(
    ("period", "known"),
    [
        ("2023", ()),
        ("2022-12", ()),
        ("2024-Q1", ("kits_distributed", "kits_on_hand_end")),
        ("2024-Q3", ()),
        ("2099", ()),
    ],
    ids=["just before the program", "long before it", "in it", "not begun", "far ahead"],
)
def test_what_no_record_can_say_is_named(period: str, known: tuple[str, ...], program: ProgramContext):
    answer = show_figures(program, period, ("kits_distributed",), ("unit",))
    told = answer.measures.keys() - answer.unrecorded
    assert told.issuperset(known)
    assert bool(told) == bool(known)
    assert "unrecorded" not in answer.model_dump(), "the JSON is that of every period"


def test_what_was_entered_before_the_program_is_known(program: ProgramContext):
    late = program.settings.program.model_copy(update={"started": date(2024, 2, 1)})
    moved = program._replace(settings=program.settings.model_copy(update={"program": late}))
    measures = show_figures(moved, "2024-01").measures
    assert (measures["kits_received"], measures["kits_on_hand_start"]) == (2000, 0)
