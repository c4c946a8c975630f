"""Which rows a transaction has changed, as far as their seals must know: by table, or by part of a table.

A table of rows has parts, and a row is of the part that the first byte of its fingerprint says. Whoever changes only
rows with known fingerprints says so with the statement (`touch_only`); any other statement changes the whole table.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.sql.dml import UpdateBase

_CHANGED = "changed"
"""Where a connection notes what its transaction has changed."""

_TOUCHED = "touched_parts"
"""The option of a statement that says which parts it changes."""

Parts = frozenset[int] | None
"""Parts of a table; none: the whole table."""


def note_changes(engine: Engine) -> None:
    """Let each connection note what it changes, so that no writing can forget its seal."""

    @event.listens_for(engine, "before_execute")
    def _on_execute(
        connection: Connection, statement: object, _many: object, _one: object, options: Mapping[str, Any]
    ) -> None:
        if isinstance(statement, UpdateBase) and isinstance(statement.table, Table):
            _note(connection, statement.table, options.get(_TOUCHED))


def note_touched(connection: Connection, table: Table, prints: Iterable[bytes]) -> None:
    """Note for what is handed to the driver itself which rows it changes, by all of their fingerprints."""
    _note(connection, table, frozenset(map(find_part, prints)))


def _note(connection: Connection, table: Table, touched: Parts) -> None:
    changed = connection.info.setdefault(_CHANGED, {})
    before: Parts = changed.get(table.name, frozenset())
    changed[table.name] = None if touched is None or before is None else before | touched


def list_changes(connection: Connection) -> Mapping[str, Parts]:
    """List the tables that the transaction has changed, each with its parts."""
    changed: Mapping[str, Parts] = connection.info.get(_CHANGED, {})
    return changed


def touch_only(prints: Iterable[bytes]) -> dict[str, Any]:
    """Say which rows a statement changes, by all of their fingerprints: an option with which it's executed.

    Whatever else it changed would not fit its seal, and the ledger be refused as damaged.
    """
    return {_TOUCHED: frozenset(map(find_part, prints))}


def find_part(fingerprint: object) -> int:
    """Find the part of a row; a damaged fingerprint, which may be anything, has one too, where nothing expects it."""
    return fingerprint[0] if isinstance(fingerprint, bytes) and fingerprint else 0
