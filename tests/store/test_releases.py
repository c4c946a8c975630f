"""Tables released to a supplier, as the ledger keeps them."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from schemas.family import Family
from schemas.released import Release, ReleasedTable
from tasks.context import open_program
from tasks.errors import OperationError
from tasks.store import integrity
from tasks.store.releases import add_releases, load_releases
from tests.support.small_program import lbn, rows, write_program

TABLE = Release(Family.UNIT, "2024-Q1", date(2024, 4, 2), ReleasedTable(rows=(("Patrol", 40),), others=12))


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that has released a table."""
    folder = write_program(tmp_path / "program", rows(3))
    assert lbn("ingest", program=folder).code == 0
    opened = open_program(folder)
    with opened.database.writing() as connection:
        add_releases(connection, opened.slug, [TABLE])
    return folder


def test_what_was_released_is_read_as_it_was_kept(program: Path):
    opened = open_program(program)
    with opened.database.reading() as connection:
        assert load_releases(connection, opened.slug) == [TABLE]


@pytest.mark.parametrize("damage", ["content = x'7b'", "content = 'x'", "made_on = 'x'"])
def test_what_cannot_be_read_is_told_and_nothing_is_made(damage: str, program: Path, monkeypatch: pytest.MonkeyPatch):
    """As after a reading around damage, which makes the seals anew."""
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        connection.execute("pragma ignore_check_constraints = on")
        connection.execute(f"update releases set {damage}")  # noqa: S608 - one of those above
        connection.commit()
    monkeypatch.setattr(integrity, "_check_rows", lambda *_: None)
    opened = open_program(program)
    with (
        pytest.raises(OperationError, match="tables for a supplier are damaged: restore a backup"),
        opened.database.reading() as connection,
    ):
        load_releases(connection, opened.slug)
