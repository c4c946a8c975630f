"""Hostile files: whatever a file holds, there are rows or a sentence, soon, and never a word of a row.

`make test` tries 20 workbooks and 20 CSV files; `LBN_HOSTILE=200 make test` tries 200 of each.
A number that fails makes the same file again: `write_hostile_workbook(number)`.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.tabs import COLUMNS, Tab
from tasks.errors import OperationError
from tasks.sources.source import RawTab
from tasks.sources.tabs import normalize_tab
from tests.sources.files.hostile import SECRET, write_hostile_csv, write_hostile_workbook
from tests.sources.files.reading import read_tab
from tests.support.settings import some_settings

MADE = int(os.environ.get("LBN_HOSTILE", "20"))
SECONDS = 20
"""Far more than the processor's time that a small file is given: the machine may have much else to do."""


def read_or_refuse(body: bytes, folder: Path) -> str:
    """Read a file as a sync does: its rows normalized, or the sentence that says why not."""
    try:
        cells = read_tab(folder, body)
        rows = normalize_tab(Tab.COUNTS, RawTab(body, lambda _: cells), some_settings()).cells
    except OperationError as problem:
        return str(problem)
    assert all(len(row) == len(COLUMNS[Tab.COUNTS]) for row in rows)
    return ""


def check(body: bytes, folder: Path) -> None:
    """No exception but a sentence's, in time, on one line, with nothing of a row."""
    began = time.monotonic()
    sentence = read_or_refuse(body, folder)
    assert time.monotonic() - began < SECONDS
    assert SECRET not in sentence
    assert "\n" not in sentence
    assert not sentence or "Nothing was changed" in sentence


@pytest.mark.parametrize("number", range(MADE))
@pytest.mark.parametrize("make", [write_hostile_workbook, write_hostile_csv], ids=["workbook", "csv"])
def test_a_hostile_file_gives_rows_or_a_sentence(make: Callable[[int], bytes], number: int, tmp_path: Path):
    check(make(number), tmp_path)
