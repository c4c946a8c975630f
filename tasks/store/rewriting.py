"""Writing a ledger's file anew: what was deleted from it stands on no page any more."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from tasks.errors import Unreachable

STATEMENTS = (
    "pragma temp_store = memory",  # the copy that it makes stands in no other file
    "vacuum",
    "pragma wal_checkpoint(truncate)",  # of a ledger that somebody has opened otherwise
)


def rewrite_file(engine: Engine, path: Path) -> None:
    """Write the file of a ledger anew.

    Raises:
        Unreachable: another process has it, or the disk is in the way; what was deleted is overwritten all the same.
    """
    is_done = True
    try:
        with closing(engine.raw_connection()) as connection:
            driver = connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - it has a path, so it is SQLite
            for statement in STATEMENTS:
                driver.execute(statement).fetchall()
    except sqlite3.Error:  # whatever it says, the rows are closed
        is_done = False
    if not is_done:
        msg = (
            f"The rows are closed, but {path.name} could not be written anew without them: another run has it, or the "
            "disk is full. Run the same command again."
        )
        raise Unreachable(msg)
