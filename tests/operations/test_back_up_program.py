"""Backups: whole at any moment, for this account only, checked; and a drill of restoring one."""

import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tasks.program_folder.draft_folder import draft_folder
from tests.support.small_program import RESPONSES, STOCK, lbn, rows, tables, write_program

REPORT = ("report", "nysdoh-quarterly", "2024-Q1")
FIGURES = ("figures", "2024-Q1", "--by", "zip", "--by", "lot", "--json")
OWN_MODE = 0o600


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with an edition, and answers of its coordinator."""
    folder = write_program(tmp_path_factory.mktemp("made") / "program", rows(30))
    (folder / "decisions.csv").write_text("ref,decision\n", encoding="utf-8")
    assert lbn(*REPORT, program=folder).code == 0
    return folder


@pytest.fixture
def program(made_once: Path, tmp_path: Path) -> Path:
    """Return a copy of it, to be changed."""
    return Path(shutil.copytree(made_once, tmp_path / "program"))


def make_backup(program: Path, name: str = "lbn.backup") -> Path:
    """A backup of a program, beside its folder."""
    file = program.parent / name
    assert lbn("backup", file, program=program).code == 0
    return file


def give_tabs(program: Path, restored: Path) -> None:
    """The tabs come from the Sheet, not from a backup."""
    for name in (*STOCK, RESPONSES):
        shutil.copyfile(program / name, restored / name)


def edition_of(program: Path) -> str:
    """The edition's figures.json, as the command shows it."""
    return lbn(*REPORT, "--edition", "1", "--json", program=program).out


def test_a_backup_restores_ledger_key_settings_and_answers(program: Path, tmp_path: Path):
    file = make_backup(program)
    assert file.stat().st_mode & 0o777 == OWN_MODE
    restored = tmp_path / "restored"
    ended = lbn("restore", file, restored)
    assert (ended.code, ended.words) == (0, "")
    names = {path.name: path.stat().st_mode & 0o777 for path in restored.iterdir()}
    assert names == dict.fromkeys(("lbn.db", "lbn.toml", "secret.key", "decisions.csv"), OWN_MODE)
    assert tables(restored) == tables(program)
    give_tabs(program, restored)
    assert lbn("check", program=restored).code == 0
    assert lbn(*FIGURES, program=restored).out == lbn(*FIGURES, program=program).out
    assert edition_of(restored) == edition_of(program)
    assert lbn("ingest", "--json", program=restored).json["new"] == 0


def test_a_backup_takes_no_files_place(program: Path):
    file = make_backup(program)
    before = file.read_bytes()
    ended = lbn("backup", file, program=program)
    assert (ended.code, "is there already" in ended.words) == (2, True)
    assert file.read_bytes() == before
    assert lbn("backup", program / "none/such", program=program).code == 2


def test_nothing_is_left_beside_a_backup(program: Path):
    make_backup(program)
    assert {path.name for path in program.parent.iterdir()} == {"program", "lbn.backup"}


def test_a_key_from_the_variable_is_in_the_backup(program: Path, tmp_path: Path):
    key = (program / "secret.key").read_text("ascii")
    (program / "secret.key").unlink()
    file = tmp_path / "lbn.backup"
    assert lbn("backup", file, program=program, LBN_SECRET_KEY=key).code == 0
    assert lbn("restore", file, tmp_path / "restored").code == 0
    assert (tmp_path / "restored/secret.key").read_text("ascii") == key


def test_a_damaged_ledger_is_not_backed_up(program: Path, tmp_path: Path):
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        connection.execute("update distributions set kits = 3")
        connection.commit()
    ended = lbn("backup", tmp_path / "lbn.backup", program=program)
    assert (ended.code, "is damaged" in ended.words) == (1, True)
    assert not (tmp_path / "lbn.backup").exists()


def test_a_restore_takes_no_files_place(program: Path):
    file = make_backup(program)
    ended = lbn("restore", file, program)
    assert (ended.code, "isn't an empty folder" in ended.words) == (2, True)
    assert lbn("restore", program / "none", program.parent / "restored").code == 2


@pytest.mark.parametrize("where", [0.01, 0.3, 0.6, 0.9, 0.998])
def test_a_damaged_backup_restores_nothing(where: float, program: Path, tmp_path: Path):
    file = make_backup(program)
    content = bytearray(file.read_bytes())
    content[int(len(content) * where)] ^= 1
    file.write_bytes(content)
    ended = lbn("restore", file, tmp_path / "restored")
    assert (ended.code, "is damaged" in ended.words) == (1, True)
    assert not list((tmp_path / "restored").iterdir())


@pytest.mark.parametrize(
    "content", [b"", b"no backup", b"PK\x05\x06" + bytes(18)], ids=["empty", "text", "an empty zip"]
)
def test_what_is_no_backup_restores_nothing(content: bytes, tmp_path: Path):
    file = tmp_path / "lbn.backup"
    file.write_bytes(content)
    assert lbn("restore", file, tmp_path / "restored").code == 1


def test_a_backup_leads_no_file_elsewhere(program: Path, tmp_path: Path):
    file = make_backup(program)
    with zipfile.ZipFile(file, "a") as backup:
        backup.writestr("../elsewhere", "x")
    assert lbn("restore", file, tmp_path / "restored").code == 0
    assert not (tmp_path / "elsewhere").exists()


def test_what_a_killed_backup_left_goes_with_the_next(program: Path, tmp_path: Path):
    restored = tmp_path / "restored"
    for folder in (tmp_path, restored):
        left = folder / ".lbn-draft-left"
        left.mkdir(parents=True)
        (left / "lock").touch()
        (left / "secret.key").write_text("00" * 32, "ascii")
    (restored / "lbn.db").write_bytes(b"half")
    file = make_backup(program)
    assert lbn("restore", file, restored).code == 0
    assert tables(restored) == tables(program)
    assert not [*tmp_path.glob(".lbn-draft-*"), *restored.glob(".lbn-draft-*")]


def test_a_draft_that_is_at_work_is_left_alone(program: Path, tmp_path: Path):
    with draft_folder(tmp_path) as drafts:
        make_backup(program)
        assert (drafts / "lock").exists()


def test_what_is_not_of_a_backup_is_never_cleared_away(program: Path, tmp_path: Path):
    file, restored = make_backup(program), tmp_path / "restored"
    (restored / ".lbn-draft-left").mkdir(parents=True)
    (restored / ".lbn-draft-left/lock").touch()
    (restored / "somebody's.txt").write_text("mine", "utf-8")
    assert lbn("restore", file, restored).code == 2
    assert (restored / "somebody's.txt").read_text("utf-8") == "mine"
