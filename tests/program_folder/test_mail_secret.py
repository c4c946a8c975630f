"""mail.secret: the secret of a program's mail in its own folder, for a host of many programs."""

from pathlib import Path

import pytest

from tasks.errors import UsageError
from tasks.program_folder.mail_secret import MAIL_SECRET_FILE, PASSWORD_VARIABLE, find_mail_secret


def test_a_program_without_a_secret_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    assert find_mail_secret(tmp_path, PASSWORD_VARIABLE) is None


@pytest.mark.parametrize("written", ["pass word ü", "pass word ü\n", "pass word ü\r\n"])
def test_the_file_gives_its_one_line(written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    (tmp_path / MAIL_SECRET_FILE).write_text(written, encoding="utf-8", newline="")
    assert find_mail_secret(tmp_path, PASSWORD_VARIABLE) == "pass word ü"


def test_the_variable_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(PASSWORD_VARIABLE, "of the variable")
    (tmp_path / MAIL_SECRET_FILE).write_text("of the file")
    assert find_mail_secret(tmp_path, PASSWORD_VARIABLE) == "of the variable"


@pytest.mark.parametrize("content", [b"", b"\n", b"one\ntwo\n", b"\xff\xfe", b"x" * 10_001])
def test_a_file_that_holds_anything_else_is_told(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    (tmp_path / MAIL_SECRET_FILE).write_bytes(content)
    with pytest.raises(UsageError, match=r"^mail\.secret must hold one line, .*, and does not\. Write it anew"):
        find_mail_secret(tmp_path, PASSWORD_VARIABLE)


def test_a_link_to_nothing_is_no_missing_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    (tmp_path / MAIL_SECRET_FILE).symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match=r"mail\.secret must hold one line"):
        find_mail_secret(tmp_path, PASSWORD_VARIABLE)
