"""privacy.keep_months: at the beginning of a month a run closes what is older, and its digest says so once."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from schemas.outcome import RunOutcome
from tasks.context import open_program
from tasks.errors import Unreachable
from tasks.operations.close_old_rows import close_old_rows
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.note_filing import Handed, note_filing
from tasks.operations.run_program import run_program
from tasks.rules.reporting.periods import parse_period
from tests.support.small_program import RESPONSES, a_row, rows, write_program, write_settings

ANSWERS = [*rows(20), a_row(0, submitted="2/3/2024 8:00:00", date="2/3/2024")]
SAID = "All that is dated before February 1, 2024 is closed"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program that keeps fifteen months open, and whose supplier asks for nothing."""
    settings = write_settings(program={"oopp": "none"}, privacy={"keep_months": 15})
    return write_program(tmp_path / "program", ANSWERS, settings)


def at(day: str) -> Callable[[], datetime]:
    """A clock that stands at noon of a day."""
    return lambda: datetime.fromisoformat(f"{day}T17:00:00").replace(tzinfo=UTC)


def run(folder: Path, day: str) -> RunOutcome:
    """Do the daily run on a day; a person knows that it is right."""
    return run_program(open_program(folder, at(day)), is_date_known=True)


def digest(folder: Path, outcome: RunOutcome) -> str:
    """The text of the digest that a run queued, on one line; empty where it queued none."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        found = connection.execute("select raw from messages where name = ?", (outcome.digest,)).fetchall()
    texts = [message_from_bytes(raw, policy=default).get_body(("plain",)) for (raw,) in found]
    return " ".join(" ".join(text.get_content().split()) for text in texts if text)


def closed_before(folder: Path) -> str | None:
    """Before which day the ledger says that all is closed."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        return str(connection.execute("select closed_before from programs").fetchone()[0])


@pytest.mark.parametrize("today", ["2025-04-30", "2025-03-01", "2024-06-01"])
def test_what_is_not_older_stays_open(today: str, folder: Path):
    run(folder, today)
    assert closed_before(folder) == "None"


def test_what_is_older_is_closed_each_month_and_said_once(folder: Path):
    run(folder, "2025-04-30")
    first = run(folder, "2025-05-01")
    assert (closed_before(folder), first.ingest.accepted) == ("2024-02-01", 21)
    assert (first.digest, run(folder, "2025-05-02").digest) == (None, None)
    assert SAID in digest(folder, run(folder, "2025-05-05"))  # a Monday
    (folder / "decisions.csv").write_text("ref,decision\n00000000,keep\n", encoding="utf-8")
    other = digest(folder, run(folder, "2025-05-26"))
    assert ("DECISIONS THAT AREN'T UNDERSTOOD" in other, SAID in other) == (True, False)
    run(folder, "2025-06-02")
    assert closed_before(folder) == "2024-03-01"


def test_a_report_that_was_never_made_keeps_it_open(folder: Path):
    (folder / "lbn.toml").write_text(write_settings(privacy={"keep_months": 15}), encoding="utf-8")
    outcome = run(folder, "2025-05-01")
    said = digest(folder, outcome)
    assert "stays open. The report nysdoh-quarterly is owed for 2024-Q1 and was never made" in said
    assert closed_before(folder) == "None"
    assert run(folder, "2025-05-02").digest is None
    program = open_program(folder, at("2025-05-03"))
    note_filing(program, Handed("nysdoh-quarterly", parse_period("2024-Q1"), None, None))
    assert SAID in digest(folder, run(folder, "2025-05-05"))


def test_without_the_setting_nothing_is_closed(tmp_path: Path):
    folder = write_program(tmp_path / "program", ANSWERS, write_settings(program={"oopp": "none"}))
    run(folder, "2030-05-01")
    assert closed_before(folder) == "None"


def test_a_file_in_use_stops_no_run(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_database: object) -> None:
        raise Unreachable

    monkeypatch.setattr("tasks.store.database.Database.rewrite", refuse)
    program = open_program(folder, at("2025-05-01"))
    ingest_entries(program)
    purged = close_old_rows(program)
    assert purged is not None
    assert closed_before(folder) == "2024-02-01"


def test_rows_of_closed_days_that_come_late_are_not_read(folder: Path):
    run(folder, "2025-05-01")
    path = folder / RESPONSES
    path.write_text(path.read_text("utf-8").replace(",1,", ",2,"), encoding="utf-8", newline="")
    counts = run(folder, "2025-05-02").ingest
    assert (counts.accepted, counts.new, counts.withdrawn) == (21, 1, 1)
