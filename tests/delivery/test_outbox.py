"""The folder outbox/: each message whole and once, and for its owner only."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.delivery.outbox import deliver_to_outbox, list_former
from tasks.delivery.sender import NotFiled

NAME = "nysdoh-quarterly-2026-Q3-edition-1.eml"


def test_the_outbox_keeps_a_message_for_its_owner_only(tmp_path: Path):
    folder = tmp_path / "program" / "outbox"
    deliver_to_outbox(folder, NAME, b"raw")
    (filed,) = folder.iterdir()
    assert filed.read_bytes() == b"raw"
    assert stat.S_IMODE(filed.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_filing_twice_changes_nothing(tmp_path: Path):
    deliver_to_outbox(tmp_path, "a.eml", b"raw")
    before = (tmp_path / "a.eml").stat()
    deliver_to_outbox(tmp_path, "a.eml", b"raw")
    assert (tmp_path / "a.eml").stat() == before


def test_another_message_of_that_name_is_kept_beside_it(tmp_path: Path):
    for raw in (b"first", b"second", b"third"):
        deliver_to_outbox(tmp_path / "outbox", "a.eml", raw)
    assert {path.name: path.read_bytes() for path in (tmp_path / "outbox").iterdir()} == {
        "a.eml": b"third", "a-former.eml": b"first", "a-former-1.eml": b"second",
    }  # fmt: skip
    assert list_former(tmp_path) == ["a-former-1.eml", "a-former.eml"]


def make_folder(path: Path) -> None:
    """Make a folder that has a message's name."""
    path.mkdir()


def make_link(path: Path) -> None:
    """Make a link that has a message's name and leads nowhere."""
    path.symlink_to("nowhere")


@pytest.mark.parametrize("make", [make_folder, make_link, os.mkfifo])
def test_what_can_be_no_message_stays_as_it_is(make: Callable[[Path], None], tmp_path: Path):
    make(tmp_path / "a.eml")
    with pytest.raises(NotFiled, match=r"another message named a\.eml"):
        deliver_to_outbox(tmp_path, "a.eml", b"raw")
    assert [path.name for path in tmp_path.iterdir()] == ["a.eml"]


def test_a_message_that_cannot_be_renamed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_path: Path, _to: Path) -> None:
        raise PermissionError(13, "Permission denied")

    deliver_to_outbox(tmp_path, "a.eml", b"raw")
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(NotFiled, match=r"another message named a\.eml"):
        deliver_to_outbox(tmp_path, "a.eml", b"other")
    assert (tmp_path / "a.eml").read_bytes() == b"raw"


def test_a_machine_that_stops_halfway_leaves_no_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def stop(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(NotFiled, match="No space left on device"):
        deliver_to_outbox(tmp_path, "a.eml", b"raw")
    assert not list(tmp_path.iterdir())


def test_a_name_that_the_disk_does_not_take_is_told(tmp_path: Path):
    with pytest.raises(NotFiled, match="File name too long"):
        deliver_to_outbox(tmp_path, "a" * 300, b"raw")
    with pytest.raises(NotFiled, match="File name too long"):
        deliver_to_outbox(tmp_path, "a" * 250, b"raw")


def test_an_outbox_that_is_a_file_is_told(tmp_path: Path):
    (tmp_path / "outbox").write_text("not a folder")
    with pytest.raises(NotFiled, match="cannot be written"):
        deliver_to_outbox(tmp_path / "outbox", "a.eml", b"raw")
