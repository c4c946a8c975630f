"""Which reports are to be made or handed in soon, as the ledger knows."""

from sqlalchemy import Connection

from schemas.due_reminder import DueReminder
from tasks.context import ProgramContext
from tasks.operations.list_due import list_due_reports, list_lost
from tasks.rules.reporting.due_reminders import list_due_reminders
from tasks.store.editions import find_newest_numbers


def list_reminders(program: ProgramContext, connection: Connection) -> list[DueReminder]:
    """List which reports are to be made or handed in soon, or should have been, the most pressing first."""
    lost = {(report, period): number for report, period, number in list_lost(program, connection)}
    newest = find_newest_numbers(connection, program.slug) | lost
    return list_due_reminders(list_due_reports(program, connection), newest, program.today())
