"""The workbook that says why, from a small program: for this account only, and with nothing of a row."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.operations.make_why import make_why
from tests.support.small_program import SECRET, lbn


def test_it_is_for_this_account_only(program: ProgramContext):
    path = make_why(program)
    assert path == Path(f"sheets/why-{program.today()}.xlsx")
    assert [one.stat().st_mode & 0o777 for one in (program.folder / "sheets", program.folder / path)] == [0o700, 0o600]


def test_nothing_of_a_row_is_in_it(program: ProgramContext):
    with ZipFile(BytesIO((program.folder / make_why(program)).read_bytes())) as book:
        assert not [name for name in book.namelist() if SECRET.encode() in book.read(name)]


def test_the_same_day_makes_the_same_file(program: ProgramContext):
    path = program.folder / make_why(program)
    first = path.read_bytes()
    assert (program.folder / make_why(program)).read_bytes() == first


def test_tabs_that_were_never_read_have_none(unread: ProgramContext):
    with pytest.raises(OperationError, match="not been read yet"):
        make_why(unread)


def test_the_command_says_where_it_is(program: ProgramContext):
    ended = lbn("reconcile", "--why", "--json", program=program.folder)
    assert ended.code == 0, ended.words
    assert "stock" in ended.json
    (made,) = (program.folder / "sheets").iterdir()
    assert f"Made sheets/{made.name}: " in ended.words
