"""A shared ledger of an earlier version, named after the agency: never begun anew, and taken over by whose it is."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, MetaData, create_engine, func, select, text

from tasks.store.tables import metadata
from tasks.store.versions import migrate
from tests.support.first_ledger import AS_READ, FIRST_LEDGER, KEY
from tests.support.postgresql import ask, copy_of, empty_database, kept_at
from tests.support.small_program import lbn, rows, write_program
from tests.support.strangers import CALLS, attempt, ids

FORMER = "village-of-example-police-department"


@pytest.fixture(scope="module")
def old_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An old ledger in a file, which its tests copy."""
    folder = tmp_path_factory.mktemp("old")
    with closing(sqlite3.connect(folder / "kept.db")) as connection:
        connection.executescript(FIRST_LEDGER.read_text("utf-8").replace("'own'", f"'{FORMER}'"))
    _copy(folder / "kept.db", f"sqlite:///{folder / 'shared.db'}")
    return folder / "shared.db"


@pytest.fixture(scope="module")
def old_postgresql(old_sqlite: Path, postgresql_server: str) -> str:
    """The same on a server."""
    address = empty_database(postgresql_server)
    _copy(old_sqlite.with_name("kept.db"), address)
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an old ledger that programs may share."""
    if request.param == "postgresql":
        return copy_of(request.getfixturevalue("old_postgresql"))
    copied = shutil.copyfile(request.getfixturevalue("old_sqlite"), tmp_path / "shared.db")
    return f"sqlite:///{copied}"


def _copy(kept: Path, address: str) -> None:
    """Put what is in one ledger of the first version into another."""
    old, new = create_engine(f"sqlite:///{kept}"), create_engine(address)
    _copy_rows(old, new)
    old.dispose()
    new.dispose()


def _copy_rows(old: Engine, new: Engine) -> None:
    with old.connect() as source, new.begin() as target:
        migrate(target, "0001")
        first = MetaData()
        first.reflect(target)
        for table in first.sorted_tables:
            if table.name == "alembic_version":
                continue
            found = [dict(row) for row in source.execute(select(table)).mappings()]
            if found:
                target.execute(table.insert(), found)
            _count_on(target, table)


def _count_on(target: Connection, table: Any) -> None:
    """PostgreSQL numbers rows from where it stopped itself; rows that bring a number do not move it."""
    if target.dialect.name == "postgresql" and "id" in table.columns:
        last = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        target.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last, text("false"))))


@pytest.fixture
def program(shared: str, tmp_path: Path) -> Path:
    """Return the program whose ledger it is, with the id that it was given after the update."""
    return with_key(write_program(tmp_path / "program", AS_READ, kept_at(shared, "village2")), KEY)


@pytest.fixture
def namesake(shared: str, tmp_path: Path) -> Path:
    """Another program of an agency of the same name."""
    return with_key(write_program(tmp_path / "namesake", rows(9)[8:], kept_at(shared, "another2")), "cd" * 32)


def with_key(program: Path, key: str) -> Path:
    """Give the program this key."""
    (program / "secret.key").write_text(key, encoding="ascii")
    return program


def owners(shared: str) -> set[str]:
    """Every name under which the ledger has anything."""
    tables = " union ".join(f"select program from {table}" for table in metadata.tables)  # noqa: S608
    return {name for (name,) in ask(shared, tables)}


@pytest.mark.parametrize("call", CALLS, ids=ids)
@pytest.mark.parametrize("shared", ["postgresql"], indirect=True)
@pytest.mark.parametrize("whose", ["program", "namesake"])
def test_nothing_is_begun_beside_it(whose: str, call: tuple[str, ...], shared: str, request: pytest.FixtureRequest):
    ended = attempt(call, request.getfixturevalue(whose))
    assert ended.code == 1
    assert f"--take-over {FORMER}" in ended.words
    assert owners(shared) == {FORMER}


def test_whose_it_is_takes_it_over(program: Path, namesake: Path, shared: str):
    counts = lbn("ingest", "--take-over", FORMER, "--json", program=program).json
    assert (counts["new"], counts["withdrawn"], counts["unchanged"], counts["held"]) == (0, 0, 7, 1)
    assert owners(shared) == {"village2"}
    assert lbn("status", "--json", program=program).json["entries"] == 6
    assert lbn("report", "nysdoh-quarterly", "2024-Q1", "--edition", "1", "--json", program=program).code == 0
    assert lbn("run", program=program).code == 0
    assert lbn("ingest", "--json", program=namesake).json["new"] == 1
    assert owners(shared) == {"village2", "another2"}


def test_no_one_else_does(namesake: Path, shared: str):
    ended = lbn("ingest", "--take-over", FORMER, program=namesake)
    assert (ended.code, ended.out) == (1, "")
    assert "secret.key" in ended.words
    assert owners(shared) == {FORMER}


def test_the_tabs_without_the_key_prove_nothing(program: Path, shared: str):
    assert lbn("ingest", "--take-over", FORMER, program=with_key(program, "cd" * 32)).code == 1
    (program / "secret.key").unlink()
    assert lbn("ingest", "--take-over", FORMER, program=program).code == 1
    assert not (program / "secret.key").exists()
    assert owners(shared) == {FORMER}


def test_a_name_that_is_none_and_a_ledger_that_is_there(program: Path, namesake: Path):
    assert lbn("ingest", "--take-over", "nosuch", program=program).code == 2
    assert lbn("ingest", "--take-over", FORMER, program=program).code == 0
    assert lbn("ingest", "--take-over", FORMER, program=program).code == 2
    assert lbn("ingest", program=namesake).code == 0
    assert lbn("ingest", "--take-over", "village2", program=namesake).code == 2


def test_an_id_like_a_former_name_opens_nothing(program: Path, shared: str):
    """Former names are of letters and digits too: one of eight could be written as an id."""
    engine = create_engine(shared)
    with engine.begin() as connection:
        connection.execute(text("insert into programs (program, source) values ('oldslug2', null)"))
    engine.dispose()
    (program / "lbn.toml").write_text(kept_at(shared, "oldslug2"), encoding="utf-8")
    for call in CALLS:
        assert attempt(call, program).code == 1
    assert lbn("ingest", "--take-over", "oldslug2", program=program).code == 1


@pytest.mark.parametrize("shared", ["postgresql"], indirect=True)
def test_a_ledger_whose_key_nobody_has_can_be_closed(namesake: Path, shared: str):
    """By whoever runs the database, with the words of docs/operations.md."""
    engine = create_engine(shared)
    assert lbn("status", program=namesake).code == 1
    with engine.begin() as connection:
        connection.execute(text(rf"update programs set key_check = '\x00' where program = '{FORMER}'"))  # noqa: S608
    engine.dispose()
    assert lbn("ingest", "--json", program=namesake).json["new"] == 1
    assert lbn("ingest", "--take-over", FORMER, program=namesake).code == 2


@pytest.mark.parametrize("shared", ["sqlite"], indirect=True)
def test_a_ledger_that_was_moved_is_found_under_its_id(program: Path, shared: str):
    """From a place that may be shared into the program's own folder: the name changes, the key proves it."""
    assert lbn("ingest", "--take-over", FORMER, program=program).code == 0
    Path(shared.removeprefix("sqlite:///")).rename(program / "lbn.db")
    (program / "lbn.toml").write_text(kept_at("sqlite:///lbn.db", "village2"), encoding="utf-8")
    ended = lbn("status", program=program)
    assert (ended.code, ended.out) == (1, "")
    assert "--take-over village2" in ended.words
    assert lbn("ingest", "--take-over", "village2", "--json", program=program).json["unchanged"] == 7
    (program / "lbn.db").rename(shared.removeprefix("sqlite:///"))
    (program / "lbn.toml").write_text(kept_at(shared, "village2"), encoding="utf-8")
    assert "--take-over own" in lbn("status", program=program).words
    assert lbn("ingest", "--take-over", "own", "--json", program=program).json["unchanged"] == 7
