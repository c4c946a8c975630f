"""What is done on one program: the same as by its own command, told in counts; whatever goes wrong is told in words."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from schemas.hosted import Asked, HostedCommand, HostedProgram, Job
from tasks.hosting import work
from tasks.hosting.work import work_on_program
from tasks.messages.hosted_words import describe_program
from tests.support.small_program import RESPONSES, SECRET, a_row, its_clock, lbn, rows, write_form, write_program


@pytest.fixture(autouse=True)
def its_day() -> Iterator[None]:
    """Work on the day on which commands run in tests."""
    with its_clock():
        yield


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Ten distributions, one of them held."""
    return write_program(tmp_path / "program", [*rows(9), a_row(9, kits="two")])


def do(folder: Path, command: HostedCommand, **asked: Any) -> HostedProgram:
    """Do it, as a worker does."""
    return work_on_program(
        Job(name="program", folder=str(folder), asked=Asked(command=command, **asked), most_seconds=60)
    )


def counts(ended: HostedProgram) -> dict[str, object]:
    """All that was said."""
    return {name: value for name, value in ended.model_dump().items() if value not in (None, "")}


def test_a_run_is_told_in_counts(program: Path):
    ended = do(program, HostedCommand.RUN)
    status = lbn("status", "--json", program=program).json
    due = [one["state"] for one in status["due"]]
    assert counts(ended) == {
        "code": 0,
        "read": 10,
        "counted": status["entries"],
        "held": 1,
        "made": len(status["editions"]),
        "sent": 0,
        "ready": len(list((program / "outbox").iterdir())),
        "waiting": 0,
        "due": due.count("owed") + due.count("overdue"),
        "overdue": due.count("overdue"),
    }
    assert (ended.counted, ended.made) == (9, 1)
    again = do(program, HostedCommand.RUN)
    assert (again.code, again.made, again.ready) == (0, 0, 0)


def test_the_status_reads_nothing(program: Path):
    do(program, HostedCommand.RUN)
    write_form(program, rows(3))
    ended = do(program, HostedCommand.STATUS)
    assert (ended.code, ended.read, ended.counted, ended.held, ended.made) == (0, None, 9, 1, None)


def test_the_status_of_tabs_never_read_counts_nothing(program: Path):
    ended = do(program, HostedCommand.STATUS)
    assert (ended.code, ended.counted, ended.held) == (0, None, None)


def test_a_backfill_tells_what_it_made_or_would(program: Path):
    months = {"first_month": "2024-01", "last_month": "2024-12"}
    assert counts(do(program, HostedCommand.BACKFILL, dry_run=True, **months)) == {"code": 0, "would_make": 4}
    assert counts(do(program, HostedCommand.BACKFILL, **months, report="supplier")) == {"code": 0, "made": 12}
    assert counts(do(program, HostedCommand.BACKFILL, **months, as_known=True)) == {"code": 0, "made": 4}
    assert counts(do(program, HostedCommand.BACKFILL, **months)) == {"code": 0, "made": 0}


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_backfill_tells_which_months_it_left_out(program: Path, dry_run: bool):
    ended = do(program, HostedCommand.BACKFILL, first_month="2024-01", last_month="2024-02", dry_run=dry_run)
    said = (
        "Left out of nysdoh-quarterly: January 2024 to February 2024, for Q1 2024 ends in March 2024, which wasn't "
        "asked for."
    )
    assert (ended.code, ended.words) == (0, said)
    assert describe_program(ended) == f": {'would make' if dry_run else 'made'} 0 editions. {said}"


def test_a_check_names_the_parts_and_not_what_they_say(program: Path):
    assert counts(do(program, HostedCommand.CHECK)) == {"code": 0, "to_do": 0}
    (program / RESPONSES).unlink()
    ended = do(program, HostedCommand.CHECK)
    assert (ended.code, ended.words) == (1, "To do: source. `lbn check` for this program says what.")
    (program / "lbn.toml").write_text("agency = 1")
    ended = do(program, HostedCommand.CHECK)
    assert (ended.code, ended.to_do) == (2, 1)


@pytest.mark.parametrize("command", [HostedCommand.RUN, HostedCommand.STATUS])
@pytest.mark.parametrize(
    ("hurt", "code", "said"),
    [
        (lambda folder: (folder / "lbn.toml").write_text("[[["), 2, "lbn.toml cannot be read"),
        (lambda folder: (folder / "lbn.toml").unlink(), 2, "There is no lbn.toml"),
        (lambda folder: (folder / "lbn.db").write_bytes(b"no database" * 999), 1, "lbn.db"),
    ],
    ids=["settings", "no settings", "ledger"],
)
def test_a_broken_program_is_told_as_its_command_does(
    command: HostedCommand, hurt: Any, code: int, said: str, program: Path
):
    do(program, HostedCommand.RUN)
    hurt(program)
    ended = do(program, command)
    assert ended.code == code
    assert said in str(ended.words)
    assert ended.words == " ".join(lbn(command.value, program=program).words.split())


def test_a_missing_tab_fails_and_says_since_when(program: Path):
    (program / RESPONSES).unlink()
    first, second = do(program, HostedCommand.RUN), do(program, HostedCommand.RUN)
    assert (first.code, second.code) == (1, 1)
    assert first.failing_since is not None
    assert first.failing_since == second.failing_since
    write_form(program, rows(3))
    assert do(program, HostedCommand.RUN).failing_since is None


def test_an_exception_that_quotes_a_row_is_told_without_it(program: Path, monkeypatch: pytest.MonkeyPatch):
    def quote(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(work, "summarize_status", quote)
    ended = do(program, HostedCommand.STATUS)
    assert ended.code == 1
    assert str(ended.words).startswith("This is an error in the program, not a mistake of yours: ValueError at")
    assert SECRET not in ended.model_dump_json()


def test_an_unpublished_status_tab_tells_what_was_read(program: Path, monkeypatch: pytest.MonkeyPatch):
    from schemas.ingest_counts import IngestCounts  # noqa: PLC0415 - for this case only
    from tasks.errors import NotPublished  # noqa: PLC0415

    counted = IngestCounts(read=7, accepted=7, flagged=0, held=0, new=7, withdrawn=0, unchanged=0)

    def fail(*_: object, **__: object) -> None:
        raise NotPublished("The status tab could not be written.", counted)

    monkeypatch.setattr(work, "run_program", fail)
    ended = do(program, HostedCommand.RUN)
    assert (ended.code, ended.read, ended.words) == (1, 7, "The status tab could not be written.")


def test_a_run_that_nobody_saw_end_is_noted_as_failed(program: Path):
    asked = Asked(command=HostedCommand.RUN)
    job = Job(name="program", folder=str(program), asked=asked, most_seconds=60, unfinished="Its process was ended.")
    ended = work_on_program(job)
    assert (ended.code, ended.words) == (1, "Its process was ended.")
    (failure,) = json.loads((program / "failing.json").read_text())["failures"]
    assert failure["words"] == "Its process was ended."
    assert [path.name for path in (program / "outbox").iterdir()] == ["not-running-2025-02-03-1.eml"]


def test_another_run_in_the_way_is_this_programs_affair(program: Path, monkeypatch: pytest.MonkeyPatch):
    do(program, HostedCommand.RUN)
    monkeypatch.setattr("tasks.store.database.WAIT_SECONDS", 1)
    with closing(sqlite3.connect(program / "lbn.db-syncing", isolation_level=None)) as lock:
        lock.execute("begin exclusive")
        ended = do(program, HostedCommand.RUN)
        lock.execute("rollback")
    lock.close()
    assert ended.code == 1
    assert ended.failing_since is None, "the other run is watched"
