"""A gigabyte, a pipe or a device in the place of any file of a program: a sentence, soon, and little memory."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.program_folder.test_bounded_file import make_large
from tests.support.processes import Limits, start
from tests.support.small_program import rows, write_program, write_settings

MEMORY = 1_000_000_000
"""Of addresses, of which a process uses a tenth; who reads a gigabyte, or what never ends, needs more."""

SECONDS = 60
A_SHEET = {
    "kind": "google-sheet", "responses": "Form", "inventory": "Inventory", "counts": "Counts", "training": "Training",
    "spreadsheet": "1abc", "credentials": "service-account.json",
}  # fmt: skip
PLACES = {
    # the file: the program's settings, what `lbn ingest` ends with
    "lbn.toml": ({}, 2),
    "secret.key": ({}, 2),
    "service-account.json": ({"source": A_SHEET}, 2),
    "report_templates/county-board/report.toml": ({}, 2),
    "Form Responses 1.csv": ({}, 1),
    "Counts.csv": ({}, 1),
    "Counts.xlsx": ({"source": {"counts": "Counts.xlsx"}}, 1),
    "decisions.csv": ({}, 1),
    "failing.json": ({}, 0),
    "needs-attention.csv": ({}, 0),
}
MADE: dict[str, Callable[[Path], object]] = {
    "a gigabyte": make_large, "a pipe": os.mkfifo, "a device": lambda path: path.symlink_to("/dev/zero"),
}  # fmt: skip


@pytest.mark.parametrize("make", MADE.values(), ids=MADE.keys())
@pytest.mark.parametrize("place", PLACES)
def test_what_never_ends_is_not_read(place: str, make: Callable[[Path], object], tmp_path: Path):
    sections, code = PLACES[place]
    folder = write_program(tmp_path / "program", rows(3), write_settings(**sections))
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).unlink(missing_ok=True)
    make(folder / place)
    running = start("ingest", "ingest", "--program", folder, scratch=tmp_path, limits=Limits(memory_bytes=MEMORY))
    running.process.join(SECONDS)
    if running.process.exitcode is None:
        running.kill()
        pytest.fail("it waits")
    ended = running.ended()
    assert ended.code == code, ended.words
    assert "error in the program" not in ended.words
    assert code == 0 or Path(place).name in ended.words
