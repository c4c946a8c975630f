"""Since when a run holds the right to send: the time of the lock's file, where the ledger is one."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tasks.store.database import Database


def note_sending(database: Database, now: datetime) -> None:
    """Note that the right to send was taken, in UTC without a zone; what cannot be noted is not."""
    with suppress(OSError):
        for path in _find_lock(database):
            os.utime(path, (_seconds(now), _seconds(now)))


def find_sending_seconds(database: Database, now: datetime) -> float | None:
    """Find for how long another run has held the right to send; none where that isn't known."""
    with suppress(OSError):
        for path in _find_lock(database):
            return _seconds(now) - path.stat().st_mtime
    return None


def _find_lock(database: Database) -> list[Path]:
    """Find the lock beside the ledger's file, under either of its names; none where a server keeps the ledger."""
    names = (f"{database.address}-sending", f"{database.address}-{database.program}-sending")
    return [path for path in map(Path, names) if path.is_file()][:1]


def _seconds(moment: datetime) -> float:
    return moment.replace(tzinfo=UTC).timestamp()
