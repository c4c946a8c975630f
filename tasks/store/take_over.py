"""Giving a program of the ledger another name: that of its id, where an earlier version made one of the agency's."""

from collections.abc import Collection

from sqlalchemy import Connection, Table, delete, insert, literal, select, update

from schemas.tabs import Tab
from tasks.store import rows as ledger
from tasks.store.tables import metadata, programs


def is_kept(connection: Connection, program: str) -> bool:
    """Return whether the ledger has a program of this name."""
    return connection.execute(select(programs.c.program).where(programs.c.program == program)).first() is not None


def load_key_check(connection: Connection, program: str) -> bytes | None:
    """Return the check value of the key with which its tabs are read, if there is one yet."""
    return connection.execute(select(programs.c.key_check).where(programs.c.program == program)).scalar()


def has_any_row(connection: Connection, program: str, tab: Tab, fingerprints: Collection[bytes]) -> bool:
    """Return whether a row of a tab that is valid now has one of the fingerprints."""
    known = ledger.find_accepted(connection, program, tab) | ledger.find_held(connection, program, tab)
    return not {fingerprint for fingerprint, _ in known}.isdisjoint(fingerprints)


def rename_program(connection: Connection, former: str, name: str) -> None:
    """Give all that the ledger has of a program to another name, of which it has nothing yet."""
    leading = [table for table in metadata.sorted_tables if _leads(table)]
    for table in metadata.sorted_tables:
        if table in leading:
            columns = [literal(name) if one.name == "program" else one for one in table.columns]
            rows = select(*columns).where(table.c.program == former)
            connection.execute(insert(table).from_select(list(table.columns.keys()), rows))
        else:
            connection.execute(update(table).where(table.c.program == former).values(program=name))
    for table in reversed(leading):
        connection.execute(delete(table).where(table.c.program == former))


def _leads(table: Table) -> bool:
    """Return whether other tables lead here by the program's name: while they are moved, both names stand in it."""
    keys = (key for other in metadata.tables.values() for key in other.foreign_key_constraints)
    return any(key.referred_table is table and "program" in key.column_keys for key in keys)
