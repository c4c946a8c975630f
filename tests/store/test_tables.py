"""The ledger's tables hold closed words only, and belong to a program each."""

import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Table,
)  # fmt: skip
from sqlalchemy.exc import IntegrityError

from schemas.inventory import Course
from tasks.context import open_program
from tasks.program_folder.identity import Owner
from tasks.store.database import Database
from tasks.store.tables import metadata
from tests.support.small_program import lbn, rows, write_program

TABLES = list(metadata.tables.values())
TEXTS = [column for table in TABLES for column in table.columns if isinstance(column.type, String)]

SENTENCES = ("Canary Q. Synthetic, 518-555-0199", "Canary Q", "1 Jan")
"""Free text of several lengths; that of five letters would fit where a ZIP code or a period stands."""

USUAL: dict[type, Any] = {
    Integer: 1, Boolean: False, Date: date(2024, 1, 1), DateTime: datetime.fromisoformat("2024-01-01"),
    LargeBinary: b"0123456789abcdef",
}  # fmt: skip
USUAL_TEXTS = {
    "program": "own", "kind": "received", "item": "Patrol", "lot": "Patrol", "location": "Patrol", "unit": "Patrol",
    "course": next(iter(Course)), "tab": "Counts", "code": "kits_missing", "report": "supplier", "period": "2024-01",
    "name": "figures.json", "state": "queued", "word": "Central", "sealed": "counts", "family": "zip",
}  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Connection]:
    """A new ledger that knows a program, a word and a sync."""
    opened = Database("sqlite:///lbn.db", tmp_path, Owner(None, "example", lambda: None))
    with opened.writing() as connection:
        connection.exec_driver_sql("insert into programs (program) values ('own')")
        connection.exec_driver_sql("insert into vocabulary values ('own', 'Patrol')")
        connection.exec_driver_sql("insert into syncs values (1, 'own', '2024-01-01 00:00:00')")
        connection.exec_driver_sql(
            "insert into editions values ('own', 'supplier', '2024-01', 1, 1, '2024-01-01', '', null)"
        )
        yield connection


def checks_of(column: Column[Any]) -> list[str]:
    """The conditions that speak of a column."""
    checks = [check for check in (*column.table.constraints, *column.constraints) if isinstance(check, CheckConstraint)]
    return [str(check.sqltext) for check in checks if re.search(rf"\b{column.name}\b", str(check.sqltext))]


def is_bound_by_key(column: Column[Any]) -> bool:
    """Whether its values must stand in another table."""
    return any(column.name in constraint.column_keys for constraint in column.table.foreign_key_constraints)


@pytest.mark.parametrize("column", TEXTS, ids=str)
def test_no_text_is_free(column: Column[Any]):
    assert is_bound_by_key(column) or checks_of(column)


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_usual_row_is_taken(table: Table, ledger: Connection):
    """Else the next test would be content with any refusal."""
    ledger.execute(table.insert().values(usual_row(table)))


@pytest.mark.parametrize("column", [column for column in TEXTS if str(column) != "vocabulary.word"], ids=str)
def test_a_sentence_is_refused_by_every_column_of_text(column: Column[Any], ledger: Connection):
    """The vocabulary alone takes words, and only the settings and the rule for lots write to it."""
    taken = [sentence for sentence in SENTENCES if is_taken(column, sentence, ledger)]
    assert not taken


def is_taken(column: Column[Any], sentence: str, ledger: Connection) -> bool:
    """Whether a row may hold a sentence in this column."""
    attempt = ledger.begin_nested()
    try:
        ledger.execute(column.table.insert().values(usual_row(column.table) | {column.name: sentence}))
    except IntegrityError:
        return False
    finally:
        attempt.rollback()
    return True


def usual_row(table: Table) -> dict[str, Any]:
    """A value for every column that must have one."""
    values = {
        column.name: USUAL_TEXTS[column.name] if isinstance(column.type, String) else USUAL[type(column.type)]
        for column in table.columns
        if not column.nullable and column.name != "id"
    }
    others = {"programs": {"program": "other"}, "editions": {"edition": 2}}
    return values | others.get(table.name, {})


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_table_carries_its_program(table: Table):
    program = table.columns["program"]
    assert not program.nullable
    assert table.name == "programs" or is_bound_by_key(program)


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_words_belong_to_a_program(table: Table):
    """A key that leads into the vocabulary leads by the program: one program cannot speak another's words."""
    for key in table.foreign_key_constraints:
        if key.referred_table.name == "vocabulary":
            assert "program" in key.column_keys


def test_only_what_is_meant_stands_in_a_new_ledger(tmp_path: Path):
    program = write_program(tmp_path, rows(1))
    assert lbn("ingest", program=program).code == 0
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        found = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    assert found == {*metadata.tables, "alembic_version"}


def test_ledger_and_key_are_for_this_account_only(tmp_path: Path):
    folder = write_program(tmp_path, rows(1))
    before = os.umask(0)
    try:
        program = open_program(folder)
        with program.database.writing():
            program.key(is_first=True)
    finally:
        os.umask(before)
    modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in ("lbn.db", "secret.key")}
    assert modes == {"lbn.db": 0o600, "secret.key": 0o600}
    assert re.fullmatch(r"[0-9a-f]{64}", (folder / "secret.key").read_text())


def test_what_a_run_makes_is_for_this_account_only(tmp_path: Path):
    program = write_program(tmp_path, rows(1))
    before = set(program.rglob("*"))
    umask = os.umask(0o022)
    try:
        assert lbn("run", program=program).code == 0
    finally:
        os.umask(umask)
    made = [path for path in program.rglob("*") if path not in before]
    assert [str(path) for path in made if path.is_file() and path.stat().st_mode & 0o077] == []


def test_keys_of_sqlite_are_looked_after(ledger: Connection):
    """SQLite leaves foreign keys and deleted bytes alone unless it is told otherwise, on every connection."""
    assert ledger.exec_driver_sql("pragma foreign_keys").scalar() == 1
    assert ledger.exec_driver_sql("pragma secure_delete").scalar() == 1
