"""What was added to the ledger, and what was removed from it, since a sync."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, func, select

from schemas.message import RowsSince
from schemas.period import Period
from tasks.store.tables import counts, distributions, movements, trainings


def count_rows_since(connection: Connection, program: str, sync: int | None, period: Period) -> RowsSince:
    """Count the distributions of a period, and rows of the stock up to its end, that later syncs added or removed."""
    until = period.last_on
    is_of_period = distributions.c.distributed_on.between(period.first_on, until)
    of_stock = (movements, movements.c.moved_on), (counts, counts.c.counted_on), (trainings, trainings.c.trained_on)
    since = _Since(connection, program, sync or 0)
    return RowsSince(
        distributions_added=since.count_added(distributions, is_of_period),
        distributions_removed=since.count_removed(distributions, is_of_period),
        stock_rows_added=sum(since.count_added(table, _is_up_to(day, until)) for table, day in of_stock),
        stock_rows_removed=sum(since.count_removed(table, _is_up_to(day, until)) for table, day in of_stock),
    )


def _is_up_to(day: ColumnElement[date], until: date) -> ColumnElement[bool]:
    return day <= until


class _Since:
    """Counts rows of a program by what has happened to them since a sync."""

    def __init__(self, connection: Connection, program: str, sync: int) -> None:
        self._connection = connection
        self._program = program
        self._sync = sync

    def count_added(self, table: Table, which: ColumnElement[bool]) -> int:
        """Count the rows added since then that are valid now."""
        return self._count(table, which, table.c.valid_from_sync > self._sync, table.c.valid_to_sync.is_(None))

    def count_removed(self, table: Table, which: ColumnElement[bool]) -> int:
        """Count the rows that were valid then and no longer are."""
        return self._count(table, which, table.c.valid_from_sync <= self._sync, table.c.valid_to_sync > self._sync)

    def _count(self, table: Table, *which: ColumnElement[bool]) -> int:
        chosen = select(func.count()).select_from(table).where(table.c.program == self._program, *which)
        return int(self._connection.execute(chosen).scalar_one())
