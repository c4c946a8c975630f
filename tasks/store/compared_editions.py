"""With which rows of the ledger each newest edition was last compared, and which days have changed since."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, or_, select

from schemas.tabs import Tab
from tasks.store.closed_rows import DAY_OF
from tasks.store.tables import ROWS_OF, compared_editions


class Compared(NamedTuple):
    """An edition that holds what the ledger said as of a sync."""

    report: str
    period: str
    edition: int
    as_of_sync: int
    made_by: bytes
    """Digest of what figures are worked out by, beside rows."""
    known_by: bytes
    """Digest of what rows of other days than the period's decide for its figures."""


_COMPARED = tuple(compared_editions.c[name] for name in Compared._fields)


def load_compared(connection: Connection, program: str) -> list[Compared]:
    """Load every edition that needs no second look while nothing changes, in the order of reports and periods."""
    chosen = select(*_COMPARED).where(compared_editions.c.program == program)
    return [Compared(*row) for row in connection.execute(chosen.order_by(*_COMPARED[:2]))]


def save_compared(connection: Connection, program: str, compared: Sequence[Compared]) -> None:
    """Keep what was compared in the place of what was kept before."""
    forget_compared(connection, program)
    if compared:
        connection.execute(insert(compared_editions), [one._asdict() | {"program": program} for one in compared])


def forget_compared(connection: Connection, program: str) -> None:
    """Forget all of it, so that the next run compares every edition: where rows changed otherwise than by a sync."""
    connection.execute(delete(compared_editions).where(compared_editions.c.program == program))


def find_earliest_change(connection: Connection, program: str, sync: int) -> date | None:
    """Find the earliest day of a row that counts, or did, and was added or removed after a sync; none: no row was."""
    days = (_find_earliest(connection, program, sync, tab) for tab in ROWS_OF)
    return min((day for day in days if day), default=None)


def _find_earliest(connection: Connection, program: str, sync: int, tab: Tab) -> date | None:
    table = ROWS_OF[tab]
    is_later = or_(table.c.valid_from_sync > sync, table.c.valid_to_sync > sync)
    return connection.execute(select(func.min(DAY_OF[tab])).where(table.c.program == program, is_later)).scalar()
