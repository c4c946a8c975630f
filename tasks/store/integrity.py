"""Whether a ledger is as it was written: SQLite's own check of its pages, then the seals of its tables.

Both are looked at once for each state of the ledger's file, before anything in it is used. Bits that turned on a disk
are found this way, and so is a row that was changed by hand.
"""

import sqlite3
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select, text

from tasks.errors import OperationError
from tasks.store.owners import Door
from tasks.store.seals import CHANGED, KEY, find_broken_seals, forget_digests, forget_seals, renew_seals
from tasks.store.tables import editions, filings, messages, programs, syncs

HEALING = (
    "Nothing was shown or changed. `lbn ingest --from-scratch` reads the tabs anew and puts right what they hold; "
    "editions and messages come back only with a backup (`lbn restore`)."
)

_FORMER_KEY_CHECK = "former key check"

_checked: dict[Path, "Seen"] = {}
"""The ledgers that this process has found whole, as their files were then."""


class Seen(NamedTuple):
    """By what a ledger's file is known again without being read."""

    changed_at: int
    size: int
    number: int


def note_whole(path: Path | None) -> None:
    """Note that a ledger is whole as it is now; one on a server has no file to know it by."""
    if path and (seen := _look_at_file(path)):
        _checked[path] = seen


def _look_at_file(path: Path) -> Seen | None:
    with suppress(OSError):
        about = path.stat()
        return Seen(about.st_mtime_ns, about.st_size, about.st_ino)
    return None


def give_key(connection: Connection, door: Door) -> None:
    """Give a transaction the program's key, with which it signs and checks."""
    key = door.owner.find_key()
    connection.info[KEY] = key.value if key else None


def check_whole_and_ours(connection: Connection, door: Door, path: Path | None, *, accepts_new_key: bool) -> None:
    """Check that the ledger is whole, once for each state of its file, and that whoever opens it may.

    Raises:
        OperationError: it is damaged, another's, or its key is lost.
    """
    name = path.name if path else "on PostgreSQL"
    is_checked = path is not None and path in _checked and _checked[path] == _look_at_file(path)
    give_key(connection, door)
    if not is_checked:
        _check_pages(connection, name)
    _check_is_ours(connection, door, name, accepts_new_key=accepts_new_key)
    connection.info[_FORMER_KEY_CHECK] = _load_key_check(connection, door.program)
    if not is_checked and not _has_other_key(connection, door):
        _check_rows(connection, door, name)
        note_whole(path)


def seal_changes(connection: Connection, door: Door) -> None:
    """Seal what a transaction has changed; with a key that took the place of another one, everything."""
    give_key(connection, door)
    if _has_other_key(connection, door) and _load_key_check(connection, door.program) != _former_check(connection):
        forget_digests(connection, door.program)
        forget_seals(connection, door.program)
    renew_seals(connection, door.program, connection.info.get(CHANGED, ()))


def read_any_text(connection: Connection) -> None:
    """Let a damaged text be read: without this, SQLite's driver refuses the whole row."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")


def are_pages_whole(connection: Connection) -> bool:
    """Tell whether SQLite finds nothing wrong with its pages and indexes."""
    return connection.exec_driver_sql("pragma integrity_check(1)").scalar() == "ok"


def _check_pages(connection: Connection, name: str) -> None:
    if connection.dialect.name == "sqlite" and not are_pages_whole(connection):
        msg = f"The ledger {name} is damaged: SQLite's check of its pages fails. {HEALING}"
        raise OperationError(msg)


def _check_is_ours(connection: Connection, door: Door, name: str, *, accepts_new_key: bool) -> None:
    """Check whose it is; where the check value itself is damaged, the seals tell it from one of another key."""
    problem = None
    try:
        door.check_owner(connection, accepts_new_key=accepts_new_key)
    except (TypeError, ValueError):
        problem = f"The ledger {name} is damaged: the row of its program can't be read. {HEALING}"
    except OperationError as why:
        is_ours = connection.info[KEY] is not None and find_broken_seals(connection, door.program) == [programs.name]
        problem = f"The ledger {name} is damaged: {programs.name}: not as written. {HEALING}" if is_ours else str(why)
    if problem:
        raise OperationError(problem)


def _check_rows(connection: Connection, door: Door, name: str) -> None:
    """Check that the tables hold what was written, and that no program has left rows without its own."""
    if broken := find_broken_seals(connection, door.program):
        msg = f"The ledger {name} is damaged: {', '.join(broken)}: not as written. {HEALING}"
        raise OperationError(msg)
    if _load_key_check(connection, door.program) is None and _has_sealed_rows(connection, door.program):
        msg = f"The ledger {name} is damaged: it has lost the row of its program. {HEALING}"
        raise OperationError(msg)


def _has_sealed_rows(connection: Connection, program: str) -> bool:
    """Tell whether a program that the ledger doesn't know has left something in it."""
    if connection.execute(select(programs.c.program).where(programs.c.program == program)).first():
        return False
    asked = [
        text(f"select 1 from {table.name} where program = :program limit 1")  # noqa: S608 - names of ours
        for table in (syncs, editions, messages, filings)
    ]
    return any(connection.execute(one, {"program": program}).first() for one in asked)


def _load_key_check(connection: Connection, program: str) -> bytes | None:
    return connection.execute(select(programs.c.key_check).where(programs.c.program == program)).scalar()


def _former_check(connection: Connection) -> bytes | None:
    former = connection.info.get(_FORMER_KEY_CHECK)
    return former if isinstance(former, bytes) else None


def _has_other_key(connection: Connection, door: Door) -> bool:
    """Tell whether the ledger was last read with another key than the program has now."""
    known, key = connection.info.get(_FORMER_KEY_CHECK), door.owner.find_key()
    return known is not None and (key is None or key.check != known)
