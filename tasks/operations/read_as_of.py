"""How new the ledger is: what every figure is as of."""

from sqlalchemy import Connection

from schemas.as_of import AsOf
from tasks.context import ProgramContext
from tasks.rules.intake.fields_asked import list_fields_not_found
from tasks.store.rows import find_fields_asked, find_last_read, find_newest_distribution


def read_as_of(connection: Connection, program: ProgramContext) -> AsOf:
    """Read how new the ledger is."""
    read_at = find_last_read(connection, program.slug)
    at_the_agency = program.local(read_at).replace(microsecond=0) if read_at else None
    newest = find_newest_distribution(connection, program.slug)
    return AsOf(at_the_agency, newest, _list_questions_missing(connection, program))


def _list_questions_missing(connection: Connection, program: ProgramContext) -> tuple[str, ...]:
    """List the optional questions that the last reading found no column for, and nobody said aren't asked."""
    asked = find_fields_asked(connection, program.slug)
    missing = () if asked is None else list_fields_not_found(asked, program.settings)
    return tuple(one.title for one in missing)


def read_program_as_of(program: ProgramContext) -> AsOf:
    """Read how new the ledger of a program is."""
    with program.database.reading() as connection:
        return read_as_of(connection, program)
