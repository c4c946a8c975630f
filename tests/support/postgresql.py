"""PostgreSQL for tests: a server of its own, empty databases in it, and what stands there.

The server is started from the binaries of the operating system (Debian: the package postgresql), in a temporary
folder, on a Unix socket, under an account that is not root; where they are missing, the tests that ask are skipped.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.support.small_program import write_settings

UNPRIVILEGED = ("postgres", "nobody")
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "wal_level=minimal", "max_wal_senders=0",
         "autovacuum=off", "track_counts=off", "jit=off", "checkpoint_timeout=1h")  # fmt: skip
"""What keeps data over a power failure or tidies it over months; this server lives for minutes."""
NUMBERS = count()


def binary(name: str) -> Path | None:
    """Where the operating system keeps a program of PostgreSQL, the newest version first."""
    found = [Path(path) for path in (shutil.which(name),) if path]
    return next(iter([*found, *sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)]), None)


def account() -> str | None:
    """Return an account under which PostgreSQL agrees to run, where ours is root."""
    if os.geteuid():
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


@contextmanager
def running_server() -> Iterator[str]:
    """Yield the address of a server, without the name of a database."""
    initdb, postgres = binary("initdb"), binary("postgres")
    if not initdb or not postgres:
        pytest.skip("PostgreSQL is not installed (Debian and Ubuntu: apt install postgresql)")
    folder = Path(tempfile.mkdtemp())
    user = account()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    under: dict[str, Any] = {"user": user, "extra_groups": []} if user else {}
    shut_up = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    made = [initdb, "-D", data, "-U", "lbn", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]
    subprocess.run(made, check=True, **shut_up, **under)
    settings = [part for setting in QUICK for part in ("-c", setting)]
    options = ["-c", "listen_addresses=", *settings, "-k", folder]
    process = subprocess.Popen([postgres, "-D", data, *options], **shut_up, **under)
    try:
        wait_for(folder / ".s.PGSQL.5432", process)
        yield f"postgresql+psycopg://lbn@/{{}}?host={folder}"
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nothing is written that is removed in the next line
        process.wait()
        shutil.rmtree(folder)


def wait_for(socket: Path, process: "subprocess.Popen[bytes]") -> None:
    """Until the server answers."""
    for _ in range(300):
        if process.poll() is not None:
            break
        if socket.exists() and not subprocess.run(
            [binary("pg_isready") or "true", "-q", "-h", socket.parent], check=False
        ).returncode:  # fmt: skip
            return
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.1)
    pytest.fail("PostgreSQL did not start")


def empty_database(server: str) -> str:
    """Make an empty database; return its address."""
    return _make_database(server, "template1")


def copy_of(database: str) -> str:
    """Make a copy of a database that nobody is connected to, on the same server; return its address."""
    url = make_url(database)
    return _make_database(database.replace(f"/{url.database}?", "/{}?"), str(url.database))


def _make_database(server: str, like: str) -> str:
    name = f"ledger{next(NUMBERS)}"
    engine = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name} template {like}"))
    engine.dispose()
    return server.format(name)


def ask(url: str, query: str) -> list[tuple[Any, ...]]:
    """Return what the database answers."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def kept_at(url: str, program_id: str = "village2") -> str:
    """Write settings of a program that keeps its ledger there."""
    return write_settings(program={"id": program_id}, store={"url": url})
