"""A program's own account on PostgreSQL: whatever it tries, no row of another program is read, changed or made.

The accounts are made as `lbn migrate-store --roles` says, and every table that the metadata declares is tried.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Connection, Table, create_engine, delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import ProgrammingError

from tasks.store.separation import list_rules
from tasks.store.tables import metadata
from tasks.store.versions import NEWEST, migrate
from tests.support.moves import OWN, a_history
from tests.support.postgresql import empty_database
from tests.support.small_program import lbn, rows, write_form, write_program

ONE, OTHER = "programa", "programb"
TABLES = [table for table in metadata.sorted_tables if "program" in table.columns]
ids = [table.name for table in TABLES]


class Apart(NamedTuple):
    """A database of two programs, each with an account, and its owner."""

    owner: str
    one: Path
    other: Path

    def account(self, program_id: str) -> str:
        """The address by a program's account."""
        return as_account(self.owner, f"lbn_{program_id}")


def as_account(url: str, account: str) -> str:
    return url.replace("://lbn@", f"://{account}@")


def execute(url: str, *statements: str) -> None:
    """Do something as whoever the address names."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def make_account(url: str, program_id: str) -> None:
    """Make an account as the command says."""
    said = lbn("migrate-store", url, "--roles").out
    lines = [line.strip() for line in said.splitlines() if line.startswith("  ") and line.endswith(";")]
    assert len(lines) == 2
    execute(url, *(line.replace("k7qm2d9x", program_id) for line in lines))


@pytest.fixture(scope="module")
def apart(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    """Both have a history, made under their own accounts in tables that the owner made."""
    url, folder = empty_database(postgresql_server), tmp_path_factory.mktemp("apart")
    made = {}
    for program_id in (ONE, OTHER):
        make_account(url, program_id)
        made[program_id] = a_history(folder / program_id, as_account(url, f"lbn_{program_id}"), program_id)
    yield Apart(url, made[ONE], made[OTHER])
    execute(url, *(f'drop owned by "lbn_{one}"; drop role "lbn_{one}"' for one in (ONE, OTHER)))


@pytest.fixture
def owner(apart: Apart) -> Iterator[Connection]:
    """A look at everything, by the owner."""
    engine = create_engine(apart.owner, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def stranger(apart: Apart) -> Iterator[Connection]:
    """The other program's account; whatever it does is kept, if it can be done."""
    engine = create_engine(apart.account(OTHER), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def rows_of(connection: Connection, table: Table, program_id: str) -> list[dict[str, Any]]:
    found = connection.execute(select(table).where(table.c.program == program_id)).mappings()
    return sorted((dict(row) for row in found), key=repr)


@pytest.mark.parametrize("table", TABLES, ids=ids)
def test_nothing_of_another_program_is_read(table: Table, owner: Connection, stranger: Connection):
    assert rows_of(owner, table, ONE), "a table without a row proves nothing"
    own = rows_of(owner, table, OTHER)
    assert own
    assert sorted(map(dict, stranger.execute(select(table)).mappings()), key=repr) == own
    assert stranger.execute(select(func.count()).select_from(table)).scalar() == len(own)


@pytest.mark.parametrize("table", TABLES, ids=ids)
def test_nothing_of_another_program_is_changed_or_deleted(table: Table, owner: Connection, stranger: Connection):
    before = rows_of(owner, table, ONE)
    column = next(iter(table.columns))
    assert stranger.execute(update(table).where(table.c.program == ONE).values({column: column})).rowcount == 0
    assert stranger.execute(delete(table).where(table.c.program == ONE)).rowcount == 0
    for key in before:
        ours = (column == key[column.name] for column in table.primary_key)
        assert stranger.execute(delete(table).where(*ours)).rowcount == 0
    assert rows_of(owner, table, ONE) == before


@pytest.mark.parametrize("table", TABLES, ids=ids)
def test_nothing_is_made_in_another_programs_name(table: Table, owner: Connection, stranger: Connection):
    before, own = rows_of(owner, table, ONE), rows_of(owner, table, OTHER)
    theirs = {name: value for name, value in before[0].items() if name != "id"}
    with pytest.raises(ProgrammingError, match="row-level security"):
        stranger.execute(insert(table).values(theirs))
    first = [column == own[0][column.name] for column in table.primary_key]
    with pytest.raises(ProgrammingError, match="row-level security"):
        stranger.execute(update(table).where(*first).values(program=ONE))
    assert (rows_of(owner, table, ONE), rows_of(owner, table, OTHER)) == (before, own)


WAYS_AROUND = (
    "truncate {table} cascade",
    "alter table {table} disable row level security",
    "alter table {table} no force row level security",
    "drop policy own_rows on {table}",
    "create policy all_rows on {table} using (true)",
    "drop table {table} cascade",
    "copy {table} to program 'cat'",
    "create or replace view public.seen as select * from {table}",
    "select setval('syncs_id_seq', 1)",
    "set role lbn",
    f'set role "lbn_{ONE}"',
    f'set session authorization "lbn_{ONE}"',
    "set row_security = off; select * from {table}",
)


@pytest.mark.parametrize("way", WAYS_AROUND)
def test_no_way_leads_around_it(way: str, owner: Connection, stranger: Connection):
    for table in TABLES:
        before = rows_of(owner, table, ONE)
        with pytest.raises(ProgrammingError):
            stranger.exec_driver_sql(way.format(table=table.name)).all()
        assert rows_of(owner, table, ONE) == before


def test_no_table_with_programs_is_left_open(owner: Connection):
    """As the database itself says: a table that a migration adds is separated by the next call, or fails here."""
    having = (
        "select table_name from information_schema.columns where column_name = 'program' and table_schema = 'public'"
    )
    closed = "select relname from pg_class join pg_policy on polrelid = pg_class.oid where relrowsecurity"
    tables = {name for (name,) in owner.exec_driver_sql(having)}
    assert tables == {name for (name,) in owner.exec_driver_sql(closed)} == set(ids)


CALLS = (
    ("check",), ("ingest",), ("reconcile",), ("run",), ("status",), ("status", "--healthy"), ("audit",),
    ("report", "nysdoh-quarterly", "2024-Q1"), ("report", "nysdoh-quarterly", "2024-Q1", "--edition", "1"),
    ("figures", "2024"), ("backfill", "2024-01", "2024-12"), ("ingest", "--from-scratch"), ("recall", "A123"),
    ("filed", "nysdoh-quarterly", "2024-Q2"), ("purge", "--before", "2024-01-03"), ("run",),
)  # fmt: skip


def test_every_command_works_under_such_an_account(apart: Apart, tmp_path: Path, owner: Connection):
    others = {table.name: rows_of(owner, table, OTHER) for table in TABLES}
    for call in CALLS:
        ended = lbn(*call, program=apart.one)
        assert ended.code == (1 if call == ("audit",) and "TO DO" in ended.out else 0), (call, ended.words, ended.out)
    backup = tmp_path / "one.backup"
    assert lbn("backup", backup, program=apart.one).code == 0
    assert lbn("restore", backup, tmp_path / "restored").code == 0
    assert {table.name: rows_of(owner, table, OTHER) for table in TABLES} == others


def test_a_ledger_is_moved_to_such_an_account_and_back(apart: Apart, tmp_path: Path):
    folder = a_history(tmp_path / "program", OWN, "programc")
    make_account(apart.owner, "programc")
    url = as_account(apart.owner, "lbn_programc")
    assert lbn("migrate-store", as_account(apart.owner, f"lbn_{ONE}"), program=folder).code == 1, "another's account"
    assert lbn("migrate-store", url, program=folder).code == 0
    write_settings_of(folder, url)
    assert lbn("check", program=folder).code == 0
    assert lbn("migrate-store", OWN, "--forget", program=folder).code == 0
    assert lbn("migrate-store", OWN, program=folder).code == 0
    write_settings_of(folder, OWN)
    assert lbn("migrate-store", url, "--forget", program=folder).code == 0
    assert lbn("run", program=folder).code == 0
    execute(apart.owner, 'drop owned by "lbn_programc"; drop role "lbn_programc"')


def write_settings_of(folder: Path, url: str) -> None:
    settings = (folder / "lbn.toml").read_text("utf-8").splitlines()
    kept = [f'url = "{url}"' if line.startswith("url = ") else line for line in settings]
    (folder / "lbn.toml").write_text("\n".join(kept) + "\n", encoding="utf-8")


def test_with_another_programs_account_nothing_begins(apart: Apart, tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(3))
    (folder / "lbn.toml").write_text((apart.one / "lbn.toml").read_text("utf-8"), encoding="utf-8")
    write_settings_of(folder, apart.account(OTHER))
    for call in (("ingest",), ("figures", "2024"), ("status",), ("backfill", "2024-01", "2024-12", "--dry-run")):
        ended = lbn(*call, program=folder)
        assert (ended.code, ended.out, "another program's" in ended.words) == (1, "", True), call


def test_the_owner_brings_the_tables_up_to_date(postgresql_server: str, tmp_path: Path):
    """An account cannot; it says whom to ask, and goes on once that is done, with what it had."""
    url = empty_database(postgresql_server)
    engine = create_engine(url)
    with engine.begin() as connection:
        migrate(connection, "0012")
        for rule in list_rules():
            connection.execute(text(rule))
    execute(url, 'create role "lbn_programd" login', 'grant lbn_programs to "lbn_programd"')
    account = as_account(url, "lbn_programd")
    folder = a_history(tmp_path / "program", OWN, "programd")
    write_settings_of(folder, account)
    ended = lbn("ingest", program=folder)
    assert (ended.code, "--roles" in ended.words) == (1, True)
    assert lbn("migrate-store", account, "--roles").code == 1, "the account is not the owner"
    assert lbn("migrate-store", url, "--roles").code == 0
    write_form(folder, rows(5))
    assert lbn("ingest", program=folder).code == 0
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select version_num from alembic_version").scalar() == NEWEST
        assert inspect(connection).has_table("seals")
    engine.dispose()
    execute(url, 'drop owned by "lbn_programd"; drop role "lbn_programd"')


def test_a_program_of_a_former_name_is_taken_over_first(url: str):
    assert lbn("migrate-store", url, "--roles").code == 0
    execute(url, "insert into programs (program) values ('village-of-example')")
    ended = lbn("migrate-store", url, "--roles")
    assert (ended.code, "taken over" in ended.words) == (1, True)
    execute(url, "update programs set key_check = '\\x00'")
    assert lbn("migrate-store", url, "--roles").code == 0, "one that nobody can open is in nobody's way"


@pytest.mark.parametrize("place", [OWN, "mysql://nowhere/lbn"])
def test_only_a_server_has_accounts(place: str):
    ended = lbn("migrate-store", place, "--roles")
    assert (ended.code, ended.out) == (2, "")
