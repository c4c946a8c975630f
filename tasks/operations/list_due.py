"""What is owed and what has become of it, as the ledger knows."""

from sqlalchemy import Connection

from schemas.due import Due
from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.rules.reporting.due import list_due, list_owed
from tasks.rules.reporting.periods import parse_period
from tasks.store.editions import list_periods_made
from tasks.store.filings import load_filings


def list_due_reports(program: ProgramContext, connection: Connection) -> list[Due]:
    """List every report owed for a period that has ended, in the order in which they are due."""
    definitions, today = program.definitions, program.today()
    owed = list_owed(program.settings, definitions, today)
    filed = [ReportPeriod(one.report, parse_period(one.period)) for one in load_filings(connection, program.slug)]
    return list_due(owed, definitions, list_editions_made(program, connection), filed, today)


def list_editions_made(program: ProgramContext, connection: Connection) -> list[ReportPeriod]:
    """List the reports and periods that have an edition."""
    return [ReportPeriod(slug, parse_period(period)) for slug, period in list_periods_made(connection, program.slug)]
