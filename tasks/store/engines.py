"""The engine under a ledger: where its file or server is, and how a connection to it begins.

What SQLAlchemy has made of a statement is kept by the dialect that it was made for. All ledgers in files share one, and
all in one database of a server, so that a process that opens one ledger after another makes each statement once.
"""

import sqlite3
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Dialect, Engine, create_engine, event, literal
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from schemas.store_address import OF_SOMETHING_ELSE
from tasks.errors import UsageError

_SQLITE = "sqlite:///"
_OF_LIBPQ = ("postgresql", "postgresql+psycopg", "postgresql+psycopg2")
PATIENCE = {
    "connect_timeout": 20,  # seconds for each of the server's addresses
    "keepalives_idle": 30,  # seconds until a silent line is asked whether it lives
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 120_000,  # milliseconds that what was sent may stay unanswered by the other machine
}
"""How long a silent server is waited for: a line that is cut for a minute goes on, and one that is dead is given up."""

_PAGES_KEPT = 65_536
"""In kB, as far as the ledger has so many: the index of a million rows, which are added in no order of its own."""

_statements: dict[Any, Any] = {}
"""What SQLAlchemy has made of each statement, for each dialect that ledgers share."""

_of_servers: dict[URL, Dialect] = {}
"""The dialect of each database on a server, for every account; the first connection tells it what the server can do."""


def find_sqlite_file(url: str, folder: Path) -> Path | None:
    """Find the ledger's file: all that follows is its path, as it stands there; ?, # and % are letters of a name.

    Raises:
        UsageError: the path leads to what the program's folder has for something else, which a run would write over it.
    """
    if not url.startswith(_SQLITE):
        return None
    path = (folder / url.removeprefix(_SQLITE)).resolve()
    if path.parent == folder.resolve() and path.name.casefold() in OF_SOMETHING_ELSE:
        msg = (
            f"The ledger's address leads to {path.name}, which the program's folder has for something else; write "
            'another, such as "sqlite:///lbn.db".'
        )
        raise UsageError(msg)
    return path


def make_server_engine(url: str) -> Engine:
    """Make the engine of a ledger on a server.

    Raises:
        UsageError: the address isn't one.
    """
    with suppress(ArgumentError, ValueError):  # what they say may quote a password
        engine = create_engine(
            url, hide_parameters=True, poolclass=NullPool, connect_args=_choose_patience(url),
            execution_options={"compiled_cache": _statements},
        )  # fmt: skip
        _share_dialect_of_server(engine)
        return engine
    msg = 'lbn.toml: store.url must be written as in "postgresql+psycopg://user:password@host:5432/database".'
    raise UsageError(msg)


def _share_dialect_of_server(engine: Engine) -> None:
    """Let engines of one database share the dialect of the first that has reached it, and so knows the server."""
    place = engine.url._replace(username=None, password=None)  # `set` leaves what is none as it was
    if place in _of_servers:
        engine.dialect = _of_servers[place]
        return

    @event.listens_for(engine, "connect")
    def _on_connect(_connection: object, _record: object) -> None:
        _of_servers.setdefault(place, engine.dialect)


def _choose_patience(url: str) -> dict[str, int]:
    """Choose how long a silent server is waited for, where the address does not say; by default that is forever."""
    address = make_url(url)
    if address.drivername not in _OF_LIBPQ:
        return {}
    return {name: limit for name, limit in PATIENCE.items() if name not in address.query}


def make_sqlite_engine(path: Path, wait_seconds: float) -> Engine:
    """Make the engine of a ledger in a file, which waits so long where another process holds it."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), hide_parameters=True, poolclass=NullPool,
        connect_args={"timeout": wait_seconds, "isolation_level": None},
        execution_options={"compiled_cache": _statements},
    )  # fmt: skip
    engine.dialect = _share_dialect()

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma secure_delete = on")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        if writes:
            connection.exec_driver_sql(f"pragma cache_size = -{_PAGES_KEPT}")
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine


@cache
def _share_dialect() -> Dialect:
    """Return the dialect of every ledger in a file; the first connection tells it what this SQLite can do."""
    engine = create_engine("sqlite://", poolclass=NullPool)  # the usual pool would never close it
    with engine.connect():
        return engine.dialect


def make_lock_number(what: str) -> ColumnElement[int]:
    """Make what PostgreSQL locks by: 64 bits, in which no two programs meet; in the 32 of its own hash they would."""
    return literal(int.from_bytes(blake2b(what.encode(), digest_size=8).digest(), signed=True), BigInteger)
