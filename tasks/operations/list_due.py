"""What is owed and what has become of it, as the ledger knows."""

from sqlalchemy import Connection

from schemas.due import Due
from tasks.context import Program
from tasks.rules.reporting.due import Owed, list_due, owed_periods
from tasks.rules.reporting.periods import parse_period
from tasks.store.editions import last_editions
from tasks.store.filings import all_filings


def list_program_due(program: Program, connection: Connection) -> list[Due]:
    """Every report owed for a period that has ended, in the order in which they are due."""
    definitions, today = program.definitions, program.today()
    owed = owed_periods(program.settings, definitions, today)
    filed = [Owed(one.report, parse_period(one.period)) for one in all_filings(connection, program.slug)]
    return list_due(owed, definitions, editions_made(program, connection), filed, today)


def editions_made(program: Program, connection: Connection) -> list[Owed]:
    """The reports and periods of which there is an edition."""
    return [Owed(slug, parse_period(period)) for slug, period in last_editions(connection, program.slug)]
