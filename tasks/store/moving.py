"""Copying all that a ledger has of a program into another database, and telling whether both hold the same.

What another database decides by itself is left out of the comparison: the program's name there, and the numbers of its
rows, which in a database of many programs are not free. In their place stands the order, which is kept. Seals aren't
copied but made anew, for they cover those numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, RowMapping, Table, delete, insert, select

from schemas.ledger_move import LedgerMove
from tasks.store.seals import SIGNED, is_whole, sign
from tasks.store.tables import editions, metadata, programs, seals, syncs

MOVED = tuple(table for table in metadata.sorted_tables if table is not seals)
"""Every table, those first to which others lead."""

_NUMBER = "id"
_ROWS_AT_ONCE, _DOCUMENTS_AT_ONCE = 1000, 20
_HERE_ONLY = {programs.name: {"ledger_move", "ledger_moved_at"}, editions.name: {"digest"}}
"""Columns that say something of one of the two databases only; an edition's digest covers the number of its sync."""

_HAS_DOCUMENTS = {signed.table.name for signed in SIGNED}
Numbers = dict[int, int]


class Held(NamedTuple):
    """What a database holds of a program in one table."""

    row_count: int
    digest: bytes


def copy_program(old: Connection, new: Connection, names: tuple[str, str], at: datetime) -> None:
    """Copy every row of a program, in order; what arrives is not in use yet.

    Args:
        old: a transaction of the ledger that is in use, which nobody else can write.
        new: one of a database that has nothing of the program.
        names: under which the one and the other have the program.
        at: when that is.
    """
    numbers: Numbers = {}
    for table in MOVED:
        for rows in _read_in_order(old, table, names[0]):
            made = [_fit(old, new, table, row, numbers) | {"program": names[1]} for row in rows]
            if table is programs:
                made = [row | {"ledger_move": LedgerMove.ARRIVING, "ledger_moved_at": at} for row in made]
            if table is syncs:
                _number_anew(new, rows, made, numbers)
            else:
                new.execute(insert(table), made)


def _fit(old: Connection, new: Connection, table: Table, row: RowMapping, numbers: Numbers) -> dict[str, Any]:
    """Fit a row into the other database: its own number is given there, and others lead to those given before."""
    made = {column.name: row[column.name] for column in table.columns if column.name != _NUMBER}
    for column in _list_leading(table):
        made[column.name] = _follow(numbers, row[column.name])
    if table is editions and row["digest"] is not None and is_whole(old, table, row, row["figures"]):
        made["digest"] = sign(new, table, made, row["figures"])  # of a damaged one it goes on not to fit
    return made


def _follow(numbers: Numbers, number: int | None) -> int | None:
    return None if number is None else numbers[number]


def _number_anew(
    new: Connection, rows: Sequence[RowMapping], made: Sequence[Mapping[str, Any]], known: Numbers
) -> None:
    for row, values in zip(rows, made, strict=True):
        known[row[_NUMBER]] = new.execute(insert(syncs).values(values).returning(syncs.c.id)).scalar_one()


def digest_tables(connection: Connection, program: str) -> dict[str, Held]:
    """Digest what a database holds of a program, table by table, without what is of this database only."""
    numbers: Numbers = {}
    return {table.name: _digest(connection, table, program, numbers) for table in MOVED}


def _digest(connection: Connection, table: Table, program: str, numbers: Numbers) -> Held:
    """Digest a table: rows with numbers in their order; of others the order is the databases' own, which differs."""
    left_out = {"program", _NUMBER, *_HERE_ONLY.get(table.name, ())}
    leading = _list_leading(table)
    columns = [column for column in table.columns if column.name not in left_out]
    digests = []
    for rows in _read_in_order(connection, table, program):
        for row in rows:
            said = repr(
                [_follow(numbers, row[column.name]) if column in leading else row[column.name] for column in columns]
            )
            if table is syncs:
                numbers[row[_NUMBER]] = len(numbers)
            digests.append(blake2b(said.encode(), digest_size=16).digest())
    ordered = digests if _NUMBER in table.columns else sorted(digests)
    return Held(len(digests), blake2b(b"".join(ordered)).digest())


def _list_leading(table: Table) -> list[Column[Any]]:
    """List the columns that lead to the number of a sync."""
    return [column for column in table.columns if any(key.column is syncs.c.id for key in column.foreign_keys)]


def _read_in_order(connection: Connection, table: Table, program: str) -> Iterator[Sequence[RowMapping]]:
    """Read the rows of a program, some at a time."""
    at_once = _DOCUMENTS_AT_ONCE if table.name in _HAS_DOCUMENTS else _ROWS_AT_ONCE
    chosen = select(table).where(table.c.program == program).order_by(*table.primary_key)
    with connection.execute(chosen.execution_options(yield_per=at_once)) as found:
        yield from found.mappings().partitions()


def forget_program(connection: Connection, program: str) -> None:
    """Delete all that a database has of a program."""
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table).where(table.c.program == program))
