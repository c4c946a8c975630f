"""What a run is called on Prefect's page, and what it leaves there; read back from a real server."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.client.schemas.sorting import FlowRunSort

from flows import _pages
from flows._naming import CLOCK
from flows.backfill_reports import backfill_reports
from flows.ingest_entries import ingest_entries
from flows.reconcile_stock import reconcile_stock
from flows.run_program import run_program
from flows.send_report import send_report
from tasks import prefect_tasks as steps
from tasks.context import open_program
from tasks.errors import OperationError
from tests.support.programs import RESPONSES, write_program

NOW = datetime(2026, 10, 6, 10, 30, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("server")

Page = tuple[str, str]
"""An artifact's key and its words."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the program that is served, on a day that stays the same."""
    monkeypatch.setattr(steps, "open_program", lambda path: open_program(path, lambda: NOW))
    monkeypatch.setenv("LBN_PROGRAM", str(tmp_path / "program"))
    return write_program(tmp_path / "program", lambda where, kind="": f"{where} {kind}")


def last_run() -> tuple[str, list[Page]]:
    """Return the name of the last run, and the pages that it left; Prefect's own note of an exception has no key."""
    with get_client(sync_client=True) as client:
        run = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=1)[0]
        summarize_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
        return run.name, [
            (str(one.key), str(one.data)) for one in client.read_artifacts(artifact_filter=summarize_run) if one.key
        ]


def test_each_run_has_a_name_and_leaves_one_page():
    day = datetime.now(CLOCK).date().isoformat()
    for run, name, key, said in (
        (ingest_entries, "read the tabs", "read-the-sheet", "47 rows read: 38 counted, 9 held"),
        (reconcile_stock, f"stock check {day}", "stock-check", "Shelves low: 1"),
        (
            lambda: backfill_reports("2026-08", "2026-09", dry_run=True),
            "backfill 2026-08 to 2026-09, dry run",
            "backfill",
            "nysdoh-quarterly | Q3 2026 | would be made",
        ),
        (lambda: send_report("supplier", "2026-09"), "supplier 2026-09", "report-for-a-period", "Edition 1 is new"),
        (lambda: send_report("supplier"), "supplier last period", "report-for-a-period", "Edition 1 is current"),
        (lambda: send_report("supplier", "2026-10"), "supplier 2026-10", "report-for-a-period", "has not ended"),
        (run_program, f"daily run {day}", "daily-run", "nysdoh-quarterly | Q3 2026 | edition 1"),
        (lambda: backfill_reports("2026-08", "2026-09"), "backfill 2026-08 to 2026-09", "backfill", "1 new report; 2"),
    ):
        run()
        found, pages = last_run()
        assert (found, [page_key for page_key, _ in pages]) == (name, [key])
        assert said in pages[0][1]


FAILURES = {
    "what isn't a period": (lambda: send_report("supplier", "John Doe <script>"), "supplier …"),
    "what isn't a report": (lambda: send_report("John Doe " * 50), "report last period"),
    "a folder for a program": (lambda: ingest_entries(program="../other"), "read the tabs"),
    "what aren't months": (lambda: backfill_reports("x" * 500, "y"), "backfill … to …"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_what_was_typed_wrong_is_in_no_name_and_on_the_page(failure: str):
    run, name = FAILURES[failure]
    with pytest.raises(OperationError) as problem:
        run()
    found, pages = last_run()
    assert found == name
    assert len(pages) == 1
    assert "not done" in pages[0][1]
    assert "Correct what is described above" in pages[0][1]
    assert (problem.value.__cause__, problem.value.__context__) == (None, None)


def test_a_refused_reading_tells_what_happened_and_what_stands(folder: Path):
    ingest_entries()
    (folder / f"{RESPONSES}.csv").write_text("Timestamp\n")
    with pytest.raises(OperationError):
        ingest_entries()
    _, [(key, words)] = last_run()
    assert key == "read-the-sheet"
    assert "Nothing was changed" in words
    assert "Everything that was last read on Oct 6, 2026, 6:30 AM EDT: 38 rows counted, 9 held" in words
    assert "Runs have failed since" in words


def test_a_page_that_cannot_be_left_fails_no_run(monkeypatch: pytest.MonkeyPatch):
    def away(**_: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(_pages, "create_markdown_artifact", away)
    assert ingest_entries().read == 47
    assert last_run()[1] == []


def test_the_runs_of_a_host_are_named_for_their_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path):
    write_program(tmp_path / "Town_of.Elsewhere")
    monkeypatch.delenv("LBN_PROGRAM")
    monkeypatch.setenv("LBN_PROGRAMS", str(tmp_path))
    run: Callable[..., Any] = ingest_entries
    run(program="Town_of.Elsewhere")
    found, [(key, _)] = last_run()
    assert (found, key) == ("Town_of.Elsewhere: read the tabs", "read-the-sheet-town-of-elsewhere")
    assert not (folder / "lbn.db").exists()
