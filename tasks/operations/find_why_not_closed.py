"""Find what privacy.keep_months asks to be closed, and why it can't be closed yet."""

from datetime import date

from sqlalchemy import Connection

from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.operations.list_due import list_due_reports
from tasks.rules.reporting.closing import check_reports_are_made, find_kept_since
from tasks.store.closed_rows import find_closed_before


def find_why_not_closed(program: ProgramContext, connection: Connection) -> str:
    """Find why what is older than privacy.keep_months can't be closed yet; empty where it can, or is."""
    day = find_day_to_close(program, connection)
    if day is None:
        return ""
    due = list_due_reports(program, connection)
    try:
        check_reports_are_made(day, due, program.settings, program.definitions, program.today())
    except OperationError as why:
        return str(why)
    return ""


def find_day_to_close(program: ProgramContext, connection: Connection) -> date | None:
    """Find before which day all is to be closed and isn't yet."""
    day = find_kept_since(program.settings.privacy.keep_months, program.today())
    closed_before = find_closed_before(connection, program.slug)
    if day is None or day <= program.settings.program.started or (closed_before and day <= closed_before):
        return None
    return day
