"""Lines of decisions.csv that change nothing are told, by number and by what is wrong with them."""

from pathlib import Path

import pytest

from tasks.context import ProgramContext
from tasks.operations.check_program import check_program
from tasks.operations.find_unusable_decisions import describe_unusable_decisions
from tasks.operations.ingest_entries import ingest_entries
from tests.support.small_program import a_row, lbn, rows, write_form

TWICE = "1/2/2024 20:00:30"


def decide(folder: Path, *lines: str) -> None:
    (folder / "decisions.csv").write_text("\n".join(["ref,decision", *lines, ""]), "utf-8")


@pytest.fixture
def doubled(program: ProgramContext) -> tuple[ProgramContext, str]:
    """A program with a form sent twice, and the ref of the row that is held for it."""
    write_form(program.folder, [*rows(12), a_row(12), a_row(12, submitted=TWICE)])
    ingest_entries(program)
    lines = (program.folder / "needs-attention.csv").read_text("utf-8-sig").splitlines()
    return program, lines[1].split(",")[2]


def test_a_decision_that_counts_is_not_told(doubled: tuple[ProgramContext, str]):
    program, ref = doubled
    decide(program.folder, f"{ref},keep")
    assert describe_unusable_decisions(program) == []
    assert ingest_entries(program).held == 0
    assert describe_unusable_decisions(program) == []  # nor once the row counts


def test_what_changes_nothing_is_told_by_line(doubled: tuple[ProgramContext, str]):
    program, ref = doubled
    decide(program.folder, f"{ref},kep", "00000000,keep", f"{ref}9,keep", f"{ref},", ",keep")
    not_understood, of_no_row = describe_unusable_decisions(program)
    assert not_understood == "decisions.csv, lines 2, 6: the decision isn't one: write keep, or nothing, beside a ref."
    assert of_no_row.startswith("decisions.csv, lines 3, 4: no row of the form has this ref: copy it from ")


def test_the_command_and_the_check_tell_it(program: ProgramContext):
    decide(program.folder, "00000000,keep")
    told = "decisions.csv, line 2: no row of the form has this ref"
    assert told in lbn("ingest", program=program.folder).out
    (found,) = (one for one in check_program(program.folder) if not one.is_ok)
    assert (found.part, found.words[: len(told)]) == ("decisions", told)


def test_before_the_first_reading_no_ref_can_be_known(unread: ProgramContext):
    decide(unread.folder, "00000000,keep")
    assert all(one.is_ok for one in check_program(unread.folder))
