"""Closing all that is dated before a day in one transaction: it goes on counting, what leads from it is forgotten."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple

from sqlalchemy import Connection

from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.messages.finding_words import describe_finding
from tasks.operations.ledger_words import list_words_of_settings
from tasks.operations.list_due import list_due_reports
from tasks.operations.list_linked_findings import list_linked_findings
from tasks.program_folder.findings_file import write_needs_attention
from tasks.program_folder.last_reading import forget_last_reading
from tasks.rules.reporting.closing import check_reports_are_made
from tasks.store.closed_rows import find_closed_before
from tasks.store.closing import ClosedRows, close_rows
from tasks.store.forgetting import count_unsent, forget_messages, forget_words
from tasks.store.rows import find_last_read


class Purged(NamedTuple):
    """What was closed, and what was forgotten."""

    before: date
    """All that is dated before this day is closed now."""
    rows: ClosedRows | None
    """None where that was so already."""
    message_count: int = 0
    """Messages of which it's forgotten what they said."""
    unsent_count: int = 0
    """Messages of that time that have not left, and stay."""
    is_file: bool = True
    """Whether the ledger is a file; that of a server is cleaned up by the server."""


def close_days(program: ProgramContext, day: date) -> Purged:
    """Close all that is dated before a day in one transaction, unless it's closed already.

    Raises:
        OperationError: a report of those days is still to be made, or no tab was ever read; nothing was closed.
    """
    with program.database.writing() as connection:
        if find_last_read(connection, program.slug) is None:
            msg = "The tabs have not been read yet, so there is nothing to close: run `lbn ingest` first."
            raise OperationError(msg)
        closed_before = find_closed_before(connection, program.slug)
        if closed_before and day <= closed_before:
            return Purged(closed_before, None, is_file=program.database.path is not None)
        due = list_due_reports(program, connection)
        check_reports_are_made(day, due, program.settings, program.definitions, program.today())
        return _close(program, connection, day)


def _close(program: ProgramContext, connection: Connection, day: date) -> Purged:
    name, midnight = program.slug, _find_midnight(program, day)
    rows = close_rows(connection, name, day, program.now())
    forget_words(connection, name, list_words_of_settings(program.settings))
    message_count = forget_messages(connection, name, midnight)
    unsent_count = count_unsent(connection, name, midnight)
    forget_last_reading(program.folder)
    # Under the lock: the list is that of the ledger.
    write_needs_attention(program.folder, list_linked_findings(program, connection), describe_finding)
    return Purged(day, rows, message_count, unsent_count, program.database.path is not None)


def _find_midnight(program: ProgramContext, day: date) -> datetime:
    """Find when a day begins at the agency, as the ledger keeps time."""
    return datetime.combine(day, time(), program.settings.agency.zone).astimezone(UTC).replace(tzinfo=None)
