"""A small program for the tests of the operations, open on the day after its first quarter."""

import shutil
from pathlib import Path

import pytest

from tasks.context import ProgramContext, open_program
from tasks.operations.ingest_entries import ingest_entries
from tests.support.audited import close
from tests.support.small_program import rows, write_program
from tests.support.watched import clock_after

ROWS = 12


@pytest.fixture
def unread(tmp_path: Path) -> ProgramContext:
    """Return a program whose tabs nobody has read yet."""
    return open_program(write_program(tmp_path / "program", rows(ROWS)), clock_after(0))


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a program whose tabs were read; to be copied, not changed."""
    folder = write_program(tmp_path_factory.mktemp("read") / "program", rows(ROWS))
    ingest_entries(open_program(folder, clock_after(0)))
    return folder


@pytest.fixture
def program(read_once: Path, tmp_path: Path) -> ProgramContext:
    """Return a program of one's own whose tabs were read."""
    return open_program(Path(shutil.copytree(read_once, tmp_path / "program")), clock_after(0))


@pytest.fixture
def folder(program: ProgramContext) -> Path:
    """The folder of a program that was read, for this account only."""
    close(program.folder)
    return program.folder
