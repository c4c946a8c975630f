"""Prefect keeps no outcome of a flow: neither what one returns nor why one is refused."""

from pathlib import Path

import pytest

from flows.backfill_reports import backfill_reports
from flows.ingest_entries import ingest_entries
from flows.reconcile_stock import reconcile_stock
from flows.run_program import run_program
from flows.send_report import send_report
from tasks.errors import OperationError
from tests.support.leaks import files_below
from tests.support.programs import RESPONSES, write_program

pytestmark = pytest.mark.usefixtures("server")
FLOWS = (backfill_reports, ingest_entries, reconcile_stock, run_program, send_report)


def storage() -> Path:
    """Return where Prefect keeps results."""
    from prefect.settings import PREFECT_LOCAL_STORAGE_PATH  # noqa: PLC0415 - the server's settings stand by now

    return Path(PREFECT_LOCAL_STORAGE_PATH.value())


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_a_refused_flow_leaves_no_stored_result(flow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LBN_PROGRAM", str(tmp_path / "gone"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OperationError):
        flow(*{"backfill-reports": ("2026-08", "2026-09"), "send-report": ("supplier",)}.get(flow.name, ()))
    assert list(files_below(storage(), tmp_path)) == []


def test_a_flow_refused_amid_its_work_leaves_none_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = write_program(tmp_path / "program")
    monkeypatch.setenv("LBN_PROGRAM", str(folder))
    assert ingest_entries().new
    (folder / f"{RESPONSES}.csv").write_text("Timestamp\n")
    with pytest.raises(OperationError):
        run_program()
    assert list(files_below(storage())) == []
