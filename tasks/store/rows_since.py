"""What came into the ledger, and what went out of force, since a sync."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, func, select

from schemas.message import RowsSince
from schemas.period import Period
from tasks.store.tables import counts, entries, movements, trainings


def count_rows_since(connection: Connection, program: str, sync: int | None, period: Period) -> RowsSince:
    """Entries of a period, and rows of the stock up to its end, that a later sync entered or withdrew."""
    until = period.last_on
    days = entries.c.distributed_on
    of_stock = (movements, movements.c.moved_on), (counts, counts.c.counted_on), (trainings, trainings.c.trained_on)
    ours = _Since(connection, program, sync or 0)
    return RowsSince(
        distributions_added=ours.came(entries, days.between(period.first_on, until)),
        distributions_removed=ours.gone(entries, days.between(period.first_on, until)),
        stock_rows_added=sum(ours.came(table, _up_to(day, until)) for table, day in of_stock),
        stock_rows_removed=sum(ours.gone(table, _up_to(day, until)) for table, day in of_stock),
    )


def _up_to(day: ColumnElement[date], until: date) -> ColumnElement[bool]:
    return day <= until


class _Since:
    """Counts rows of a program by what has happened to them since a sync."""

    def __init__(self, connection: Connection, program: str, sync: int) -> None:
        self._connection = connection
        self._program = program
        self._sync = sync

    def came(self, table: Table, which: ColumnElement[bool]) -> int:
        """Rows entered since then and in force now."""
        return self._count(table, which, table.c.known_in > self._sync, table.c.withdrawn_in.is_(None))

    def gone(self, table: Table, which: ColumnElement[bool]) -> int:
        """Rows that were in force then and are no longer."""
        return self._count(table, which, table.c.known_in <= self._sync, table.c.withdrawn_in > self._sync)

    def _count(self, table: Table, *which: ColumnElement[bool]) -> int:
        chosen = select(func.count()).select_from(table).where(table.c.program == self._program, *which)
        return int(self._connection.execute(chosen).scalar_one())
