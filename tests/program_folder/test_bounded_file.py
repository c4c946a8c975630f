"""What people put into the folder is opened only if it is a file, and only as far as it may be."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.program_folder.bounded_file import NotReadable, read_bounded


def make_large(path: Path) -> None:
    """A file of a gigabyte that takes no room on the disk."""
    path.touch()
    os.truncate(path, 1_000_000_000)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda _: None, "is not in the program's folder"),
    "a folder": (Path.mkdir, "it is a folder"),
    "a pipe": (os.mkfifo, "a pipe or a device"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "a pipe or a device"),
    "a broken link": (lambda path: path.symlink_to("nowhere"), "a link to a file that isn't there"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "cannot be opened"),
    "a gigabyte": (make_large, "is too large: more than 1 MB"),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_file_of_ours_is_not_opened(make: Callable[[Path], object], words: str, tmp_path: Path):
    make(tmp_path / "Counts.csv")
    with pytest.raises(NotReadable, match=words):
        read_bounded(tmp_path / "Counts.csv", 1_000_000)


def test_a_file_is_read_whole_through_a_link_as_well(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(b"Date")
    (tmp_path / "Counts.csv").symlink_to("a.csv")
    assert read_bounded(tmp_path / "Counts.csv", 4) == b"Date"


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path):
    with pytest.raises(NotReadable, match="no file can have"):
        read_bounded(tmp_path / "Counts\0.csv", 4)


def test_a_file_that_grows_meanwhile_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "Counts.csv"
    path.write_bytes(b"12345")
    small = tmp_path / "small"
    small.write_bytes(b"")
    monkeypatch.setattr(Path, "stat", lambda _: os.stat_result(os.lstat(small)))
    monkeypatch.setattr(os, "fstat", lambda _: os.lstat(small))
    with pytest.raises(NotReadable, match="is too large"):
        read_bounded(path, 4)
