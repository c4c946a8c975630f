"""Seals of tables in parts: they follow what syncs change, and let nothing through that no sync did."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select, text, update

from schemas.finding import HeldRow
from schemas.tabs import Tab
from tasks.errors import OperationError
from tasks.program_folder.identity import Key, Owner
from tasks.rules.intake.fingerprint import Identity
from tasks.store import integrity, row_digests
from tasks.store.changing_rows import add_rows, remove_rows
from tasks.store.database import Database
from tasks.store.owners import keep_key_check
from tasks.store.row_digests import Seal, digest_table
from tasks.store.rows import Stored, add_sync, add_words, find_accepted, find_held, open_state
from tasks.store.sending_marks import save_marks
from tasks.store.tables import SEALED, distributions, held_rows, metadata, seals
from tasks.store.touched_rows import touch_only
from tests.support.builders import a_distribution

KEY = Key(b"k" * 32, "a test")
PROGRAM = "example-1"
ROW = a_distribution(county=None, jurisdiction=None)
HELD = HeldRow((), None)


def open_ledger(address: str, folder: Path) -> Database:
    """Open the program's ledger, as every process does anew."""
    return Database(address, folder, Owner(PROGRAM, "former", lambda: KEY))


def identity(part: int, number: int = 0) -> Identity:
    """A row of a part."""
    return bytes((part, *number.to_bytes(15, "big"))), 1


def sync(database: Database, wanted: dict[Identity, Stored]) -> None:
    """Bring the ledger to these rows, as a sync does: what is no longer wanted stays in the history."""
    name = database.program
    with database.writing() as connection:
        open_state(connection, name)
        keep_key_check(connection, name, KEY.check)
        add_words(connection, name, ["Patrol"])
        accepted, held = (find(connection, name, Tab.RESPONSES) for find in (find_accepted, find_held))
        known = dict.fromkeys(accepted, ROW) | dict.fromkeys(held, HELD)
        number = add_sync(connection, name, datetime(2026, 9, 30, 12, tzinfo=UTC).replace(tzinfo=None))
        remove_rows(connection, name, Tab.RESPONSES, [one for one in known if wanted.get(one) != known[one]], number)
        added = [(one, value) for one, value in wanted.items() if known.get(one) != value]
        marks = {one: b"a minute" for one, value in added if value is ROW}
        add_rows(connection, name, Tab.RESPONSES, added, number, marks)
        save_marks(connection, name, dict.fromkeys(marks, b"a second"))


@contextmanager
def as_a_stranger(database: Database) -> Iterator[Connection]:
    """A transaction of the database that passes by the program."""
    engine = create_engine(database._engine.url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def seals_kept(database: Database) -> list[Seal]:
    """The seals of the rows as kept."""
    chosen = select(seals.c.digest, seals.c.parts).where(seals.c.program == database.program)
    with as_a_stranger(database) as connection:
        found = (
            connection.execute(chosen.where(seals.c.sealed == one.name)).one() for one in (distributions, held_rows)
        )
        return [Seal(*one) for one in found]


def seals_made_anew(database: Database) -> list[Seal]:
    """The seals of the rows, made of all of them."""
    with as_a_stranger(database) as connection:
        return [digest_table(connection, database.program, one, KEY.value) for one in (distributions, held_rows)]


PARTS = st.sampled_from([0, 1, 2, 0x27, 0x5C, 0xFE, 0xFF])
ROWS = st.dictionaries(st.builds(identity, PARTS, st.integers(0, 3)), st.sampled_from([ROW, HELD]), max_size=12)


@settings(max_examples=25, deadline=None)
@given(readings=st.lists(ROWS, min_size=1, max_size=5), most=st.sampled_from([0, 2, 48]))
def test_a_seal_that_followed_changes_is_that_of_all_rows(
    readings: list[dict[Identity, Stored]], most: int, tmp_path_factory: pytest.TempPathFactory
):
    database = open_ledger("sqlite:///ledger.db", tmp_path_factory.mktemp("ledger"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(row_digests, "_MOST_PARTS", most)
        for wanted in readings:
            sync(database, wanted)
            assert seals_kept(database) == seals_made_anew(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of a kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    found: str = request.getfixturevalue("url")
    return found


@pytest.fixture
def ledger(address: str, tmp_path: Path) -> Database:
    """A ledger in which rows of five parts are in force, one was removed and one is held."""
    database = open_ledger(address, tmp_path)
    rows = [identity(part) for part in (0, 1, 2, 0xFE, 0xFF)]
    sync(database, dict.fromkeys([*rows, identity(1, 1)], ROW))
    sync(database, dict.fromkeys(rows, ROW) | {identity(2, 1): HELD})
    return database


@pytest.fixture
def find_broken(ledger: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Which tables another process is told of that opens the ledger; empty: it is whole."""
    address = ledger._engine.url.render_as_string(hide_password=False)

    def find() -> str:
        monkeypatch.setattr(integrity, "_checked", {})
        try:
            with open_ledger(address, tmp_path).reading():
                return ""
        except OperationError as why:
            return str(why).partition("damaged: ")[2].partition(":")[0]

    return find


def test_few_parts_are_digested_by_themselves(ledger: Database, find_broken: Callable[[], str]):
    before = seals_kept(ledger)[0].parts or b""
    sync(ledger, dict.fromkeys([identity(part) for part in (0, 1, 0xFE, 0xFF)], ROW) | {identity(0xFF, 7): ROW})
    assert seals_kept(ledger) == seals_made_anew(ledger)
    after = seals_kept(ledger)[0].parts or b""
    assert parts_of(before).keys() == parts_of(after).keys()
    changed = {part for part, digest in parts_of(after).items() if parts_of(before)[part] != digest}
    assert changed == {2, 0xFF}
    assert find_broken() == ""


def parts_of(written: bytes) -> dict[int, bytes]:
    """The digests of the parts by their numbers."""
    return {written[at]: written[at + 1 : at + 17] for at in range(0, len(written), 17)}


BEHIND_ITS_BACK = {
    "a cell": "update distributions set kits = 7 where id = 1",
    "a row that is gone": "delete from distributions where id = 1",
    "a removed row that is gone": "delete from distributions where id = 6",
    "a removed row that is in force again": "update distributions set valid_to_sync = null where id = 6",
    "a row of another part": "update distributions set fingerprint = (select fingerprint from held_rows) where id = 1",
    "another number": "update distributions set id = 9000 where id = 1",
    "a row more": (
        "insert into distributions (id, program, fingerprint, occurrence, sent_on, distributed_on, kits, is_low, "
        "valid_from_sync) select 9000, program, fingerprint, 2, sent_on, distributed_on, kits, is_low, valid_from_sync "
        "from distributions where id = 1"
    ),
    "no seals of parts": "update seals set parts = null where sealed = 'distributions'",
    "seals of parts of another table": (
        "update seals set parts = (select other.parts from seals as other where other.sealed = 'held_rows') "
        "where sealed = 'distributions'"
    ),
    "all of it from another table": (
        "update seals set parts = (select other.parts from seals as other where other.sealed = 'trainings'), "
        "digest = (select other.digest from seals as other where other.sealed = 'trainings') "
        "where sealed = 'distributions'"
    ),
}
"""The first five rows are of a part each, and the sixth was removed."""


@pytest.mark.parametrize("statement", BEHIND_ITS_BACK.values(), ids=BEHIND_ITS_BACK.keys())
def test_what_no_sync_changed_is_told(statement: str, ledger: Database, find_broken: Callable[[], str]):
    assert find_broken() == ""
    with as_a_stranger(ledger) as connection:
        connection.execute(text(statement))
    assert find_broken() == "distributions"


def test_a_part_of_an_earlier_moment_fits_no_other(ledger: Database, find_broken: Callable[[], str]):
    """Somebody who kept a row and the digest of its part puts both back; the table binds all its parts."""
    earlier = parts_of(seals_kept(ledger)[0].parts or b"")
    wanted = dict.fromkeys([identity(part) for part in (0, 1, 2, 0xFE)], ROW) | {identity(3): ROW}
    sync(ledger, wanted)
    later = parts_of(seals_kept(ledger)[0].parts or b"")
    mixed = b"".join(bytes((part,)) + digest for part, digest in sorted((later | {0xFF: earlier[0xFF]}).items()))
    in_force_again = update(distributions).where(distributions.c.fingerprint == identity(0xFF)[0])
    with as_a_stranger(ledger) as connection:
        connection.execute(in_force_again.values(valid_to_sync=None, sent_mark=b"a second"))
        connection.execute(update(seals).where(seals.c.sealed == distributions.name).values(parts=mixed))
    assert seals_made_anew(ledger)[0].parts == mixed, "row and part are exactly as they once were"
    assert find_broken() == "distributions"


def test_a_statement_that_changes_more_than_it_says_is_told(ledger: Database, find_broken: Callable[[], str]):
    with ledger.writing() as connection:
        more = update(distributions).values(kits=5)
        connection.execute(more, execution_options=touch_only(()))
    assert find_broken() == "distributions"


def set_back(database: Database, version: str) -> None:
    """Make of a ledger one of an earlier version, whose seals have no parts."""
    dropped = {"seals": ["parts"], "programs": ["ledger_move", "ledger_moved_at"] if version == "0012" else []}
    with as_a_stranger(database) as connection:
        for name in SEALED:
            made = row_digests._digest_at_once(connection, database.program, metadata.tables[name], KEY.value)
            connection.execute(update(seals).where(seals.c.sealed == name).values(made._asdict()))
        for table, column in ((table, column) for table, columns in dropped.items() for column in columns):
            connection.execute(text(f"alter table {table} drop column {column}"))
        for table in metadata.tables:
            connection.execute(text(f"drop index if exists {table}_of_program"))
        connection.execute(text("update alembic_version set version_num = :version"), {"version": version})


@pytest.mark.parametrize("version", ["0012", "0013"])
@pytest.mark.parametrize("damaged", ["", "distributions", "held_rows"])
def test_what_was_damaged_before_an_update_is_told_after_it(
    version: str, damaged: str, ledger: Database, find_broken: Callable[[], str]
):
    set_back(ledger, version)
    if damaged:
        with as_a_stranger(ledger) as connection:
            table = metadata.tables[damaged]
            connection.execute(update(table).where(table.c.id == 1).values(id=9000))
    assert find_broken() == damaged


def test_after_an_update_the_next_writing_makes_what_seals_lack(
    ledger: Database, find_broken: Callable[[], str], tmp_path: Path
):
    set_back(ledger, "0012")
    updated = open_ledger(ledger._engine.url.render_as_string(hide_password=False), tmp_path)
    sync(updated, {identity(1): ROW, identity(2, 1): HELD})
    assert seals_kept(ledger) == seals_made_anew(ledger)
    with as_a_stranger(ledger) as connection:
        assert b"" not in connection.execute(select(seals.c.digest)).scalars().all()
        connection.execute(text("update programs set read_at = '2026-01-01 00:00:00.000000'"))
    assert find_broken() == "programs"
