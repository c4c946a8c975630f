"""What privacy.keep_months asks of a run: at the beginning of a month, what is older than that is closed."""

from contextlib import suppress
from datetime import date

from sqlalchemy import Connection

from tasks.context import ProgramContext
from tasks.errors import OperationError, Unreachable
from tasks.operations.close_days import Purged, close_days
from tasks.operations.list_due import list_due_reports
from tasks.rules.reporting.closing import check_reports_are_made, find_kept_since
from tasks.store.closed_rows import find_closed_before


def close_old_rows(program: ProgramContext) -> Purged | None:
    """Close what is older than privacy.keep_months; none where nothing is to be closed, or a report is still missing.

    What keeps it from being closed is told by the digest.
    """
    with program.database.reading() as connection:
        day = _find_day(program, connection)
        if day is None or find_why_not_closed(program, connection):
            return None
    purged = close_days(program, day)
    with suppress(Unreachable):  # SQLite has overwritten it by now; a run doesn't stop for a second time over
        program.database.rewrite()
    return purged


def find_why_not_closed(program: ProgramContext, connection: Connection) -> str:
    """Find why what is older than privacy.keep_months can't be closed yet; empty where it can, or is."""
    day = _find_day(program, connection)
    if day is None:
        return ""
    due = list_due_reports(program, connection)
    try:
        check_reports_are_made(day, due, program.settings, program.definitions, program.today())
    except OperationError as why:
        return str(why)
    return ""


def _find_day(program: ProgramContext, connection: Connection) -> date | None:
    """Find before which day all is to be closed and isn't yet."""
    day = find_kept_since(program.settings.privacy.keep_months, program.today())
    closed_before = find_closed_before(connection, program.slug)
    if day is None or day <= program.settings.program.started or (closed_before and day <= closed_before):
        return None
    return day
