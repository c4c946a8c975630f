"""The ledger is asked itself whether it is closed: a table, a column or a value too many is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tasks.program_folder.identity import Owner
from tasks.store.closed_columns import look_at_columns
from tasks.store.database import Database
from tasks.store.tables import metadata

OPEN = "(program varchar, report varchar, period varchar, edition integer, filed_on date)"
SYNC = "insert into syncs values (1, 'own', '2024-01-01 00:00:00.000000')"
EDITION = "insert into editions values ('own', 'supplier', '2024-01', 1, 1, '2024-01-01 00:00:00', x'7b7d', {})"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Connection]:
    """A new ledger that knows a program; SQLite heeds no key and no check in it, as another tool's may not."""
    opened = Database("sqlite:///lbn.db", tmp_path, Owner(None, "example", lambda: None))
    with opened.writing() as connection:
        connection.exec_driver_sql("insert into programs (program) values ('own')")
        connection.exec_driver_sql("pragma defer_foreign_keys = on")
        connection.exec_driver_sql("pragma ignore_check_constraints = on")
        yield connection
        connection.rollback()


def problems(ledger: Connection, *statements: str) -> list[str]:
    """What is open after some statements."""
    for statement in statements:
        ledger.exec_driver_sql(statement)
    return list(look_at_columns(ledger, "own").problems)


def test_a_new_ledger_is_closed(ledger: Connection):
    assert problems(ledger, SYNC, EDITION.format("null"), "insert into vocabulary values ('own', 'Patrol')") == []
    looked_at = look_at_columns(ledger, "own")
    assert looked_at.tables == len(metadata.tables)
    assert looked_at.texts > looked_at.tables


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["create table notes (it)"], "the table notes isn't the program's"),
        (["create view seen as select * from syncs"], "the view seen isn't the program's"),
        (["create trigger looks after insert on syncs begin select 1; end"], "the trigger looks isn't the program's"),
        (["alter table counts add column note"], "the column counts.note isn't the program's"),
        (["drop table filings", f"create table filings {OPEN}"], "the column filings.report takes any text"),
    ],
)
def test_what_is_not_declared_is_named(statements: list[str], words: str, ledger: Connection):
    assert words in problems(ledger, *statements)


COUNTED = "insert into counts values (1, 'own', x'00', 1, '2024-01-01', {}, {}, null, {}, 0, 1, null)"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (COUNTED.format("'Canary'", "'kit'", 1), "counts has rows with words that aren't in the vocabulary"),
        (COUNTED.format("'x'", "'x'", "'Canary'"), "counts.counted holds what it doesn't allow (1)"),
        ("insert into filings values ('own', 'Canary Q', '2024', 1, '2024-01-01')", "filings holds what"),
        ("insert into filings values ('own', 'supplier', '2024', 1, 'Canary')", "filings.filed_on holds what"),
        ("insert into syncs values (1, 'own', '2024-01-01 Canary')", "syncs.synced_at holds what"),
        (EDITION.format(f"x'{'00' * 65}'"), "editions.digest holds what"),
        ("insert into vocabulary values ('own', x'43616e617279')", "vocabulary.word holds what"),
        ("update programs set source = 'Canary'", "programs.source holds what"),
    ],
)
def test_a_value_that_is_not_allowed_is_counted(statement: str, words: str, ledger: Connection):
    found = problems(ledger, SYNC, statement) if "syncs" not in statement else problems(ledger, statement)
    assert [one for one in found if one.startswith(words)]
    assert "Canary" not in str(found)
