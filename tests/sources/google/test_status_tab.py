"""The status tab: what needs attention and the decisions, written in one step, only where it is not so yet."""

from pathlib import Path

import pytest

from schemas.finding import Code, Finding
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.errors import NotPublished, OperationError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.run_program import run_program
from tasks.operations.summarize_status import summarize_status
from tasks.sources.google.status_tab import HEADER, KEPT, MOST_LINES, list_lines
from tests.support.google import faults
from tests.support.google.book import Cell
from tests.support.google.server import TOKEN, GoogleServer
from tests.support.google.small import BOOK, FORM, a_row, form, small_program

STATUS = "Intake status"
ONE_SYNC = {TOKEN: 1, "GET metadata": 1, "GET batch": 1}
ONE_WRITE = {**ONE_SYNC, "POST update": 1}
TWICE = a_row(10, Timestamp="9/15/2026 10:00:31")


@pytest.fixture
def program(google: GoogleServer, tmp_path: Path) -> ProgramContext:
    """A program with three distributions, one of them sent twice, that has published its status once."""
    program = small_program(google, tmp_path, status_tab=STATUS)
    form(google).append(TWICE)
    ingest_entries(program)
    google.asked.clear()
    return program


def published(google: GoogleServer) -> list[list[Cell]]:
    """The status tab without its header."""
    grid = [row[: len(HEADER)] for row in google.books[BOOK].tab(STATUS).grid if any(row)]
    assert tuple(grid[0]) == HEADER
    return grid[1:]


def test_what_needs_attention_is_published_once(program: ProgramContext, google: GoogleServer):
    (line,) = published(google)
    assert line[:2] == ["Form responses", "5"]
    assert "sent within 60 seconds" in str(line[3])
    ingest_entries(program)
    assert google.counted() == ONE_SYNC


def test_a_status_tab_that_is_locked_keeps_no_report_waiting(program: ProgramContext, google: GoogleServer):
    form(google).append(a_row(10, Timestamp="9/15/2026 10:00:50"))
    google.fail("POST update", faults.NOT_SHARED, times=None)
    with pytest.raises(NotPublished, match="may not write to the Sheet") as refusal:
        run_program(program)
    assert refusal.value.counts.held == 2
    assert list((program.folder / "reports").glob("*/*/edition-1/report.pdf"))
    assert list((program.folder / "outbox").glob("attention-*.eml"))


def test_a_decision_is_read_with_the_tabs_and_stays(program: ProgramContext, google: GoogleServer):
    ref = published(google)[0][2]
    google.books[BOOK].tab(STATUS).grid[1][4] = " Keep "
    assert ingest_entries(program).held == 0
    assert google.counted() == ONE_WRITE
    assert published(google) == [["", "", ref, KEPT, "keep"]]
    google.asked.clear()
    for _ in range(2):
        assert ingest_entries(program).held == 0
    assert google.counted() == dict.fromkeys(ONE_SYNC, 2)
    google.books[BOOK].tab(STATUS).grid[1][4] = ""
    assert ingest_entries(program).held == 1


def test_decisions_move_with_their_rows(program: ProgramContext, google: GoogleServer):
    google.books[BOOK].tab(STATUS).grid[1][4] = "asked the unit"
    form(google).insert(1, a_row(7, **{"Kits left": "two"}))
    ingest_entries(program)
    assert [line[1:2] + line[4:] for line in published(google)] == [["2", ""], ["6", "asked the unit"]]


def test_what_is_done_is_cleared(program: ProgramContext, google: GoogleServer):
    form(google).pop()
    ingest_entries(program)
    assert published(google) == []


def test_the_form_and_other_columns_are_never_written(program: ProgramContext, google: GoogleServer):
    before = [list(row) for row in form(google)]
    google.books[BOOK].tab(STATUS).grid[1] += ["a note beside"]
    google.books[BOOK].tab(STATUS).grid[1][4] = "keep"
    ingest_entries(program)
    assert form(google) == before
    assert google.books[BOOK].tab(STATUS).grid[1][5] == "a note beside"


def test_a_header_that_was_sorted_away_is_put_back(program: ProgramContext, google: GoogleServer):
    tab = google.books[BOOK].tab(STATUS)
    ref = published(google)[0][2]
    tab.grid = [["Form responses", "5", ref, "", "keep"], list(HEADER)]
    assert ingest_entries(program).held == 0
    assert published(google) == [["", "", ref, KEPT, "keep"]]


def test_a_tab_with_something_else_in_it_is_not_written_over(program: ProgramContext, google: GoogleServer):
    google.books[BOOK].tab(STATUS).grid = [["Name", "Badge"], ["x", 1]]
    with pytest.raises(OperationError, match="something else"):
        ingest_entries(program)
    assert google.counted() == ONE_SYNC


def test_more_lines_than_rows_make_room(program: ProgramContext, google: GoogleServer):
    google.books[BOOK].tab(STATUS).row_count = 3
    form(google).extend(a_row(11, **{"Kits left": f"{number} or so"}) for number in range(9))
    ingest_entries(program)
    assert len(published(google)) == 10


def test_no_text_becomes_a_formula(program: ProgramContext, google: GoogleServer):
    google.books[BOOK].tab(STATUS).grid[1][4] = "=1+1"
    form(google).insert(1, a_row(7, **{"Kits left": "two"}))
    ingest_entries(program)
    assert published(google)[1][4] == "=1+1"


@pytest.mark.parametrize("fault", [faults.NOT_SHARED, faults.QUOTA, faults.INTERNAL, faults.DROPPED, faults.LOGIN_PAGE])
def test_the_ledger_stands_where_the_tab_cannot_be_written(
    fault: faults.Fault, program: ProgramContext, google: GoogleServer
):
    """A write is never sent twice; the next sync brings it up to date."""
    form(google).append(a_row(11))
    form(google).append(a_row(12, **{"Kits left": "two"}))
    google.fail("POST update", fault)
    if fault is faults.LOGIN_PAGE:
        ingest_entries(program)
    else:
        with pytest.raises(OperationError, match="The ledger is up to date"):
            ingest_entries(program)
    assert google.counted()["POST update"] == 1
    assert summarize_status(program).entries == 4
    ingest_entries(program)
    assert len(published(google)) == 2


def test_a_form_tab_is_never_taken_for_the_status_tab(google: GoogleServer, tmp_path: Path):
    with pytest.raises(OperationError, match="names one tab"):
        small_program(google, tmp_path, status_tab=FORM.lower())


def test_a_long_status_tab_is_cut_but_loses_no_decision():
    findings = [Finding(Tab.RESPONSES, row, f"{row:08}", Code.KITS_MISSING) for row in range(MOST_LINES + 5)]
    told = list_lines(findings, {f"{MOST_LINES + 3:08}": "keep", "00000001": "asked"})
    assert told[2][4] == "asked"
    assert told[MOST_LINES + 1][3].startswith("5 more")
    assert told[-1] == ("", "", f"{MOST_LINES + 3:08}", KEPT, "keep")
