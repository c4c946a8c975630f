"""What was added to the ledger, and what was removed from it, since a sync; and which rows only count otherwise now.

A row that a person corrects is another row to the ledger. One that is the same and counts otherwise was read by other
settings, or stands beside other rows.
"""

from datetime import date

from sqlalchemy import ColumnElement, Connection, FromClause, Table, exists, func, or_, select

from schemas.message import RowsSince
from schemas.period import Period
from tasks.store.tables import counts, distributions, held_rows, movements, trainings


def count_rows_since(connection: Connection, program: str, sync: int | None, period: Period) -> RowsSince:
    """Count the distributions of a period, and rows of the stock up to its end, that later syncs added or removed."""
    first, until = period.first_on, period.last_on
    on = distributions.c.distributed_on
    of_stock = (movements, movements.c.moved_on), (counts, counts.c.counted_on), (trainings, trainings.c.trained_on)
    since = _Since(connection, program, sync or 0)
    return RowsSince(
        distributions_added=since.count_added(distributions, on.between(first, until)),
        distributions_removed=since.count_removed(distributions, on.between(first, until)),
        distributions_reread=since.count_reread(distributions, on.between(first, until)),
        distributions_held=since.count_held(distributions, on.between(first, until)),
        earlier_distributions=since.count_changed(distributions, on < first),
        stock_rows_added=sum(since.count_added(table, _is_up_to(day, until)) for table, day in of_stock),
        stock_rows_removed=sum(since.count_removed(table, _is_up_to(day, until)) for table, day in of_stock),
        stock_rows_reread=sum(
            since.count_reread(table, _is_up_to(day, until)) + since.count_held(table, _is_up_to(day, until))
            for table, day in of_stock
        ),
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
        """Count the rows that are valid now and did not count then."""
        is_new = table.c.valid_from_sync > self._sync
        return self._count(table, which, is_new, table.c.valid_to_sync.is_(None), ~self._counted_then(table))

    def count_removed(self, table: Table, which: ColumnElement[bool]) -> int:
        """Count the rows that counted then and are no longer there."""
        is_there = self._is_now(table, table.alias()) | self._is_now(table, held_rows.alias())
        return self._count(table, which, self._was(table), ~is_there)

    def count_reread(self, table: Table, which: ColumnElement[bool]) -> int:
        """Count the rows that counted then, are still there, and count otherwise now."""
        return self._count(table, which, self._was(table), self._is_now(table, table.alias()))

    def count_held(self, table: Table, which: ColumnElement[bool]) -> int:
        """Count the rows that counted then, are still there, and are held now."""
        return self._count(table, which, self._was(table), self._is_now(table, held_rows.alias()))

    def count_changed(self, table: Table, which: ColumnElement[bool]) -> int:
        """Count the rows that were added, removed, or count otherwise since then."""
        counted = (self.count_added, self.count_removed, self.count_reread, self.count_held)
        return sum(count(table, which) for count in counted)

    def _was(self, table: Table) -> ColumnElement[bool]:
        """Tell whether a row counted then and has been replaced since."""
        return (table.c.valid_from_sync <= self._sync) & (table.c.valid_to_sync > self._sync)

    def _is_now(self, table: Table, other: FromClause) -> ColumnElement[bool]:
        """Tell whether the same row of the tab stands in a table now."""
        return exists().where(*self._same(table, other), other.c.valid_to_sync.is_(None))

    def _counted_then(self, table: Table) -> ColumnElement[bool]:
        """Tell whether the same row of the tab counted then, in whatever way."""
        then = table.alias()
        was_valid = or_(then.c.valid_to_sync.is_(None), then.c.valid_to_sync > self._sync)
        return exists().where(*self._same(table, then), then.c.valid_from_sync <= self._sync, was_valid)

    def _same(self, table: Table, other: FromClause) -> tuple[ColumnElement[bool], ...]:
        return tuple(table.c[name] == other.c[name] for name in ("program", "fingerprint", "occurrence"))

    def _count(self, table: Table, *which: ColumnElement[bool]) -> int:
        chosen = select(func.count()).select_from(table).where(table.c.program == self._program, *which)
        return int(self._connection.execute(chosen).scalar_one())
