"""A file or folder of the program that this account may not open: told for that, and nothing else is said of it."""

import shutil
from pathlib import Path

import pytest

from tests.support.processes import Limits, start
from tests.support.small_program import Ended, files, lbn, rows, tables, write_program

STRICT = Limits(obeys_permissions=True)
REPORT = ("report", "nysdoh-quarterly", "2024-Q1")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with an edition, its message in the outbox, and answers of its coordinator."""
    folder = write_program(tmp_path_factory.mktemp("good") / "program", rows(30))
    (folder / "decisions.csv").write_text("ref,decision\n", encoding="utf-8")
    assert not lbn("run", program=folder).code
    return folder


@pytest.fixture
def program(good: Path, tmp_path: Path) -> Path:
    """A copy of it, in which something is closed."""
    return shutil.copytree(good, tmp_path / "program")


def with_closed(place: str, command: tuple[str, ...], program: Path) -> Ended:
    """The command under an account for which permissions hold, which may not open that place."""
    path = program / place
    mode = path.stat().st_mode & 0o777
    path.chmod(0)
    try:
        arguments = (command[0], "--program", program, *command[1:])
        return start("closed", *arguments, scratch=program.parent, limits=STRICT).ended()
    finally:
        path.chmod(mode)


@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        ("secret.key", 2, "cannot be opened (Permission denied). Let this account read it"),
        ("decisions.csv", 1, "cannot be opened (Permission denied)."),
        ("lbn.toml", 2, "cannot be read (Permission denied)."),
    ],
)
def test_a_file_that_may_not_be_opened_is_not_called_wrong(place: str, code: int, said: str, program: Path):
    before = tables(program), files(program)
    ended = with_closed(place, ("ingest",), program)
    assert (ended.code, ended.out) == (code, "")
    assert ended.words.startswith(f"{place} {said}")
    assert (tables(program), files(program)) == before


def test_status_answers_where_the_outbox_is_closed(program: Path):
    usual = lbn("status", program=program)
    ended = with_closed("outbox", ("status",), program)
    assert (ended.code, ended.out) == (0, usual.out)


@pytest.mark.parametrize(
    ("place", "is_offered"), [("Inventory.csv", True), ("secret.key", False), ("lbn.db", False), (".", False)]
)
def test_what_was_read_before_is_offered_where_that_helps(place: str, is_offered: bool, program: Path):
    path = program / place
    is_folder = path.is_dir()
    path.chmod(0o555 if is_folder else 0)
    try:
        ended = start("closed", *REPORT, "--program", program, scratch=program.parent, limits=STRICT).ended()
        anyway = start("anyway", *REPORT, "--as-known", "--program", program, scratch=program.parent, limits=STRICT)
        assert anyway.ended().code == (0 if is_offered else ended.code)
    finally:
        path.chmod(0o700 if is_folder else 0o600)
    assert ended.code, ended
    assert ("--as-known" in ended.words) is is_offered, ended.words
