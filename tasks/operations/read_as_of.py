"""How new the ledger is: what every figure is as of."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from tasks.context import Program
from tasks.store.rows import last_read, newest_entry


class AsOf(NamedTuple):
    """When the tabs were last read, at the agency, and the newest day of distribution."""

    read_at: datetime | None
    newest_entry: date | None


def as_of(connection: Connection, program: Program) -> AsOf:
    """How new the ledger is."""
    read_at = last_read(connection, program.slug)
    at_the_agency = program.local(read_at).replace(microsecond=0) if read_at else None
    return AsOf(at_the_agency, newest_entry(connection, program.slug))


def known_as_of(program: Program) -> AsOf:
    """How new the program's ledger is."""
    with program.database.reading() as connection:
        return as_of(connection, program)
