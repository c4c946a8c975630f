"""Each flow on a real server; and the flow of the daily run against the same run without Prefect."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.backfill_reports import backfill_reports
from flows.ingest_entries import ingest_entries
from flows.reconcile_stock import reconcile_stock
from flows.run_program import run_program
from flows.send_report import send_report
from tasks import prefect_tasks
from tasks.context import ProgramContext, open_program
from tasks.errors import OperationError, Unreachable, UsageError
from tasks.operations import reconcile_stock as reconciling
from tasks.operations import run_program as running
from tests.support.programs import RESPONSES, write_program

FLOWS_ONLY = ("failing.json", "failing.json-lock")
NOW = datetime(2026, 10, 6, 10, 30, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("server")


def opened(folder: Path) -> ProgramContext:
    """Return a program on a day that stays the same."""
    return open_program(folder, lambda: NOW)


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch):
    """Every step of a flow has the same day, too."""
    monkeypatch.setattr(prefect_tasks, "open_program", opened)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the program that is served, as yet without a ledger."""
    monkeypatch.setenv("LBN_PROGRAM", str(tmp_path / "program"))
    return write_program(tmp_path / "program", lambda where, kind="": f"{where} {kind}")


def test_each_flow_answers_as_its_operation_does(folder: Path):
    counts = ingest_entries()
    assert (counts.read, counts.new, counts.held) == (47, 47, 9)
    assert reconcile_stock() == reconciling.reconcile_stock(opened(folder))

    monthly = send_report("supplier")
    assert (monthly.figures.period, monthly.figures.edition, monthly.is_new) == ("2026-09", 1, True)
    again = send_report("supplier", "2026-09", resend=True)
    assert (again.figures, again.is_new, len(again.messages)) == (monthly.figures, False, 1)
    assert send_report("nysdoh-quarterly").figures.period == "2026-Q3"

    past = backfill_reports("2026-06", "2026-09", dry_run=True)
    made = backfill_reports("2026-06", "2026-09")
    assert [(one.report, one.period) for one in past.reports] == [(one.report, one.period) for one in made.reports]
    assert len(made.reports) == 6
    assert backfill_reports("2026-06", "2026-09", report="").reports == tuple(
        one.model_copy(update={"is_new": False}) for one in made.reports
    ), "a empty report stands for every one"
    assert {one.report for one in backfill_reports("2026-06", "2026-09", report="supplier").reports} == {"supplier"}


def test_the_run_by_prefect_and_the_run_without_it_end_alike(folder: Path, tmp_path: Path):
    (folder / "secret.key").write_text("5" * 64)
    twin = Path(shutil.copytree(folder, tmp_path / "twin"))
    for _ in range(2):  # the second run changes a row, withdraws one and amends
        assert run_program() == running.run_program(opened(twin))
        assert rows(folder) == rows(twin)
        assert files(folder) == files(twin)
        for one in (folder, twin):
            change_a_row_and_delete_one(one)
    assert "reports/supplier/2026-09/edition-2/email.html" in files(folder)


def test_a_refusal_reaches_the_caller_and_is_not_tried_again(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / f"{RESPONSES}.csv").write_text("Timestamp\n")
    tries: list[Path] = []
    monkeypatch.setattr(prefect_tasks, "open_program", lambda path: tries.append(path) or opened(path))
    with pytest.raises(OperationError, match="Nothing was changed") as refusal:
        ingest_entries()
    assert len(tries) == 1
    assert (refusal.value.__cause__, refusal.value.__context__) == (None, None)
    with pytest.raises(UsageError, match="isn't a period"):
        send_report("supplier", "September")


@pytest.mark.usefixtures("folder")
def test_what_the_network_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch):
    failures = [ConnectionResetError("row of John Doe"), Unreachable("Google did not answer in time.")]

    def fail_at_first(path: Path) -> ProgramContext:
        if failures:
            raise failures.pop()
        return opened(path)

    monkeypatch.setattr(prefect_tasks, "open_program", fail_at_first)
    monkeypatch.setattr(prefect_tasks.ingest_entries_task, "retry_delay_seconds", 0)
    assert ingest_entries().read == 47


@pytest.mark.usefixtures("folder")
def test_a_mistake_of_the_program_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(prefect_tasks, "open_program", lambda _: int("John Doe"))
    with pytest.raises(OperationError, match=r"ValueError at test_flows:\d+ < prefect_tasks:\d+") as refusal:
        reconcile_stock()
    assert "Doe" not in str(refusal.value)
    assert (refusal.value.__cause__, refusal.value.__context__) == (None, None)


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that the ledger holds, table by table."""
    connection = sqlite3.connect(folder / "lbn.db")
    tables = connection.execute("select name from sqlite_master where type = 'table' order by name").fetchall()
    found = {name: sorted(connection.execute(f'select * from "{name}"'), key=repr) for (name,) in tables}  # noqa: S608
    connection.close()
    return found


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file but the ledger's, and the note of when a flow last succeeded."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith((".db", *FLOWS_ONLY)))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def change_a_row_and_delete_one(folder: Path) -> None:
    """Do what a coordinator does to the tab of the responses between two runs."""
    tab = folder / f"{RESPONSES}.csv"
    lines = tab.read_text().splitlines(keepends=True)
    lines[1] = lines[1].replace(",2,A123,", ",3,A123,")
    tab.write_text("".join([*lines[:3], *lines[4:]]))
