"""Bringing a damaged row into a form that can be read, or giving it up: what the tabs hold comes back from them.

A row of an edition or a message is never given up, for its number must not be used again; what doesn't fit its digest
stays damaged. Of others, what cannot be read is left out.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, DateTime, Integer, LargeBinary, Table, delete, text, update

from schemas.delivery import DeliveryReason, DeliveryState
from schemas.ledger_move import LedgerMove
from tasks.store.tables import ROWS_OF, editions, findings, held_rows, messages, metadata, programs, syncs

Row = dict[str, Any]

ROWS_OF_TABS = (*ROWS_OF.values(), held_rows)

_WORDS = {
    (messages.name, "state"): (tuple(DeliveryState), DeliveryState.UNKNOWN.value),
    (messages.name, "reason"): (tuple(DeliveryReason), None),
    (programs.name, "ledger_move"): ((*LedgerMove, None), LedgerMove.LEFT.value),
}
"""Words of a list that a message or a program has, and what stands for one that isn't of it."""


def repair_row(table: Table, row: Mapping[str, Any], now: datetime) -> Row | None:
    """Bring a row, as SQLite gives it, into a form that can be read; none where what it needs is lost."""
    repaired = {column.name: _repair(table, column, row[column.name], now) for column in table.columns}
    is_lost = any(
        repaired[column.name] is None and not column.nullable and not (column.primary_key and column.name == "id")
        for column in table.columns
    )
    return None if is_lost else repaired


def _repair(table: Table, column: Column[Any], value: Any, now: datetime) -> Any:
    if (table.name, column.name) in _WORDS:
        words, other = _WORDS[table.name, column.name]
        return value if value in words else other
    if value is None or _is_of_type(column, value):
        return value
    if column.name == "digest":
        return b"lost"
    is_when = isinstance(column.type, DateTime) and not column.nullable
    return f"{now:%Y-%m-%d %H:%M:%S.%f}" if is_when and table in (editions, messages, syncs) else None


def _is_of_type(column: Column[Any], value: Any) -> bool:
    """Tell whether SQLite holds a value of the column's type, which it doesn't enforce."""
    match column.type:
        case DateTime():
            return _is_written(value, datetime.fromisoformat)
        case Date():
            return _is_written(value, date.fromisoformat)
        case Boolean():
            return value in (0, 1)
        case Integer():
            return isinstance(value, int)
        case LargeBinary():
            return isinstance(value, bytes)
        case _:
            return isinstance(value, str) and value.isprintable()


def _is_written(value: Any, read: Any) -> bool:
    try:
        read(value)
    except (TypeError, ValueError):
        return False
    return True


def repair_in_place(connection: Connection, program: str, now: datetime) -> None:
    """Repair the rows of a program; those that have no way back but the tabs are deleted, and findings are all."""
    for table in metadata.sorted_tables:
        if connection.dialect.name == "sqlite" and table is not programs:
            _repair_table(connection, table, program, now)
    connection.execute(delete(findings).where(findings.c.program == program))
    known = f"(select id from {syncs.name} where program = :program)"  # noqa: S608 - names of ours, as below
    for table in ROWS_OF_TABS:
        ours = f"where program = :program and (valid_to_sync not in {known} or valid_to_sync <= valid_from_sync)"
        connection.execute(text(f"delete from {table.name} {ours}"), {"program": program})  # noqa: S608
        ours = f"where program = :program and valid_from_sync not in {known}"
        newest = f"(select max(id) from {syncs.name} where program = :program)"  # noqa: S608
        connection.execute(
            text(f"update {table.name} set valid_from_sync = {newest} {ours}"),  # noqa: S608
            {"program": program},
        )


def _repair_table(connection: Connection, table: Table, program: str, now: datetime) -> None:
    names = ", ".join(column.name for column in table.columns)
    chosen = text(f"select rowid as number, {names} from {table.name} where program = :program")  # noqa: S608
    for found in connection.execute(chosen, {"program": program}).mappings().all():
        row = {column.name: found[column.name] for column in table.columns}
        repaired = repair_row(table, row, now)
        if repaired is None:
            connection.execute(
                text(f"delete from {table.name} where rowid = :number"),  # noqa: S608
                {"number": found["number"]},
            )
        elif changed := {name: value for name, value in repaired.items() if value != row[name]}:
            sets = ", ".join(f"{name} = :{name}" for name in changed)
            connection.execute(
                text(f"update {table.name} set {sets} where rowid = :number"),  # noqa: S608
                {"number": found["number"], **changed},
            )


def renew_program(connection: Connection, program: str, check: bytes) -> None:
    """Put the row of the program back to that of one whose tabs were not read yet, with its key's check value."""
    unread = dict.fromkeys(("read_at", "source", "context", "fields_asked", "tab_numbers")) | {"key_check": check}
    if connection.execute(update(programs).where(programs.c.program == program).values(unread)).rowcount == 0:
        connection.execute(programs.insert().values(program=program, **unread))
