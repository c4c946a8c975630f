"""What keeps the tests quick without changing what they see."""

import gc
import os
import sqlite3

from sqlalchemy import Engine, event


def write_without_waiting() -> None:
    """Let nothing wait until a disk has it: what a test writes need not outlive a power cut.

    Each wait takes milliseconds, and there are ten thousands. Processes that tests start, and kill, do wait.
    """
    os.fsync = lambda _file: None
    event.listen(Engine, "connect", _ask_sqlite_not_to_wait)


def _ask_sqlite_not_to_wait(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = off")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: modules, and thousands of collected tests."""
    gc.freeze()
