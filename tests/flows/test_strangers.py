"""Whatever starts it, a step of a flow reads and writes nothing of a ledger whose key is another's."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from prefect import Task

from schemas.period import ReportPeriod
from tasks import prefect_tasks
from tasks.context import open_program
from tasks.errors import OperationError
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.rules.reporting.periods import parse_period
from tests.support.small_program import files, lbn, rows, tables, write_program

QUARTER = {"report": "nysdoh-quarterly", "period": "2024-Q1"}
REFUSED: dict[str, dict[str, Any]] = {
    "ingest_entries": {},
    "reconcile_stock": {},
    "send_report": {**QUARTER, "send": True, "resend": False, "as_known": True},
    "backfill_reports": {
        "first_month": "2024-01", "last_month": "2024-03", "report": "", "dry_run": False, "as_known": True,
    },
    "find_due_reports": {},
    "close_old_rows": {},
    "make_editions": {"wanted": [ReportPeriod("nysdoh-quarterly", parse_period("2024-Q1"))]},
    "queue_digest": {},
    "deliver_messages": {},
    "write_desk": {},
}  # fmt: skip
NOT_OPENING = {"find_last_period": "reads lbn.toml and the calendar, nothing of the ledger"}
TASKS = {name.removesuffix("_task"): one for name, one in vars(prefect_tasks).items() if isinstance(one, Task)}


def test_every_task_is_known_to_open_the_ledger_or_not():
    assert set(TASKS) == {*REFUSED, *NOT_OPENING}


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a program with something to send."""
    program = write_program(tmp_path_factory.mktemp("one") / "program", rows(10))
    assert lbn("run", program=program).code == 0
    return program


@pytest.mark.parametrize("name", REFUSED)
def test_a_task_is_refused(name: str, one: Path, tmp_path: Path):
    stock = {"stock": reconcile_stock(open_program(one))} if name in ("queue_digest", "write_desk") else {}
    folder = write_program(tmp_path / "stranger", rows(3))
    shutil.copy(one / "lbn.db", folder / "lbn.db")
    (folder / "secret.key").write_text("cd" * 32, encoding="ascii")
    before = files(folder), tables(folder)
    with pytest.raises(OperationError, match="another program"):
        TASKS[name].fn(str(folder), **stock, **REFUSED[name])
    assert (files(folder), tables(folder)) == before
