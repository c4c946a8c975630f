"""Rows that are closed: they count like all others, and no row of a tab is one of them.

A closed row has the occurrence 0, by which it's known, and a fingerprint that says nothing: a number that no other
closed row of its table has.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, func, select, update

from schemas.inventory import MovementKind
from schemas.plain_text import fold_name
from schemas.tabs import Tab
from tasks.store.rows import CLOSED
from tasks.store.tables import ROWS_OF, counts, distributions, movements, programs, trainings

DAY_OF: dict[Tab, Column[date]] = {
    Tab.RESPONSES: distributions.c.distributed_on,
    Tab.INVENTORY: movements.c.moved_on,
    Tab.COUNTS: counts.c.counted_on,
    Tab.TRAINING: trainings.c.trained_on,
}
"""By which a row of each tab is of a day that is closed."""

_LOCATIONS: tuple[Column[Any], ...] = (
    distributions.c.unit,
    movements.c.origin,
    movements.c.destination,
    counts.c.location,
    trainings.c.unit,
)


def find_closed_before(connection: Connection, program: str) -> date | None:
    """Find the day before which all is closed; none: nothing is."""
    return connection.execute(select(programs.c.closed_before).where(programs.c.program == program)).scalar()


def find_closed_at(connection: Connection, program: str) -> datetime | None:
    """Find when days were closed last."""
    return connection.execute(select(programs.c.closed_at).where(programs.c.program == program)).scalar()


def is_closed(table: Table, program: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a program's closed rows."""
    return table.c.program == program, table.c.occurrence == CLOSED


def count_closed(connection: Connection, program: str) -> int:
    """Count the closed rows of all tabs."""
    return sum(
        int(connection.execute(select(func.count()).select_from(table).where(*is_closed(table, program))).scalar_one())
        for table in ROWS_OF.values()
    )


def list_closed_lots(connection: Connection, program: str) -> frozenset[tuple[str, str | None]]:
    """List the lots of each item that were received on days that are closed."""
    is_receipt = movements.c.kind == MovementKind.RECEIVED.value
    chosen = select(movements.c.item, movements.c.lot).where(*is_closed(movements, program), is_receipt).distinct()
    return frozenset((item, lot) for item, lot in connection.execute(chosen))


def rename_locations(connection: Connection, program: str, names: Mapping[str, str]) -> None:
    """Call the locations of closed rows as they are called today: no tab says so any more.

    Args:
        connection: a transaction of the ledger.
        program: whose rows.
        names: what each location is called today, by all its names in small letters.
    """
    for column in _LOCATIONS:
        ours = is_closed(column.table, program)
        for former in connection.execute(select(column).where(*ours, column.is_not(None)).distinct()).scalars().all():
            present = names.get(fold_name(former), former)
            if present != former:
                connection.execute(update(column.table).where(*ours, column == former).values({column.key: present}))


def restore_closed_before(connection: Connection, program: str) -> None:
    """Work out anew before which day all is closed, where the ledger has lost it: behind its last closed row."""
    newest = [
        connection.execute(select(func.max(day)).where(*is_closed(day.table, program))).scalar()
        for day in DAY_OF.values()
    ]
    last = max((day for day in newest if day), default=None)
    before = last + timedelta(days=1) if last else None
    connection.execute(update(programs).where(programs.c.program == program).values(closed_before=before))
