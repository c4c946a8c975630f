"""Reading what can still be read of a SQLite ledger whose pages are damaged, into a new file in its place.

Rows are read by their numbers, around the pages that can't be read. The damaged file is kept aside.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from tasks.errors import OperationError, Unreachable
from tasks.program_folder.lock_files import LOCKED
from tasks.program_folder.paths import PRIVATE
from tasks.store.database_words import write_sentence
from tasks.store.header import has_usual_header
from tasks.store.relisting import relist
from tasks.store.repair import repair_row
from tasks.store.tables import metadata
from tasks.store.versions import make_tables

_LARGEST_STEP = 1 << 40


def name_damaged(path: Path) -> Path:
    """Name the file in which a damaged ledger is kept aside."""
    return path.with_name(f"{path.name}-damaged")


def is_damaged(path: Path) -> bool:
    """Tell whether SQLite finds its pages or indexes damaged; a file that isn't there or is empty is whole."""
    if not path.exists() or not path.stat().st_size:
        return False
    with closing(_open(path)) as connection:
        try:
            found = connection.execute("pragma integrity_check(1)").fetchone()
        except UnicodeDecodeError:  # what SQLite says quotes what it found
            return True
        except sqlite3.DatabaseError as error:
            is_locked = LOCKED in str(error)
        else:
            return found != (b"ok",) or not has_usual_header(path)
    if is_locked:
        raise Unreachable(write_sentence(LOCKED, path))
    return True


def _lock(damaged: sqlite3.Connection, path: Path) -> None:
    """Keep other writers out until the new file stands; a lock that damage forbids nobody else can have either."""
    is_locked = False
    try:
        damaged.execute("begin immediate")
    except UnicodeDecodeError:
        return
    except sqlite3.DatabaseError as error:
        is_locked = LOCKED in str(error)
    if is_locked:
        raise Unreachable(write_sentence(LOCKED, path))


def rebuild(path: Path, now: datetime) -> None:
    """Put a new file in the place of a damaged ledger, with every row that can be read.

    Raises:
        OperationError: not even its list of tables can be read.
    """
    new, relisted = path.with_name(f"{path.name}-rebuilt"), path.with_name(f"{path.name}-relisted")
    for left in (new, relisted):  # by one that was killed
        left.unlink(missing_ok=True)
        left.with_name(f"{left.name}-journal").unlink(missing_ok=True)
    os.close(os.open(new, os.O_CREAT | os.O_RDWR, PRIVATE))
    engine = create_engine(URL.create("sqlite", database=str(new)), poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        make_tables(connection)
    engine.dispose()
    try:
        with closing(_open(path)) as damaged:
            _lock(damaged, path)
            with closing(_find_readable(damaged, path, relisted)) as readable, closing(sqlite3.connect(new)) as made:
                for table in metadata.sorted_tables:
                    _copy(readable, made, table, now)
                made.commit()
            _keep_aside(path)
            path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
            new.replace(path)
    finally:
        new.unlink(missing_ok=True)
        relisted.unlink(missing_ok=True)


def _keep_aside(path: Path) -> None:
    aside = name_damaged(path)
    aside.unlink(missing_ok=True)
    with path.open("rb") as damaged, os.fdopen(os.open(aside, os.O_CREAT | os.O_WRONLY, PRIVATE), "wb") as copy:
        shutil.copyfileobj(damaged, copy)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=20, isolation_level=None)
    connection.text_factory = bytes
    return connection


def _find_readable(damaged: sqlite3.Connection, path: Path, relisted: Path) -> sqlite3.Connection:
    """Find what the tables can be read from: the damaged file, or a copy of it whose list of tables is made anew.

    Raises:
        OperationError: neither.
    """
    if has_usual_header(path) and _lists_all_tables(damaged):
        return _open(path)
    if relist(path, relisted):
        return _open(relisted)
    msg = (
        f"The ledger {path.name} is damaged so that not even its list of tables can be read. Nothing was changed. "
        "Restore a backup (`lbn restore`); without one, docs/operations.md says how to begin anew under “The "
        "ledger is lost”."
    )
    raise OperationError(msg)


def _lists_all_tables(damaged: sqlite3.Connection) -> bool:
    try:
        for table in metadata.sorted_tables:
            names = ", ".join(column.name for column in table.columns)
            damaged.execute(f"explain select {names} from {table.name}").fetchone()  # noqa: S608 - names of ours
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False
    return True


def _copy(damaged: sqlite3.Connection, made: sqlite3.Connection, table: Table, now: datetime) -> None:
    names = [column.name for column in table.columns]
    if not _has_table(damaged, table.name):
        return  # its name in the list can't be read
    places = ", ".join("?" for _ in names)
    into = f"insert or ignore into {table.name} ({', '.join(names)}) values ({places})"  # noqa: S608 - names of ours
    for values in _list_readable(damaged, table.name, names):
        row = repair_row(table, dict(zip(names, map(_decode, values), strict=True)), now)
        if row is not None:
            with suppress(sqlite3.Error):  # a row that fits no longer comes back from the tabs, if it's theirs
                made.execute(into, list(row.values()))


def _has_table(damaged: sqlite3.Connection, name: str) -> bool:
    asked = "select 1 from sqlite_schema where type = 'table' and name = ?"
    return damaged.execute(asked, (name,)).fetchone() is not None


def _decode(value: Any) -> Any:
    """Turn what SQLite holds as text into a text; one that can't be is left as it is, and found to be none."""
    if isinstance(value, _Text):
        with suppress(UnicodeDecodeError):
            return bytes(value).decode()
    return value


class _Text(bytes):
    """The bytes of a text."""


def _list_readable(damaged: sqlite3.Connection, table: str, names: list[str]) -> Iterator[tuple[Any, ...]]:
    """List the rows by their numbers; where a page can't be read, go on behind it."""
    damaged.text_factory = _Text
    chosen = f"select rowid, {', '.join(names)} from {table} not indexed where rowid > ? order by rowid"  # noqa: S608
    last, step = -1, 1
    while step < _LARGEST_STEP:
        try:
            for number, *values in damaged.execute(chosen, (last,)):
                if number <= last:
                    raise sqlite3.DatabaseError  # pages that lead in a circle
                last, step = number, 1
                yield tuple(values)
        except sqlite3.DatabaseError:
            last, step = last + step, step * 2
        else:
            return
