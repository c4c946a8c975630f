"""The first sync takes rows part by part: the ledger is the one that it would have been of all rows at once."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.context import open_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.rules.intake import form_rows, normalize
from tasks.store import changing_rows
from tests.support.small_program import a_row, rows, tables, write_form, write_program
from tests.support.watched import clock_after

LIMITS = ((form_rows, "_ROWS_AT_ONCE"), (normalize, "_ROWS_AT_ONCE"), (changing_rows, "_BATCH"))
OTHERS = [
    a_row(0, kits="two"),
    a_row(0, zip="99999"),
    a_row(0, submitted="1/2/2024 10:03:10"),
    a_row(0, submitted="1/2/2024 10:03:40"),
    a_row(0, unit="Nobody's", date=""),
]
"""Rows that are held, flagged, or may be one form sent twice."""


@pytest.fixture(scope="module")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that has a key."""
    folder = write_program(tmp_path_factory.mktemp("first") / "program", rows(2))
    ingest_entries(open_program(folder, clock_after(0)))
    return folder


@settings(max_examples=15, deadline=None)
@given(answers=st.lists(st.sampled_from([*rows(6), *OTHERS]), max_size=12), most=st.integers(1, 5))
def test_parts_make_the_ledger_of_the_whole(
    answers: list[dict[str, str]], most: int, read_before: Path, tmp_path_factory: pytest.TempPathFactory
):
    folders = [Path(shutil.copytree(read_before, tmp_path_factory.mktemp("program") / "of-one")) for _ in range(2)]
    counts = []
    for folder, at_once in zip(folders, (most, 10_000), strict=True):
        (folder / "lbn.db").unlink()
        write_form(folder, answers)
        with pytest.MonkeyPatch.context() as patch:
            for module, limit in LIMITS:
                patch.setattr(module, limit, at_once)
            counts.append(ingest_entries(open_program(folder, clock_after(0)), accept_withdrawals=True))
    in_parts, at_once = map(tables, folders)
    assert (counts[0], in_parts) == (counts[1], at_once)
    again = open_program(folders[0], clock_after(0))  # whose seals fit
    assert ingest_entries(again, accept_withdrawals=True).unchanged == len(answers)
