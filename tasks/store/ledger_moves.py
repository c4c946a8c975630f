"""Whether a program's ledger is in use here, is still on its way here, or has left for another database.

Between the two databases it is moved in three steps, each a transaction of its own: the copy arrives, the former one is
marked as left, the copy is let in. Whenever that breaks off, at most one of them is in use, and both are whole.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from schemas.ledger_move import LedgerMove
from tasks.errors import OperationError
from tasks.store.tables import programs

HAS_LEFT = (
    "The program's ledger has left this place for another database (`lbn migrate-store`, on {day}), and lbn.toml still "
    "names this one. Nothing was shown, changed or sent. Write the place where it is now into store.url."
)
IS_ARRIVING = (
    "This ledger is a copy that `lbn migrate-store` has not finished. Nothing was shown, changed or sent. Write the "
    "former place back into store.url, and call the command again as before: it goes on from there."
)


class Standing(NamedTuple):
    """How a database has a program."""

    is_kept: bool
    move: LedgerMove | None
    moved_at: datetime | None
    has_key: bool
    """Whether it was ever read with a key."""

    @property
    def is_in_use(self) -> bool:
        """Whether it is the ledger that the program goes on with."""
        return self.is_kept and self.move is None


NOT_KEPT = Standing(is_kept=False, move=None, moved_at=None, has_key=False)


def find_standing(connection: Connection, program: str) -> Standing:
    """Find how a database has a program."""
    chosen = select(programs.c.ledger_move, programs.c.ledger_moved_at, programs.c.key_check)
    found = connection.execute(chosen.where(programs.c.program == program)).first()
    if found is None:
        return NOT_KEPT
    return Standing(True, LedgerMove(found[0]) if found[0] else None, found[1], found[2] is not None)


def check_in_use(connection: Connection, names: Sequence[str]) -> None:
    """Check that none of a program's names stands for a ledger that has left or isn't there yet.

    Raises:
        OperationError: one does.
    """
    for name in names:
        standing = find_standing(connection, name)
        if standing.move:
            raise OperationError(describe_move(standing))


def describe_move(standing: Standing) -> str:
    """Say why a ledger isn't in use, and what to do."""
    if standing.move is LedgerMove.ARRIVING:
        return IS_ARRIVING
    return HAS_LEFT.format(day=f"{standing.moved_at:%Y-%m-%d}" if standing.moved_at else "an unknown day")


def note_move(connection: Connection, program: str, move: LedgerMove | None, at: datetime) -> None:
    """Note that a ledger is arriving, has left, or, with none, is in use from now on."""
    values = {"ledger_move": move, "ledger_moved_at": at if move else None}
    connection.execute(update(programs).where(programs.c.program == program).values(values))
