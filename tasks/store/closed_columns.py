"""Whether the ledger is as closed as it is declared: asked of the database itself, and not of the program.

SQLite takes a text in a column of numbers, heeds no foreign key unless it is told to, and lets anyone add a column. So
its schema is read back, and what the rows hold is looked at again.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    DateTime,
    Inspector,
    Integer,
    LargeBinary,
    String,
    Table,
    inspect,
    text,
)  # fmt: skip

from tasks.store.tables import metadata

_ALEMBIC = "alembic_version"
_DOCUMENTS = frozenset({"figures", "content", "raw"})
"""Columns of bytes that hold what was released, made or sent: files, which are as long as they are."""

_LONGEST_DIGEST = 64
_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"


class LookedAt(NamedTuple):
    """How many tables and columns of text were looked at, and what is open about them."""

    tables: int
    texts: int
    problems: tuple[str, ...]


def look_at_columns(connection: Connection, program: str) -> LookedAt:
    """Look whether there is a table, a column or a value that the program doesn't declare."""
    found = inspect(connection)
    tables = metadata.sorted_tables
    texts = [column for table in tables for column in table.columns if isinstance(column.type, String)]
    problems = [*_list_unknown(found, connection), *_list_open(found, texts), *_list_values(connection, program)]
    return LookedAt(len(tables), len(texts), tuple(problems))


def _list_unknown(found: Inspector, connection: Connection) -> Iterator[str]:
    """List tables and columns that aren't the program's; on a server, tables of others may stand beside its own."""
    if connection.dialect.name == "sqlite":
        ours = [*metadata.tables, _ALEMBIC]
        named = "select type, name from sqlite_master where type <> 'index' order by name"
        for kind, name in connection.exec_driver_sql(named).all():
            if name not in ours:
                yield f"the {kind} {name} isn't the program's"
    for table in metadata.sorted_tables:
        for column in found.get_columns(table.name):
            if column["name"] not in table.columns:
                yield f"the column {table.name}.{column['name']} isn't the program's"


def _list_open(found: Inspector, texts: list[Column[Any]]) -> Iterator[str]:
    """List columns of text that the database closes neither by a key nor by a check."""
    for column in texts:
        name = column.table.name
        keys = (key["constrained_columns"] for key in found.get_foreign_keys(name))
        checks = (check["sqltext"] for check in found.get_check_constraints(name))
        if not any(column.name in one for one in keys) and not any(column.name in check for check in checks):
            yield f"the column {name}.{column.name} takes any text"


def _list_values(connection: Connection, program: str) -> Iterator[str]:
    """List columns with values that their table doesn't allow: how many, and never what they are."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("pragma foreign_key_check").all()
        yield from (f"{name} has rows with words that aren't in the vocabulary" for name in sorted({*_names(broken)}))
    for table in metadata.sorted_tables:
        for what, condition in _list_conditions(table, connection.dialect.name):
            asked = f"select count(*) from {table.name} where program = :program and not ({condition})"  # noqa: S608 - ours
            if count := connection.execute(text(asked), {"program": program}).scalar():
                yield f"{what} holds what it doesn't allow ({count})"


def _names(rows: Any) -> Iterator[str]:
    return (str(row[0]) for row in rows)


def _list_conditions(table: Table, dialect: str) -> Iterator[tuple[str, str]]:
    """List what each value of a table has to be: as it declares, and on SQLite of the kind that it declares, too."""
    checks = [*table.constraints, *(one for column in table.columns for one in column.constraints)]
    yield from ((table.name, str(one.sqltext)) for one in checks if isinstance(one, CheckConstraint))
    if dialect == "sqlite":
        for column in table.columns:
            yield f"{table.name}.{column.name}", f"{column.name} is null or ({_write_kind(column)})"


def _write_kind(column: Column[Any]) -> str:
    """Write what kind of value a column holds, for SQLite, which would take any."""
    name = column.name
    if isinstance(column.type, Integer | Boolean):
        return f"typeof({name}) = 'integer'"
    if isinstance(column.type, Date):
        return f"typeof({name}) = 'text' and {name} glob '{_DAY}'"
    if isinstance(column.type, DateTime):
        return f"typeof({name}) = 'text' and {name} glob '{_DAY} [0-9:.]*' and rtrim({name}, '-0123456789:. ') = ''"
    if isinstance(column.type, LargeBinary):
        size = "" if name in _DOCUMENTS else f" and length({name}) <= {column.type.length or _LONGEST_DIGEST}"
        return f"typeof({name}) = 'blob'{size}"
    return f"typeof({name}) = 'text'"
