"""Which programs a host has: folders in a folder, or folders in a list; none is left out in silence, none is twice."""

import os
import re
from pathlib import Path

import pytest

from tasks.errors import UsageError
from tasks.hosting.program_list import MARKS, list_programs


def a_program(folder: Path, mark: str = "lbn.toml") -> Path:
    """A folder that is a program by one of its files."""
    folder.mkdir(parents=True)
    (folder / mark).touch()
    return folder


def test_the_programs_of_a_folder_come_by_name(tmp_path: Path):
    folders = {name: a_program(tmp_path / name) for name in ("troy", "albany", "a b#%")}
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").touch()
    a_program(tmp_path / "deeper" / "program")
    assert list_programs(tmp_path) == folders
    assert list(list_programs(tmp_path)) == ["a b#%", "albany", "troy"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_program_that_lost_its_settings_is_not_left_out(mark: str, tmp_path: Path):
    assert list(list_programs(a_program(tmp_path / "hurt", mark).parent)) == ["hurt"]


def test_a_list_names_folders_beside_it_and_elsewhere(tmp_path: Path):
    there, beside = a_program(tmp_path / "elsewhere" / "troy"), a_program(tmp_path / "host" / "albany")
    listed = tmp_path / "host" / "programs.txt"
    listed.write_text(f"# the county\n\n  albany  \n{there}\nnobody's\n", encoding="utf-8-sig")
    expected = {"albany": beside, str(there): there, "nobody's": tmp_path / "host" / "nobody's"}
    assert list_programs(listed) == expected


def test_a_program_named_twice_is_worked_on_once(tmp_path: Path):
    folder = a_program(tmp_path / "albany")
    (tmp_path / "link").symlink_to(folder)
    listed = tmp_path / "programs.txt"
    listed.write_text("albany\nlink\n./albany\nalbany/../albany\nalbany\n")
    assert list_programs(listed) == {"albany": folder}
    assert list_programs(tmp_path) == {"albany": folder}


def test_a_line_that_no_folder_can_have_is_one_programs_affair(tmp_path: Path):
    listed = tmp_path / "programs.txt"
    listed.write_text("nul\0nul\nround/round\n")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    assert list(list_programs(listed)) == ["nul?nul", "round/round"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (a_program, "is a program itself: name the folder that holds the folders of all"),
        (lambda path: path.mkdir(), "names no program: a program is a folder with lbn.toml"),
        (lambda path: path.write_text("# nothing yet\n"), "names no program"),
        (lambda _path: None, "name the folder that holds the programs' folders"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "write the folders' names as plain text"),
        (os.mkfifo, "is a pipe or a device"),
        (lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), 20_000_000), "is too large"),
    ],
    ids=["a program", "an empty folder", "an empty list", "nothing", "bytes", "a pipe", "endless"],
)
def test_what_cannot_be_a_host_is_told_in_a_sentence(make, said: str, tmp_path: Path):
    make(tmp_path / "host")
    with pytest.raises(UsageError, match=re.escape(said)) as told:
        list_programs(tmp_path / "host")
    assert "\n" not in str(told.value)


def test_each_is_told_by_a_name_in_one_line_that_no_other_has(tmp_path: Path):
    folders = [a_program(tmp_path / name) for name in ("a\nb", "a\tb", "a?b", "a\u202eb")]
    assert list_programs(tmp_path) == dict(zip(("a?b", "a?b?", "a?b??", "a?b???"), sorted(folders), strict=True))


def test_a_folder_that_cannot_be_listed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UsageError, match=r"cannot be listed \(Permission denied\)\. Let this account read it"):
        list_programs(tmp_path)
