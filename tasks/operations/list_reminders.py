"""Which reports are to be made or handed in soon, as the ledger knows."""

from sqlalchemy import Connection

from schemas.due_reminder import DueReminder
from tasks.context import ProgramContext
from tasks.operations.find_ways_out import find_ways_out
from tasks.operations.list_due import list_due_reports, list_lost
from tasks.rules.reporting.due_reminders import Made, list_due_reminders
from tasks.store.editions import find_newest_numbers
from tasks.store.messages import list_on_their_way


def list_reminders(program: ProgramContext, connection: Connection) -> list[DueReminder]:
    """List which reports are to be made or handed in soon, or should have been, the most pressing first."""
    due, made = list_due_reports(program, connection), read_made(program, connection)
    return list_due_reminders(due, made, program.definitions, program.today())


def read_made(program: ProgramContext, connection: Connection) -> Made:
    """Read which editions there are, and of which the message has left by mail or is about to.

    One that lies in outbox/ has reached nobody: whoever sends it on notes that.
    """
    lost = {(report, period): number for report, period, number in list_lost(program, connection)}
    newest = find_newest_numbers(connection, program.slug) | lost
    ways = find_ways_out(program, connection)
    has_left = {(report, period) for (report, period, _), way in ways.items() if way.sent is True}
    if not program.settings.mail.is_outbox:
        has_left |= list_on_their_way(connection, program.slug)  # a run says what is due before it sends what it made
    return Made(newest, has_left)
