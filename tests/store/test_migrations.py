"""Migrations: an old ledger becomes what a new one is, on both databases, and loses nothing on the way."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, insert, inspect, select, text

from tasks.store import versions
from tasks.store.tables import metadata
from tests.support.first_ledger import AS_READ, FIRST_LEDGER, KEY
from tests.support.small_program import lbn, tables, write_program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program whose ledger is of the first version."""
    made = write_program(tmp_path / "program", AS_READ)
    (made / "secret.key").write_text(KEY, encoding="ascii")
    with closing(sqlite3.connect(made / "lbn.db")) as connection:
        connection.executescript(FIRST_LEDGER.read_text(encoding="utf-8"))
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[str]]:
    """The addresses of two empty databases of a kind."""
    if request.param == "sqlite":
        yield [f"sqlite:///{tmp_path / name}.db" for name in ("one", "other")]
        return
    from tests.support.postgresql import empty_database  # noqa: PLC0415 - the other kind needs no server

    server = request.getfixturevalue("postgresql_server")
    yield [empty_database(server) for _ in range(2)]


@contextmanager
def writing(address: str) -> Iterator[Connection]:
    """A transaction in a database."""
    engine = create_engine(address)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def schema(connection: Connection) -> dict[str, Any]:
    """Everything that a database says of its tables, but for the one that alembic keeps."""
    found = inspect(connection)
    ours = sorted(set(found.get_table_names()) - {"alembic_version"})
    return {name: _description(found, name) for name in ours}


def _description(found: Any, table: str) -> dict[str, Any]:
    keys = [(key["name"], key["constrained_columns"], key["referred_table"], key["referred_columns"]) for key in
            found.get_foreign_keys(table)]  # fmt: skip
    return {
        "columns": [{**column, "type": str(column["type"])} for column in found.get_columns(table)],
        "key": found.get_pk_constraint(table),
        "keys": sorted(keys, key=repr),
        "checks": sorted(map(repr, found.get_check_constraints(table))),
        "indexes": sorted(_index(index) for index in found.get_indexes(table)),
    }


def _index(index: dict[str, Any]) -> str:
    options = {name: str(value) for name, value in index["dialect_options"].items()}
    return f"{index['name']} {index['column_names']} {index['unique']} {options}"


def test_the_migrations_make_the_tables_of_a_new_ledger(addresses: list[str]):
    """A new ledger is made from the metadata at once; an older one goes through the migrations and ends the same."""
    schemas = []
    for address, make in zip(addresses, (versions.make_tables, versions.migrate), strict=True):
        with writing(address) as connection:
            make(connection)
            schemas.append(schema(connection))
            assert versions.read_version(connection) == versions.NEWEST
    assert schemas[0] == schemas[1]
    assert all(table["checks"] for name, table in schemas[0].items() if name not in ("syncs", "counts"))


def test_a_servers_rows_are_found_by_their_program(postgresql_server: str):
    """Many programs share its tables: without an index each would look through the rows of all the others."""
    from tests.support.postgresql import empty_database  # noqa: PLC0415 - the other tests need no server

    with writing(empty_database(postgresql_server)) as connection:
        versions.make_tables(connection)
        found = inspect(connection)
        for table in metadata.tables.values():
            whole = [
                index for index in found.get_indexes(table.name) if not index["dialect_options"].get("postgresql_where")
            ]
            first = [index["column_names"][0] for index in whole]
            first += found.get_pk_constraint(table.name)["constrained_columns"][:1]
            assert "program" in first, table.name


def test_the_newest_migration_is_the_one_asked_for():
    scripts = ScriptDirectory(str(versions.MIGRATIONS))
    assert scripts.get_heads() == [versions.NEWEST]


def test_each_migration_says_which_seals_no_longer_fit():
    """A seal that is kept too long refuses a whole ledger; one that is forgotten lets damage of before it through."""
    later = {version for version in versions_in_order() if version > versions._SEALS_FIT_SINCE}
    assert versions._OTHER_COLUMNS.keys() == later


def test_the_first_migration_makes_the_kept_ledgers_tables(tmp_path: Path):
    """The migrations begin at a ledger as people have it, and not at what we now believe of it."""
    schemas = []
    for name, make in (("kept", _load), ("made", lambda connection: versions.migrate(connection, "0001"))):
        with writing(f"sqlite:///{tmp_path / name}.db") as connection:
            make(connection)
            schemas.append(schema(connection))
    assert schemas[0] == schemas[1]


def _load(connection: Connection) -> None:
    raw: Any = connection.connection.driver_connection
    raw.executescript(FIRST_LEDGER.read_text(encoding="utf-8"))


def rows_of(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order of their values."""
    held = MetaData()
    held.reflect(connection)
    tables_in_order = [table for table in held.sorted_tables if table.name != "alembic_version"]
    return {
        table.name: sorted((dict(row) for row in connection.execute(select(table)).mappings()), key=repr)
        for table in tables_in_order
    }


RENAMED = {
    "entries": "distributions", "known_in": "valid_from_sync", "withdrawn_in": "valid_to_sync", "obstacle": "reason",
}  # fmt: skip


def as_now_named(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row of the first version under the names of today; of the time of sending only the day is left."""
    names = RENAMED | ({"known_in": "as_of_sync"} if table == "editions" else {})
    days = {"sent_on": row["submitted_at"].date()} if table == "entries" else {}
    return {names.get(column, column): value for column, value in row.items() if column != "submitted_at"} | days


def put_the_first_ledger(address: str, tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    """Put the rows of the ledger that is kept into a database, as the first version made it; return them."""
    with writing(f"sqlite:///{tmp_path / 'kept'}.db") as connection:
        _load(connection)
        kept = rows_of(connection)
    with writing(address) as connection:
        versions.migrate(connection, "0001")
        made = MetaData()
        made.reflect(connection)
        for table, rows in kept.items():
            if rows:
                connection.execute(insert(made.tables[table]), rows)
    return kept


def test_the_ledger_that_is_kept_loses_nothing_on_the_way(addresses: list[str], tmp_path: Path):
    """Its rows go up through all migrations on both databases, and come out as they went in, under today's names."""
    before = put_the_first_ledger(addresses[0], tmp_path)
    with writing(addresses[0]) as connection:
        versions.migrate(connection)
        after = rows_of(connection)
    assert all(before[name] for name in ("entries", "movements", "counts", "editions", "messages"))
    for table, rows in before.items():
        expected = [as_now_named(table, row) for row in rows]
        found = after[RENAMED.get(table, table)]
        assert sorted(({name: row[name] for name in expected[0]} for row in found), key=repr) == sorted(
            expected, key=repr
        ) if expected else not found  # fmt: skip


OF_THE_QUARTER = {"program": "own", "report": "nysdoh-quarterly", "period": "2024-Q1"}

COME_LATER = {
    "0002": ("filings", {**OF_THE_QUARTER, "edition": 1, "filed_on": date(2024, 4, 9)}),
    "0009": ("releases", {"program": "own", "family": "zip", "period": "2024-Q1", "made_on": date(2024, 4, 9),
                          "content": b"{}"}),
    "0012": ("compared_editions", {**OF_THE_QUARTER, "edition": 1, "as_of_sync": 1, "made_by": b"1", "known_by": b"2"}),
}  # fmt: skip
"""A row for each table that the first version did not have, by the version that made it."""


def versions_in_order() -> list[str]:
    """Every version that was released."""
    return sorted(script.revision for script in ScriptDirectory(str(versions.MIGRATIONS)).walk_revisions())


def test_no_step_from_one_version_to_the_next_loses_a_row(addresses: list[str], tmp_path: Path):
    """A ledger with rows in every table of its version goes up from each one; a table that is new gets a row, too."""
    first = put_the_first_ledger(addresses[0], tmp_path)
    counts = {RENAMED.get(table, table): len(rows) for table, rows in first.items() if rows}
    for version in versions_in_order()[1:]:
        with writing(addresses[0]) as connection:
            versions.migrate(connection, version)
            if version in COME_LATER:
                name, row = COME_LATER[version]
                made = MetaData()
                made.reflect(connection)
                connection.execute(insert(made.tables[name]), row)
                counts[name] = 1
            found = {RENAMED.get(table, table): len(rows) for table, rows in rows_of(connection).items() if rows}
        assert found == counts, version
    without = set(metadata.tables) - counts.keys()
    assert without == {"seals"}, "a table whose rows nobody has followed; seals are made anew"
    with writing(addresses[0]) as connection:
        after = rows_of(connection)
    for name, row in COME_LATER.values():
        assert [{column: kept[column] for column in row} for kept in after[name]] == [row]


def test_what_the_last_messages_said_still_counts_as_said(addresses: list[str]):
    """Their names ended in a digest of it, up to version 0003."""
    names = {
        "stock-alert-1-3f0a5c9d7e21.eml": "3f0a5c9d7e21",
        f"stock-alert-2-{blake2b(b'', digest_size=6).hexdigest()}.eml": "",
        "attention-12-0123456789ab.eml": "0123456789ab",
        "attention-2026-10-06-0800.eml": None,
        "supplier-2026-09-edition-1.eml": None,
    }
    with writing(addresses[0]) as connection:
        versions.migrate(connection, "0003")
        connection.exec_driver_sql("insert into programs (program) values ('own')")
        for name in names:
            insert_message = "insert into messages (program, name, report, state, attempts, queued_at, raw) values "
            connection.execute(text(f"{insert_message} ('own', :name, 'any', 'sent', 1, '2026-10-06', '')"),
                               {"name": name})  # fmt: skip
        versions.migrate(connection)
        assert dict(connection.execute(text("select name, said from messages")).all()) == names


@pytest.mark.parametrize("command", ["status", "ingest", "reconcile", "run", "check"])
def test_the_next_command_brings_an_old_ledger_up_to_date(command: str, folder: Path):
    before = tables(folder)
    assert lbn(command, program=folder).code == 0
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        assert connection.execute("select version_num from alembic_version").fetchall() == [(versions.NEWEST,)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
    after = tables(folder)
    for name in ("held_rows", "movements", "counts", "trainings", "syncs", "vocabulary"):
        width = len(before[name][0]) if before[name] else 0
        assert [row[:width] for row in after[name]] == before[name], "columns that were added stand last"
    expected = [tuple(day_of(value) for value in row) for row in before["entries"]]
    assert [row[:-1] for row in after["distributions"]] == expected


def day_of(value: object) -> object:
    """A time as its day, and anything else as it is."""
    return value[:10] if isinstance(value, str) and value.endswith(".000000") else value


def test_an_old_ledger_goes_on(folder: Path):
    assert lbn("status", "--json", program=folder).json["entries"] == 6
    assert key_checks(folder) == [None]
    counts = lbn("ingest", "--json", program=folder).json
    assert (counts["new"], counts["withdrawn"], counts["held"]) == (0, 0, 1)
    assert None not in key_checks(folder)
    again = lbn("report", "nysdoh-quarterly", "2024-Q1", "--edition", "1", "--json", program=folder)
    assert again.json["measures"]["kits_distributed"] == 6
    now = lbn("report", "nysdoh-quarterly", "2024-Q1", "--no-send", "--json", program=folder).json
    assert now["measures"] == again.json["measures"]
    assert {change["table"] for change in now["changes"]} == {"Training by course"}, "a table that is new"


def test_an_old_ledger_gets_its_marks_at_the_next_sync(folder: Path):
    assert lbn("status", program=folder).code == 0
    assert marks_of(folder) == {None}
    assert lbn("ingest", program=folder).code == 0
    assert None not in marks_of(folder)
    assert lbn("check", program=folder).code == 0


def marks_of(folder: Path) -> set[bytes | None]:
    """The marks of the minutes of sending of the rows in force."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        return {
            mark for (mark,) in connection.execute("select sent_mark from distributions where valid_to_sync is null")
        }


def test_an_old_ledger_makes_no_amendment(folder: Path):
    ran = lbn("run", "--json", program=folder)
    assert (ran.code, ran.json["ingest"]["new"], ran.json["ingest"]["withdrawn"]) == (0, 0, 0)
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        of_quarter = "select edition from editions where report = 'nysdoh-quarterly' and period = '2024-Q1'"
        assert connection.execute(of_quarter).fetchall() == [(1,)]


PLANTED_AT = datetime.fromisoformat("2024-01-02T09:41:37")
PLANTED, PLANTED_COUNT = b"09:41:37", 3000
"""A time, and in how many rows: their table has many pages."""


def test_no_second_of_a_form_stays_in_the_file(folder: Path):
    """Neither in a row, in force or withdrawn, nor in the pages that the migration has freed."""
    with writing(f"sqlite:///{folder / 'lbn.db'}") as connection:
        found = MetaData()
        found.reflect(connection)
        table = found.tables["entries"]
        planted = {**connection.execute(select(table)).mappings().all()[0], "submitted_at": PLANTED_AT}
        withdrawn = {"withdrawn_in": planted["known_in"]}
        rows = ({"id": number + 99, "fingerprint": number.to_bytes(16)} for number in range(PLANTED_COUNT))
        connection.execute(insert(table), [{**planted, **row, **(withdrawn if row["id"] % 3 else {})} for row in rows])
    assert (folder / "lbn.db").read_bytes().count(PLANTED) == PLANTED_COUNT
    assert lbn("status", program=folder).code == 0
    assert [path.name for path in folder.iterdir() if PLANTED in path.read_bytes()] == []
    kept = [row for row in tables(folder)["distributions"] if "2024-01-02" in row]
    assert len(kept) >= PLANTED_COUNT


def key_checks(folder: Path) -> list[bytes | None]:
    """What the ledger knows its key by; none until the tabs were read anew."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        return [check for (check,) in connection.execute("select key_check from programs")]


def test_a_migration_that_breaks_off_changes_nothing(folder: Path):
    """As when the machine is switched off: the tables are those of one version or of the other."""
    before = _dump(folder)
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        connection.execute("create table filings (in_the_way integer)")
        connection.commit()
    assert lbn("status", program=folder).code == 1
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        connection.execute("drop table filings")
        connection.commit()
    assert _dump(folder) == before
    assert lbn("status", program=folder).code == 0


def _dump(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        return list(connection.iterdump())


def test_a_ledger_of_a_newer_version_is_left_alone(folder: Path):
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    before = _dump(folder)
    ended = lbn("ingest", program=folder)
    assert (ended.code, ended.out) == (1, "")
    assert "newer version" in ended.words
    assert _dump(folder) == before
