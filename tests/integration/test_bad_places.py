"""A ledger that is locked, damaged or gone, and a folder or disk that takes nothing: a sentence, and nothing lost."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tasks.store import database
from tests.support.processes import Limits, start
from tests.support.small_program import Ended, Tables, a_row, files, lbn, rows, tables, write_form, write_program

IS_ROOT = os.geteuid() == 0
COMMANDS = (
    ("ingest",), ("run",), ("status",), ("reconcile",), ("figures", "2024-Q1"),
    ("report", "nysdoh-quarterly", "2024-Q1"), ("backfill", "2024-01", "2024-03"),
)  # fmt: skip
WRITING = ("ingest", "run", "report", "backfill")
by_name = {"ids": lambda command: command[0]}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with forty distributions and an edition, and ten new rows in its tab."""
    folder = write_program(tmp_path_factory.mktemp("good") / "program", rows(40))
    assert not lbn("run", program=folder).code
    write_form(folder, rows(50))
    return folder


@pytest.fixture
def program(good: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoiled."""
    return shutil.copytree(good, tmp_path / "program")


def assert_told(ended: Ended, *words: str) -> None:
    """Exit code 1 and a sentence or two on one line."""
    assert (ended.code, ended.out) == (1, ""), ended
    assert len(ended.words.strip().splitlines()) == 1, ended.words
    assert [word for word in words if word not in ended.words] == [], ended.words
    assert "Traceback" not in ended.words


@contextmanager
def held_by_another(folder: Path) -> Iterator[None]:
    """Another connection is in the middle of a transaction that writes."""
    with closing(sqlite3.connect(folder / "lbn.db", isolation_level=None)) as other:
        other.execute("begin exclusive")
        yield
        other.execute("rollback")


@pytest.mark.parametrize("command", COMMANDS, **by_name)
def test_a_ledger_that_another_holds(command: tuple[str, ...], program: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.2)
    before = tables(program), files(program)
    with held_by_another(program):
        assert_told(lbn(*command, program=program), "lbn.db", "in use by another run", "This step was not completed")
    assert (tables(program), files(program)) == before
    assert lbn(*command, program=program).code == 0


DAMAGES = {
    "another file": b"From: someone\n" * 100,
    "a picture": b"\x89PNG" + bytes(8000),
    "only the beginning of one": b"SQLite format 3\0" + bytes(30),
}


@pytest.mark.parametrize("command", [("ingest",), ("status",), ("report", "nysdoh-quarterly", "2024-Q1")], **by_name)
@pytest.mark.parametrize("body", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_database_that_is_none(body: bytes, command: tuple[str, ...], program: Path):
    (program / "lbn.db").write_bytes(body)
    before = files(program)
    assert_told(lbn(*command, program=program), "lbn.db", "This step was not completed", "backup")
    assert (program / "lbn.db").read_bytes() == body
    assert files(program) == before


def test_a_database_with_a_hole_in_it(program: Path):
    path = program / "lbn.db"
    body = bytearray(path.read_bytes())
    body[4096:] = bytes(len(body) - 4096)
    path.write_bytes(body)
    assert_told(lbn("ingest", program=program), "lbn.db", "damaged", "backup")


def test_a_folder_in_the_ledgers_place(program: Path):
    (program / "lbn.db").unlink()
    (program / "lbn.db").mkdir()
    assert_told(lbn("ingest", program=program), "lbn.db", "cannot be opened")


@pytest.mark.parametrize("text", ["", "not hexadecimal", "ab" * 31, "zz" * 32])
def test_a_key_that_is_none(text: str, program: Path):
    (program / "secret.key").write_text(text)
    before = tables(program), files(program)
    ended = lbn("ingest", program=program)
    assert (ended.code, ended.out) == (2, "")
    assert "secret.key" in ended.words
    assert "64 hexadecimal digits" in ended.words
    assert "backup" in ended.words
    assert text[:4] not in ended.words or not text
    assert (tables(program), files(program)) == before


@contextmanager
def closed(folder: Path) -> Iterator[Path]:
    """A folder in which no file can be made; those that are there may be read and written."""
    inner = [path for path in (folder, *folder.rglob("*")) if path.is_dir()]
    for path in inner:
        path.chmod(0o555)
    yield folder
    for path in inner:
        path.chmod(0o755)


def in_closed(folder: Path, command: tuple[str, ...], scratch: Path) -> Ended:
    """The command under an account for which permissions hold."""
    with closed(folder):
        limits = Limits(obeys_permissions=True)
        arguments = (command[0], "--program", folder, *command[1:])
        return start("closed", *arguments, scratch=scratch, limits=limits).ended()


@pytest.mark.parametrize("command", [*COMMANDS, ("check",)], **by_name)
def test_a_new_program_in_a_folder_that_cannot_be_written(command: tuple[str, ...], tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(3))
    before = files(folder)
    ended = in_closed(folder, command, tmp_path)
    assert ended.code == 1, ended
    assert "lbn.db" in ended.words + ended.out
    assert "Permission denied" in ended.words + ended.out
    assert "Traceback" not in ended.words
    assert files(folder) == before
    assert not (folder / "lbn.db").exists()


@pytest.mark.parametrize("command", [*COMMANDS, ("check",)], **by_name)
def test_a_ledger_in_a_folder_that_cannot_be_written(command: tuple[str, ...], program: Path, tmp_path: Path):
    before = tables(program), files(program)
    ended = in_closed(program, command, tmp_path)
    assert "Traceback" not in ended.words, ended.words
    if command[0] in WRITING:
        assert_told(ended, "lbn.db", "This step was not completed")
    else:
        assert ended.code == (1 if command[0] == "check" else 0), ended
    assert (tables(program), files(program)) == before


@pytest.mark.parametrize("name", ["new", "new/program", "file"])
def test_a_new_program_where_none_can_be_made(name: str, tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    with closed(tmp_path):
        scratch, limits = tmp_path.parent, Limits(obeys_permissions=True)
        ended = start("init", "init", tmp_path / name, scratch=scratch, limits=limits).ended()
    assert ended.code in (1, 2), ended
    assert len(ended.words.strip().splitlines()) == 1, ended.words


@pytest.mark.parametrize("place", ["reports", "outbox", "needs-attention.csv", "desk.html"])
def test_what_could_not_be_written_is_written_by_the_next_run(place: str, good: Path, tmp_path: Path):
    folder, twin = (shutil.copytree(good, tmp_path / name) for name in ("program", "twin"))
    for path in (folder, twin):
        write_form(path, [*rows(50), a_row(51, kits="two"), a_row(1, unit="K-9")])
    spoilt = folder / place
    shutil.move(spoilt, tmp_path / "aside")
    is_file = "." in place
    spoilt.mkdir() if is_file else spoilt.write_text("no folder")
    assert_told(lbn("run", program=folder), place.partition(".")[0])
    spoilt.rmdir() if is_file else spoilt.unlink()
    shutil.move(tmp_path / "aside", spoilt)
    assert lbn("run", program=folder).code == lbn("run", program=twin).code == 0
    assert files(folder).keys() == files(twin).keys()
    assert tables(folder)["findings"] == tables(twin)["findings"]
    assert {row[5] for row in tables(folder)["messages"]} == {"sent"}


@pytest.mark.parametrize("kilobytes", [4, 120])
@pytest.mark.parametrize("is_new", [True, False], ids=["a new program", "a program with a ledger"])
def test_files_that_may_not_grow(kilobytes: int, is_new: bool, good: Path, tmp_path: Path):
    folder = write_program(tmp_path / "new", rows(50)) if is_new else shutil.copytree(good, tmp_path / "old")
    before = tables(folder)
    size = 0 if is_new else (folder / "lbn.db").stat().st_size
    limits = Limits(file_bytes=size + kilobytes * 1024)
    ended = start("small", "run", "--program", folder, scratch=tmp_path, limits=limits).ended()
    assert_left_whole(ended, folder, before, 50, tmp_path)


@pytest.mark.parametrize("kilobytes", [4, 120])
def test_a_backup_that_finds_no_room_is_no_damaged_one(kilobytes: int, good: Path, tmp_path: Path):
    file, limits = tmp_path / "lbn.backup", Limits(file_bytes=kilobytes * 1024)
    made = start("made", "backup", file, "--program", good, scratch=tmp_path, limits=limits).ended()
    assert_told(made, f"The backup cannot be written to {tmp_path}", "Nothing was made.")
    assert not file.exists()
    assert not lbn("backup", file, program=good).code
    restored = start("restored", "restore", file, tmp_path / "new", scratch=tmp_path, limits=limits).ended()
    assert_told(restored, f"The backup cannot be restored into {tmp_path / 'new'}", "Look at the disk")


@pytest.mark.parametrize("kilobytes", [40, 140])
def test_a_full_disk(kilobytes: int, good: Path, tmp_path: Path):
    disk = tmp_path / "disk"
    disk.mkdir()
    size = sum(path.stat().st_size for path in good.rglob("*")) // 1024
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size + kilobytes}k", "none", disk]
    if not IS_ROOT or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a disk so small needs an account that may mount one")
    try:
        folder = shutil.copytree(good, disk / "program")
        assert "disk      TO DO  Only 0." in lbn("check", program=folder).out
        ended = start("full", "run", "--program", folder, scratch=tmp_path).ended()
        assert_left_whole(ended, folder, tables(good), 50, tmp_path)
        assert not ended.code or "No space" in ended.words or "The disk is full" in ended.words, ended
    finally:
        subprocess.run(["umount", disk], check=True)


def assert_left_whole(ended: Ended, folder: Path, before: Tables, expected: int, scratch: Path) -> None:
    """Either all was done, or a sentence says what was not; the ledger is whole, and the next run ends the work."""
    if ended.code:
        assert_told(ended)
    drafts = [name for name in files(folder) if Path(name).name.startswith(".") or name.endswith("-journal")]
    assert not drafts
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    now = tables(folder)
    assert len(now.get("distributions", ())) in (len(before.get("distributions", ())), expected)
    if not ended.code:
        assert len(now["distributions"]) == expected
        return
    copy = shutil.copytree(folder, scratch / "with room")
    assert lbn("run", program=copy).code == 0
    assert len(tables(copy)["distributions"]) == expected
    assert {row[5] for row in tables(copy)["messages"]} == {"sent"}
