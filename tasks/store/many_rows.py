"""Insert many rows at once: what SQLAlchemy works out for every value is worked out once for what repeats.

A first sync adds all rows of a tab, and spends most of its time here. Days and words repeat; fingerprints do not, and
go to the driver as they are.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import repeat
from typing import Any

from sqlalchemy import Column, Connection, Dialect, LargeBinary, String, Table, insert

from tasks.rules.intake.distinct import Distinct
from tasks.store.touched_rows import note_touched

Write = Callable[[Any], Any]
"""Makes of a value what the driver takes."""


def insert_many(
    connection: Connection,
    table: Table,
    columns: Mapping[str, Iterable[Any]],
    common: Mapping[str, Any],
    prints: Iterable[bytes],
) -> None:
    """Insert rows, and note which parts of the table they touch.

    Args:
        connection: to the ledger, in a writing transaction.
        table: one with rows of tabs.
        columns: the values of the rows by column, all as many.
        common: the value of a column for all of them.
        prints: the fingerprints of the rows.
    """
    dialect = connection.dialect
    statement = insert(table).compile(dialect=dialect, column_keys=[*columns, *common])
    values = {name: _write_column(table.c[name], some, dialect) for name, some in columns.items()}
    values |= {name: repeat(value) for name, value in common.items()}
    order = statement.positiontup
    note_touched(connection, table, prints)
    if order:
        rows: list[Any] = list(zip(*(values[name] for name in order), strict=False))
    else:
        rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=False)]
    connection.exec_driver_sql(str(statement), rows)


def _write_column(column: Column[Any], values: Iterable[Any], dialect: Dialect) -> Iterable[Any]:
    if isinstance(column.type, LargeBinary):
        return values
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    if process:
        return map(Distinct(process).__getitem__, values)
    return map(Distinct(_to_plain).__getitem__, values) if isinstance(column.type, String) else values


def _to_plain(word: str | None) -> str | None:
    """Return a word of a list as a plain text: drivers are slow with what only behaves like one."""
    return None if word is None else str(word)
