"""Whether a ledger is as it was written: SQLite's own check of its pages, then the seals of its tables.

Both are looked at once for each state of the ledger's file, before anything in it is used. Bits that turned on a disk
are found this way, and so is a row that was changed by hand.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, select, text

from tasks.errors import OperationError
from tasks.program_folder.identity import Owner
from tasks.store.keys import KEY, find_key_check, give_key, has_other_key, note_key_check
from tasks.store.tables import editions, filings, messages, programs, syncs

HEALING = (
    "Nothing was shown or changed. `lbn ingest --from-scratch` reads the tabs anew and puts right what they hold; "
    "editions and messages come back only with a backup (`lbn restore`)."
)

_checked: dict[Path, "Seen"] = {}
"""The ledgers that this process has found whole, as their files were then."""


FindBroken = Callable[[Connection, str], list[str]]


class Door(Protocol):
    """Who may come in, and how that is checked."""

    @property
    def program(self) -> str:
        """Return the program's name."""

    @property
    def owner(self) -> Owner:
        """Return who opens the ledger."""

    def check_owner(self, connection: Connection, *, accepts_new_key: bool = False) -> None:
        """Refuse whoever isn't the owner."""


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


def check_whole_and_ours(
    connection: Connection, door: Door, path: Path | None, find_broken: FindBroken, *, accepts_new_key: bool
) -> None:
    """Check that the ledger is whole, once for each state of its file, and that whoever opens it may.

    Args:
        connection: a transaction of what is asked for.
        door: who may come in.
        path: the ledger's file; none on a server.
        find_broken: finds the tables whose rows aren't what was written.
        accepts_new_key: whether a ledger of the program's own may go on with another key.

    Raises:
        OperationError: it is damaged, another's, or its key is lost.
    """
    name = path.name if path else "on PostgreSQL"
    is_checked = path is not None and path in _checked and _checked[path] == _look_at_file(path)
    give_key(connection, door.owner)
    if not is_checked:
        _check_pages(connection, name)
    find_broken_now = partial(find_broken, connection, door.program)
    _check_is_ours(connection, door, name, find_broken_now, accepts_new_key=accepts_new_key)
    note_key_check(connection, door.program)
    if not is_checked and not has_other_key(connection, door.owner):
        _check_rows(connection, door, name, find_broken_now())
        note_whole(path)


def check_may_heal(connection: Connection, door: Door, is_proved: Callable[[Connection, str], bool]) -> None:
    """Check that a ledger which may be damaged is the program's: by its check value, or else by its seals.

    Raises:
        OperationError: nothing shows that it is.
    """
    problem = ""
    try:
        door.check_owner(connection)
    except (TypeError, ValueError):
        problem = "The ledger is damaged, and nothing shows whose it is: restore a backup (`lbn restore`)."
    except OperationError as why:
        problem = str(why)
    if problem and not is_proved(connection, door.program):
        raise OperationError(problem)


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


def _check_is_ours(
    connection: Connection, door: Door, name: str, find_broken: Callable[[], list[str]], *, accepts_new_key: bool
) -> None:
    """Check whose it is; where the check value itself is damaged, the seals tell it from one of another key."""
    problem = None
    try:
        door.check_owner(connection, accepts_new_key=accepts_new_key)
    except (TypeError, ValueError):
        problem = f"The ledger {name} is damaged: the row of its program can't be read. {HEALING}"
    except OperationError as why:
        is_ours = connection.info[KEY] is not None and find_broken() == [programs.name]
        problem = f"The ledger {name} is damaged: {programs.name}: not as written. {HEALING}" if is_ours else str(why)
    if problem:
        raise OperationError(problem)


def _check_rows(connection: Connection, door: Door, name: str, broken: list[str]) -> None:
    """Check that the tables hold what was written, and that no program has left rows without its own."""
    if broken:
        msg = f"The ledger {name} is damaged: {', '.join(broken)}: not as written. {HEALING}"
        raise OperationError(msg)
    if find_key_check(connection, door.program) is None and _has_sealed_rows(connection, door.program):
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
