"""A clock that jumped makes nothing and says so; a person who knows the date goes on, once."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.console.status import describe_status
from tasks.context import ProgramContext, open_program
from tasks.errors import ClockJumped
from tasks.operations.backfill_reports import backfill_reports
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.ingest_from_scratch import ingest_from_scratch
from tasks.operations.read_as_of import read_program_as_of
from tasks.operations.run_program import run_program
from tasks.operations.send_report import send_report
from tasks.operations.summarize_status import summarize_status
from tests.support.small_program import RESPONSES, a_row, rows, write_form
from tests.support.watched import START, clock_after

LONG_AGO, NEXT_YEAR, YESTERDAY = -40, 400, -1
WAYS: dict[str, Callable[..., object]] = {
    "lbn run": run_program,
    "lbn ingest": ingest_entries,
    "lbn ingest --from-scratch": ingest_from_scratch,
    "lbn report": lambda program, **flag: send_report(program, report="supplier", period="2024-02", **flag),
    "lbn report --as-known": lambda program, **flag: send_report(
        program, report="supplier", period="2024-02", as_known=True, **flag
    ),
    "lbn backfill": lambda program, **flag: backfill_reports(
        program, first_month="2024-01", last_month="2024-03", report="supplier", **flag
    ),
    "lbn backfill --as-known": lambda program, **flag: backfill_reports(
        program, first_month="2024-01", last_month="2024-03", report="supplier", as_known=True, **flag
    ),
}


def on_day(program: ProgramContext, days: float) -> ProgramContext:
    """Open the program so many days after its start, with files that were written at its start."""
    for path in program.folder.glob("*.csv"):
        os.utime(path, (START.timestamp(), START.timestamp()))
    return open_program(program.folder, clock_after(days))


def made(folder: Path) -> list[Path]:
    """List the editions and messages that lie in a folder."""
    return [*folder.glob("reports/*/*/*"), *folder.glob("outbox/*")]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("days", [LONG_AGO, NEXT_YEAR])
def test_a_clock_that_jumped_makes_nothing_and_says_so(program: ProgramContext, way: str, days: float):
    there, read = made(program.folder), read_program_as_of(program).read_at
    with pytest.raises(ClockJumped, match="Nothing was read, made or sent: the clock says") as told:
        WAYS[way](on_day(program, days))
    assert "Apr 2, 2024" in str(told.value)
    assert str(told.value).endswith("if it is right, go on once with --i-know-the-date.")
    assert (made(program.folder), read_program_as_of(program).read_at) == (there, read)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("days", [LONG_AGO, NEXT_YEAR])
def test_who_knows_the_date_goes_on(program: ProgramContext, way: str, days: float):
    WAYS[way](on_day(program, days), is_date_known=True)


def test_going_on_once_is_enough(program: ProgramContext):
    run_program(on_day(program, LONG_AGO), is_date_known=True)
    run_program(on_day(program, LONG_AGO + 1))


@pytest.mark.parametrize(
    "days", [YESTERDAY, 0, 30, 59], ids=["a day back", "the same day", "a month on", "nearly two months on"]
)
def test_days_that_can_be_ask_nobody(program: ProgramContext, days: float):
    run_program(on_day(program, days))


def test_a_ledger_that_lost_its_day_is_healed_on_any_day(program: ProgramContext):
    with closing(sqlite3.connect(program.folder / "lbn.db")) as ledger, ledger:
        ledger.execute("update programs set read_at = 'never'")
    for days in (NEXT_YEAR, LONG_AGO):
        ingest_from_scratch(on_day(program, days), is_date_known=days == LONG_AGO)
        assert read_program_as_of(program).read_at == program.local(on_day(program, days).now())


def test_a_new_download_shows_that_a_summer_has_passed(program: ProgramContext):
    on_later = on_day(program, NEXT_YEAR)
    now = (START + timedelta(days=NEXT_YEAR - 1)).timestamp()
    os.utime(program.folder / RESPONSES, (now, now))
    run_program(on_later)


def test_new_forms_show_that_a_summer_has_passed(program: ProgramContext):
    write_form(program.folder, [*rows(12), a_row(24 * 190)])
    run_program(on_day(program, 110))


def test_what_only_shows_what_is_there_is_never_stopped(program: ProgramContext):
    for days in (LONG_AGO, NEXT_YEAR):
        assert summarize_status(on_day(program, days)).last_read


def test_editions_made_by_a_wrong_clock_are_named(program: ProgramContext):
    run_program(on_day(program, NEXT_YEAR), is_date_known=True)
    right = on_day(program, 1)
    with pytest.raises(ClockJumped, match="the tabs were already read on May 7, 2025: it is wrong now, or was then"):
        run_program(right)
    outcome = run_program(right, is_date_known=True)
    said = describe_status(summarize_status(right), today=right.today())
    assert (
        "Made by a wrong clock: don't hand these in:\n  nysdoh-quarterly 2025-Q1, edition 1: the period ends on" in said
    )
    mail = (program.folder / "outbox" / str(outcome.digest)).read_text("utf-8")
    assert "1 report was made too early" in mail
    assert "Don't hand in:" in " ".join(mail.replace("=\n", "").split())
    assert run_program(right).digest is None
