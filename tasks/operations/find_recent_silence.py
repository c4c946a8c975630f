"""Find out whether no form has come for long, until the last reading."""

from datetime import datetime

from sqlalchemy import Connection

from schemas.freshness import Silence
from schemas.period import Cadence
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.operations.read_rows import read_days
from tasks.rules.reporting.freshness import find_silence
from tasks.rules.reporting.periods import find_period
from tasks.store.rows import find_held, find_last_read


def find_silence_now(program: ProgramContext) -> Silence | None:
    """Find out whether no form had come for long when the tabs were last read."""
    with program.database.reading() as connection:
        read_at = find_last_read(connection, program.slug)
        return find_recent_silence(program, connection, program.local(read_at) if read_at else None)


def find_recent_silence(program: ProgramContext, connection: Connection, read_at: datetime | None) -> Silence | None:
    """Find out whether no form has come for long, by the program's own rate; none where nothing was ever read.

    Args:
        program: whose forms.
        connection: to the ledger's database.
        read_at: when the tabs were last read, at the agency.
    """
    if read_at is None:
        return None
    this_month = find_period(read_at.date(), Cadence.MONTHLY)
    days = read_days(connection, program.slug)
    has_held = bool(find_held(connection, program.slug, Tab.RESPONSES))
    started = program.settings.program.started
    return find_silence(days, this_month, started, read_at.date(), has_held=has_held)
