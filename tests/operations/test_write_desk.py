"""desk.html: written by every daily run, also by one that fails; for one account only, and without a word of a row."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.failure import Work
from tasks.context import ProgramContext, open_program
from tasks.errors import OperationError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.make_editions import make_editions
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.watch_work import watch_work
from tasks.operations.write_desk import make_desk, rewrite_desk, write_desk
from tasks.program_folder.paths import DESK_PAGE
from tests.operations.test_make_editions import QUARTER
from tests.support.small_program import RESPONSES, SECRET, STOCK, a_row, lbn, rows, write_form, write_program
from tests.support.watched import clock_after, restore, reword, run_daily


def page(folder: Path) -> str:
    """The page as it lies in a program's folder."""
    return (folder / DESK_PAGE).read_text("utf-8")


def test_a_run_leaves_it_for_this_account_only(tmp_path: Path):
    folder = write_program(tmp_path / "program", [*rows(3), a_row(9, kits="two")])
    assert run_daily(folder, 0)
    assert stat.S_IMODE((folder / DESK_PAGE).stat().st_mode) == 0o600
    said = page(folder)
    assert "<title>Desk: " in said
    assert "The number of kits isn&#39;t a whole number." in said
    assert "Not running" not in said
    assert SECRET not in said
    assert "two" not in said.partition("<body>")[2].replace("Two", "")


def test_what_is_known_is_on_it(program: ProgramContext):
    desk = make_desk(program, reconcile_stock(program), is_run_over=True)
    assert [(month.month, month.kits, month.is_over) for month in desk.months] == [
        ("2024-01", 12, True), ("2024-02", 0, True), ("2024-03", 0, True), ("2024-04", 0, False),
    ]  # fmt: skip
    assert [(shelf.location, shelf.usable) for shelf in desk.shelves][:2] == [("Central", 499), ("Patrol", 1488)]
    assert [one.report for one in desk.never_made] == ["nysdoh-quarterly"]
    assert (desk.is_stock_tracked, desk.is_stale, desk.made) == (True, False, ())


def test_what_the_digest_says_is_to_be_fixed_is_on_it(tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(3))
    other = "2/1/2024,received,kit,A123,2029-06,5,,Central,\r\n2/2/2024,received,kit,SMITH,2029-06,5,,Central,\r\n"
    (folder / "Inventory.csv").write_text(STOCK["Inventory.csv"] + other, "utf-8", newline="")
    (folder / "decisions.csv").write_text("ref,decision\n0a0a0a0a,keep\n1b1b1b1b,perhaps\n", "utf-8")
    form = (folder / RESPONSES).read_text("utf-8")
    (folder / RESPONSES).write_text(form.replace("Who took the kit (optional)", "Whom"), "utf-8", newline="")
    assert run_daily(folder, 0)
    said = page(folder)
    assert "Lot A123 (kit) has 2 expiration dates in Inventory" in said
    assert "A lot of kit received on Feb 2, 2024 looks like a word" in said
    assert "SMITH" not in said
    assert "The form has no column “Who took the kit (optional)”" in said
    assert "decisions.csv, line 3: the decision isn&#39;t one" in said
    assert "decisions.csv, line 2: no row of the form has this ref" in said


def test_decisions_that_cannot_be_read_are_what_fails(program: ProgramContext):
    (program.folder / "decisions.csv").mkdir()
    desk = make_desk(program, reconcile_stock(program), is_run_over=True)
    assert (desk.decisions_not_understood, desk.decisions_of_no_row) == ((), ())


def test_an_edition_that_a_wrong_clock_made_is_not_handed_in(program: ProgramContext):
    make_editions(program, [QUARTER])
    before = program._replace(clock=lambda: datetime(2024, 3, 20, 12, tzinfo=UTC))
    (early,) = make_desk(before, reconcile_stock(before), is_run_over=True).made_too_early
    assert (early.title, early.period, early.edition) == ("NYSDOH quarterly report", "2024-Q1", 1)


def test_a_stock_that_nobody_records_is_not_tracked(tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(3))
    for name in ("Inventory.csv", "Counts.csv"):
        (folder / name).write_text(STOCK[name].partition("\r\n")[0], "utf-8")
    assert run_daily(folder, 0)
    assert "The stock is not tracked" in page(folder)
    assert '<table class="shelves">' not in page(folder)


def test_a_program_that_was_never_read_says_so(unread: ProgramContext):
    write_desk(unread, reconcile_stock(unread))
    assert "Nothing is known yet" in page(unread.folder)


def test_a_run_that_fails_says_so_and_the_next_takes_it_back(tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(3))
    assert run_daily(folder, -3)
    reword(folder)
    assert not run_daily(folder, 0)
    assert "What you see is old: the tabs were last read Mar 30, 2024" in page(folder)
    assert "Not running since Apr 2, 2024" in page(folder)
    restore(folder)
    assert run_daily(folder, 1)
    assert "Look at this first" not in page(folder)


def test_the_failure_of_the_run_before_is_over(program: ProgramContext):
    with pytest.raises(OperationError), watch_work(program.folder, Work.DAILY_RUN, clock_after(0)):
        raise OperationError("The mail server refuses.")
    assert "The mail server refuses." in page(program.folder)
    write_desk(program, reconcile_stock(program))
    assert "The mail server refuses." not in page(program.folder)
    rewrite_desk(program)
    assert "The mail server refuses." in page(program.folder)


def test_it_says_when_its_reading_is_old(program: ProgramContext):
    late = program._replace(clock=clock_after(2))
    assert make_desk(late, reconcile_stock(late), is_run_over=True).is_stale


def test_a_page_that_cannot_be_written_stops_nothing_else(tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(3))
    (folder / DESK_PAGE).mkdir()
    ended = lbn("run", program=folder)
    assert ended.code == 1
    assert ended.words.startswith("desk.html cannot be written to ")
    assert list((folder / "outbox").glob("nysdoh-quarterly-*.eml"))


def test_a_purge_leaves_no_page_of_before(tmp_path: Path):
    folder = write_program(tmp_path / "program", [*rows(3), a_row(9, kits="two")])
    assert lbn("run", program=folder).code == 0
    assert "Form responses 5" in page(folder)
    for quarter in ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"):
        assert lbn("filed", "nysdoh-quarterly", quarter, program=folder).code == 0
    assert lbn("purge", "--before", "2024-02-01", program=folder).code == 0
    assert "Form responses 5" not in page(folder)


def test_a_purge_makes_no_page_where_none_was(tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(3))
    assert lbn("ingest", program=folder).code == 0
    for quarter in ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"):
        assert lbn("filed", "nysdoh-quarterly", quarter, program=folder).code == 0
    assert lbn("purge", "--before", "2024-02-01", program=folder).code == 0
    assert not (folder / DESK_PAGE).exists()


def test_rows_that_are_fixed_leave_it_with_the_next_run(tmp_path: Path):
    folder = write_program(tmp_path / "program", [*rows(3), a_row(9, kits="two")])
    assert run_daily(folder, 0)
    write_form(folder, [*rows(3), a_row(9, kits="2")])
    ingest_entries(open_program(folder, clock_after(0.1)))
    assert "Form responses 5" in page(folder)
    assert run_daily(folder, 1)
    assert "None: every row that was read is counted." in page(folder)
