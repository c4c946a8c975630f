"""How new the ledger is: what every figure is as of."""

from sqlalchemy import Connection

from schemas.as_of import AsOf
from tasks.context import ProgramContext
from tasks.store.rows import find_last_read, find_newest_distribution


def read_as_of(connection: Connection, program: ProgramContext) -> AsOf:
    """Read how new the ledger is."""
    read_at = find_last_read(connection, program.slug)
    at_the_agency = program.local(read_at).replace(microsecond=0) if read_at else None
    return AsOf(at_the_agency, find_newest_distribution(connection, program.slug))


def read_program_as_of(program: ProgramContext) -> AsOf:
    """Read how new the ledger of a program is."""
    with program.database.reading() as connection:
        return read_as_of(connection, program)
