"""What one process at a time may do: an empty database beside the files concerned is the lock.

Such a lock works on every system and on network drives, and ends with the process that holds it, however it ends.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tasks.program_folder.paths import PRIVATE

LOCKED = "locked"
"""SQLite's word for what another process has in hand: it passes by itself."""


@contextmanager
def lock_file(path: Path, wait_seconds: float) -> Iterator[str]:
    """Hold the lock of a file; yield what stands in the way, in SQLite's words, or nothing where it is held.

    Args:
        path: The lock's own file; it is made where it is missing, for this account only.
        wait_seconds: For how long another process is waited for.

    Raises:
        OSError: the file cannot be made.
    """
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE))
    with closing(sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)) as lock:
        problem = ""
        try:
            # An empty database needs no journal, and a killed process would leave it in the folder.
            lock.execute("pragma journal_mode = memory")
            lock.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            problem = str(error).lower()
        yield problem
