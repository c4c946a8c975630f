"""A newer file that looks like the form's tab is told of by `lbn check`, and never read."""

import os
from pathlib import Path

import pytest

from tests.support.small_program import RESPONSES, lbn, rows, write_form, write_program


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program whose form's file is an hour old."""
    made = write_program(tmp_path / "program", rows(3))
    at = (made / RESPONSES).stat().st_mtime - 3600
    os.utime(made / RESPONSES, (at, at))
    return made


def copy_form(program: Path, name: str, *, age: float = 0) -> None:
    """Put the form's tab into the folder once more, so many seconds older than now."""
    kept = program.parent / "kept"
    kept.mkdir()
    write_form(kept, rows(4))
    (program / name).write_bytes((kept / RESPONSES).read_bytes())
    at = (program / name).stat().st_mtime - age
    os.utime(program / name, (at, at))


def test_a_newer_form_is_named(program: Path):
    copy_form(program, "Form Responses 2.csv")
    ended = lbn("check", program=program)
    assert ended.code == 1
    assert "The file Form Responses 2.csv has the form's titles and is newer than Form Responses 1.csv" in ended.out
    assert lbn("ingest", "--json", program=program).json["read"] == 3


@pytest.mark.parametrize(
    ("name", "age"),
    [
        pytest.param("Form Responses 2.csv", 7200, id="an older copy"),
        pytest.param("Form Responses 2.bak", 0, id="a file of another kind"),
    ],
)
def test_anything_else_is_not_told(name: str, age: float, program: Path):
    copy_form(program, name, age=age)
    assert "has the form's titles" not in lbn("check", program=program).out


def test_another_newer_table_is_not_told(program: Path):
    (program / "Notes.csv").write_text("Timestamp,Unit,Notes\r\n", encoding="utf-8")
    (program / "Broken.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "has the form's titles" not in lbn("check", program=program).out
