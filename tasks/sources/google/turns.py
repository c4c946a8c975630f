"""Programs that share a service account take turns, so that together they stay below Google's limit of reads.

Google grants an account 60 reads a minute, and a sync takes two of them, the first of a day three. Each sync notes its
turn where the other programs on this computer see it, and waits where the minute is full. A program that reads again
and again counts once: alone it does not come near the limit. What is noted is digests and moments, and may be deleted.
"""

import os
import sqlite3
import time
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path

TURNS = 20
SECONDS = 65.0
"""So many programs in so long: 60 reads at most, and five seconds for those that are slow to arrive."""

LONGEST_WAIT_SECONDS = 600.0
"""Nobody waits longer than this, which is enough for 180 programs that begin at once."""

_PATIENCE_SECONDS = 20
"""For the others to note their turns, all at once."""

TURNS_FILE = "~/.cache/lbn/google-turns.db"


def wait_for_turn(account: str, spreadsheet: str) -> None:
    """Take a turn of the account, and wait until it comes."""
    seconds = 0.0
    with suppress(OSError, RuntimeError, sqlite3.Error):  # where it cannot be noted, Google's own limit must do
        seconds = _take(Path(TURNS_FILE).expanduser(), _digest(account), _digest(spreadsheet))
    if seconds:
        time.sleep(seconds)


def _take(path: Path, account: bytes, spreadsheet: bytes) -> float:
    """Note a turn; return the seconds until it comes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path, timeout=_PATIENCE_SECONDS)) as noted:
        noted.execute("pragma synchronous = off")  # worth nothing once the computer is off
        noted.execute("begin immediate")
        noted.execute("create table if not exists turns (account blob, spreadsheet blob, at real)")
        now = time.monotonic()  # one clock for every process, which nobody sets; it begins anew with the computer
        noted.execute("delete from turns where at not between ? and ?", (now - SECONDS, now + LONGEST_WAIT_SECONDS))
        mine = min(_next(_others(noted, account, spreadsheet), now), now + LONGEST_WAIT_SECONDS)
        noted.execute("insert into turns values (?, ?, ?)", (account, spreadsheet, mine))
        noted.commit()
    return mine - now


def _others(noted: sqlite3.Connection, account: bytes, spreadsheet: bytes) -> list[float]:
    """List the last turn of each other program of the account, the latest first."""
    chosen = (
        "select max(at) from turns where account = ? and spreadsheet <> ? group by spreadsheet order by max(at) desc"
    )
    return [at for (at,) in noted.execute(chosen, (account, spreadsheet))]


def _next(others: list[float], now: float) -> float:
    """Find when fewer than all turns of the time before are taken."""
    return max(now, others[TURNS - 1] + SECONDS) if len(others) >= TURNS else now


def _digest(name: str) -> bytes:
    return blake2b(name.encode(), digest_size=8).digest()
