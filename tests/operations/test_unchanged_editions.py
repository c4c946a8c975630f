"""Editions that nothing has changed for are left alone, and what is compared again after which change.

That the same is made as if each were compared every time is played in whole histories, which take five seconds each:
tests/long/test_unchanged_histories.py.
"""

from collections.abc import Iterable
from typing import Any

import pytest

from schemas.period import ReportPeriod
from tasks.context import ProgramContext, open_program
from tasks.operations import code_digest, unchanged_editions
from tasks.operations import make_editions as making
from tasks.operations.ingest_entries import ingest_entries
from tasks.rules.reporting.periods import parse_period
from tests.support.small_program import STOCK, a_row, rows, write_form, write_settings

MONTHS = [ReportPeriod("program-review", parse_period(f"2024-{month:02}")) for month in (1, 2, 3)]
IN_MARCH = {"date": "3/20/2024", "submitted": "3/20/2024 9:00:00"}


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The periods of which editions are compared, in the order in which they are."""
    noted: list[str] = []
    make = making.EditionMaker.make

    def note(maker: Any, wanted: ReportPeriod, **asked: Any) -> Any:
        noted.append(wanted.period.name)
        return make(maker, wanted, **asked)

    monkeypatch.setattr(making.EditionMaker, "make", note)
    return noted


def run(program: ProgramContext, **asked: bool) -> list[tuple[int | None, bool]]:
    """Make the three months; give their numbers, and whether they are new."""
    return [(one.edition, one.is_new) for one in making.make_editions(program, MONTHS, **asked)]


def read(program: ProgramContext, answers: Iterable[dict[str, str]]) -> None:
    """Read a form with these answers."""
    write_form(program.folder, answers)
    ingest_entries(program)


def test_a_run_without_a_change_reads_no_row(
    program: ProgramContext, compared: list[str], monkeypatch: pytest.MonkeyPatch
):
    assert run(program) == [(1, True)] * 3
    compared.clear()
    monkeypatch.setattr(making, "load_ledger", None)
    assert (run(program), compared) == ([(1, False)] * 3, [])


def test_a_row_has_those_compared_that_end_later(program: ProgramContext, compared: list[str]):
    run(program)
    compared.clear()
    read(program, [*rows(12), a_row(12, **IN_MARCH)])
    assert (run(program), compared) == ([(1, False), (1, False), (2, True)], ["2024-03"])
    assert (run(program), compared) == ([(1, False), (1, False), (2, False)], ["2024-03"])
    read(program, rows(12))
    assert (run(program), compared) == ([(1, False), (1, False), (3, True)], ["2024-03"] * 2)


@pytest.mark.parametrize(
    ("rows_later", "expected"),
    [
        ("4/1/2024,received,kit,B7,2028-06,20,,Central,\r\n", []),
        ("4/1/2024,received,kit,A123,2027-06,20,,Central,\r\n", ["2024-01", "2024-02", "2024-03"]),
    ],
    ids=["a lot that nobody named before", "an earlier expiry of a lot that was given out"],
)
def test_a_later_movement_counts_where_it_says_what_a_lot_is(
    rows_later: str, expected: list[str], program: ProgramContext, compared: list[str]
):
    run(program)
    compared.clear()
    inventory = STOCK["Inventory.csv"] + rows_later
    (program.folder / "Inventory.csv").write_text(inventory, encoding="utf-8", newline="")
    ingest_entries(program)
    run(program)
    assert compared == expected


def change_settings(program: ProgramContext, _monkeypatch: pytest.MonkeyPatch) -> ProgramContext:
    """Say that a kit has other doses."""
    kit = {"code": "kit", "name": "Naloxone 4 mg nasal spray kit", "kind": "naloxone", "doses": 4}
    (program.folder / "lbn.toml").write_text(write_settings(items=[kit]), encoding="utf-8")
    return open_program(program.folder, program.clock)


def change_report(program: ProgramContext, _monkeypatch: pytest.MonkeyPatch) -> ProgramContext:
    """Have a report of one's own, with another due day."""
    folder = program.folder / "report_templates" / "own"
    folder.mkdir(parents=True)
    (folder / "report.toml").write_text(OWN, encoding="utf-8")
    return program


def change_code(program: ProgramContext, monkeypatch: pytest.MonkeyPatch) -> ProgramContext:
    """Run another version of this program."""
    monkeypatch.setattr(unchanged_editions, "digest_code", lambda: b"another")
    return program


OWN = """
title = "Own"
audience = "agency"
cadences = ["monthly"]
due_days = 5
submit_to = "Read it"
measures = ["kits_distributed"]
"""


@pytest.mark.parametrize("change", [change_settings, change_report, change_code])
def test_whatever_else_changes_has_all_of_them_compared_once(
    change: Any, program: ProgramContext, compared: list[str], monkeypatch: pytest.MonkeyPatch
):
    run(program)
    compared.clear()
    changed = change(program, monkeypatch)
    run(changed)
    run(changed)
    assert compared == ["2024-01", "2024-02", "2024-03"]


def test_whoever_asks_has_them_compared(program: ProgramContext, compared: list[str]):
    run(program)
    run(program, is_asked=True)
    assert compared == ["2024-01", "2024-02", "2024-03"] * 2


def test_the_digest_of_the_code_is_of_every_file_that_decides(monkeypatch: pytest.MonkeyPatch):
    before = code_digest.digest_code.__wrapped__()
    monkeypatch.setattr(code_digest, "_ROOMS", ("schemas", "tasks/rules"))
    assert code_digest.digest_code.__wrapped__() != before
