"""Tabs into the ledger: what a first reading, an unchanged one and a changed one count."""

from typing import Any

import pytest

from schemas.ingest_counts import IngestCounts
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.operations.ingest_entries import ingest_entries
from tasks.sources.files.csv_rows import read_csv
from tests.support.small_program import RESPONSES, a_row, rows, write_form

NOTHING_NEW = {"new": 0, "withdrawn": 0, "held": 0, "flagged": 0}


def test_every_row_is_new_at_first_and_none_the_second_time(unread: ProgramContext):
    first = IngestCounts(read=12, accepted=12, unchanged=0, **NOTHING_NEW | {"new": 12})
    again = IngestCounts(read=12, accepted=12, unchanged=12, **NOTHING_NEW)
    assert [ingest_entries(unread), ingest_entries(unread)] == [first, again]


@pytest.mark.parametrize(
    ("answers", "changed"),
    [
        (rows(13), {"new": 1}),
        (rows(11), {"withdrawn": 1}),
        ([*rows(11), a_row(11, kits="2")], {"new": 1, "withdrawn": 1}),
        ([*rows(12), a_row(12, kits="two")], {"new": 1, "held": 1}),
        ([*rows(12), a_row(12, zip="99999")], {"new": 1, "flagged": 1}),
    ],
    ids=["added", "deleted", "edited", "held", "flagged"],
)
def test_a_change_of_the_tab_is_counted(
    answers: list[dict[str, str]], changed: dict[str, int], program: ProgramContext
):
    write_form(program.folder, answers)
    counts = ingest_entries(program).model_dump()
    assert {name: counts[name] for name in NOTHING_NEW} == NOTHING_NEW | changed


def test_a_mass_of_rows_goes_only_when_that_is_accepted(program: ProgramContext):
    write_form(program.folder, rows(3))
    with pytest.raises(OperationError, match="Nothing was changed"):
        ingest_entries(program)
    assert ingest_entries(program, accept_withdrawals=True).withdrawn == 9


def test_a_tab_that_is_away_changes_nothing(program: ProgramContext):
    (program.folder / RESPONSES).unlink()
    with pytest.raises(OperationError, match=RESPONSES):
        ingest_entries(program)


def test_the_ledger_is_free_while_files_are_taken_apart(program: ProgramContext, monkeypatch: pytest.MonkeyPatch):
    """And a reading that finds what the last one did takes nothing apart."""
    apart: list[bytes] = []

    def read_while_another_writes(body: bytes, *rest: Any) -> Any:
        with program.database.writing():
            apart.append(body)
        return read_csv(body, *rest)

    monkeypatch.setattr("tasks.sources.files.exports.read_csv", read_while_another_writes)
    ingest_entries(program)
    assert apart == []
    write_form(program.folder, rows(13))
    assert ingest_entries(program).new == 1
    assert len(apart) == 4
