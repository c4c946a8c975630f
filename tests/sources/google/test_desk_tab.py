"""The tab “Desk” of the Sheet: written by each run that comes to its end, where lbn.toml names it."""

from pathlib import Path

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.run_program import run_program
from tasks.operations.write_desk import rewrite_desk
from tasks.program_folder.paths import DESK_PAGE
from tasks.sources.google.desk_tab import HEADER
from tests.support.google import faults
from tests.support.google.server import GoogleServer
from tests.support.google.small import BOOK, a_row, form, small_program

TAB = "Desk"


@pytest.fixture
def program(google: GoogleServer, tmp_path: Path) -> ProgramContext:
    """A program that shows its desk in the Sheet."""
    return small_program(google, tmp_path, desk_tab=TAB)


def shown(google: GoogleServer) -> list[list[str]]:
    """The lines of the tab below its header."""
    grid = [[str(cell) for cell in row[: len(HEADER)]] for row in google.books[BOOK].tab(TAB).grid if any(row)]
    assert tuple(grid[0]) == HEADER
    return grid[1:]


def test_a_run_makes_the_tab_and_the_next_brings_it_up_to_date(program: ProgramContext, google: GoogleServer):
    run_program(program)
    assert shown(google)[0][0] == "Desk"
    assert shown(google)[0][4].startswith("Tabs read ")
    assert ["At a glance", "Rows to fix", "0", "", "all are counted"] in shown(google)
    form(google).append(a_row(11, **{"Kits left": "two"}))
    run_program(program)
    assert ["At a glance", "Rows to fix", "1", "", "1 not counted"] in shown(google)
    assert len([line for line in shown(google) if line[0] == "Desk"]) == 1


def test_only_a_run_that_comes_to_its_end_writes_it(program: ProgramContext, google: GoogleServer):
    ingest_entries(program)
    rewrite_desk(program)
    assert TAB not in [tab.title for tab in google.books[BOOK].tabs]
    assert (program.folder / DESK_PAGE).exists()


def test_the_tab_is_shown_only_where_it_is_named(google: GoogleServer, tmp_path: Path):
    program = small_program(google, tmp_path)
    run_program(program)
    program.source.shared_sheet.publish_desk([("Desk", "", "", "", "")])
    assert TAB not in [tab.title for tab in google.books[BOOK].tabs]


def test_a_tab_that_is_somebody_elses_is_never_written_over(program: ProgramContext, google: GoogleServer):
    run_program(program)
    grid = google.books[BOOK].tab(TAB).grid
    grid[:] = [["My own notes"]]
    with pytest.raises(OperationError, match=r"The tab “Desk” \(source.desk_tab\) holds something else"):
        run_program(program)
    assert grid == [["My own notes"]]


def test_a_tab_that_is_locked_keeps_nothing_waiting(program: ProgramContext, google: GoogleServer):
    google.fail("POST update", faults.NOT_SHARED, times=None)
    with pytest.raises(OperationError, match="may not write to the Sheet"):
        run_program(program)
    assert (program.folder / DESK_PAGE).exists()
    assert list((program.folder / "outbox").glob("*.eml"))


def test_a_tab_that_says_so_already_is_left_alone(program: ProgramContext, google: GoogleServer):
    run_program(program)
    google.asked.clear()
    run_program(program)
    assert not google.counted().get("POST update")


def test_a_tab_is_named_once(google: GoogleServer, tmp_path: Path):
    with pytest.raises(OperationError, match="names one tab of the Sheet twice"):
        small_program(google, tmp_path, desk_tab="status", status_tab="Status")


def test_no_text_of_the_tab_is_a_formula(google: GoogleServer, tmp_path: Path):
    program = small_program(google, tmp_path, desk_tab=TAB)
    run_program(program)
    assert not [cell for line in shown(google) for cell in line if cell.startswith(("=", "+", "@"))]
