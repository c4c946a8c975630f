"""Nothing is made on a day that cannot be: today is held against what the ledger and the tabs know."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection

from tasks.context import ProgramContext
from tasks.errors import ClockJumped
from tasks.messages.formatting import format_date
from tasks.rules.watching.clock import Jump, find_jump
from tasks.store.rows import find_last_read, find_newest_distribution

FLAG = "--i-know-the-date"


def check_clock(program: ProgramContext, *, is_date_known: bool) -> None:
    """Stop where the clock has jumped since the last reading, before anything is made without a new one.

    Raises:
        ClockJumped: it has, and nobody said that the date is right.
    """
    with program.database.reading() as connection, clock_checked(program, connection, is_date_known=is_date_known):
        pass


@contextmanager
def clock_checked(program: ProgramContext, connection: Connection, *, is_date_known: bool) -> Iterator[None]:
    """Hold the clock against the last reading before the tabs come in, and against what they say after it.

    Raises:
        ClockJumped: it has jumped, and nobody said that the date is right.
    """
    read_at = None if is_date_known else find_last_read(connection, program.slug)
    read_on = program.local(read_at).date() if read_at else None
    if (jump := find_jump(program.today(), read_on)) and jump.is_back:
        raise ClockJumped(_say(jump))
    yield
    if find_jump(program.today(), read_on) is None:
        return  # whatever else is known could only be newer
    seen_on = [find_newest_distribution(connection, program.slug), _find_day_of_source(program)]
    if jump := find_jump(program.today(), read_on, seen_on):
        raise ClockJumped(_say(jump))


def _find_day_of_source(program: ProgramContext) -> date | None:
    """Find the day at the agency on which the newest of what would be read was written."""
    written_at = program.source.find_written_at()
    return written_at.astimezone(program.settings.agency.zone).date() if written_at else None


def _say(jump: Jump) -> str:
    today, newest = format_date(jump.today), format_date(jump.newest_on)
    known = (
        f"the clock says {today}, but the tabs were already read on {newest}: it is wrong now, or was then"
        if jump.is_back
        else f"the clock says {today}, and the newest reading, form or file is of {newest}, more than two months before"
    )
    return (
        f"Nothing was read, made or sent: {known}. If the date is wrong, set this machine's clock; if it is right, go "
        f"on once with {FLAG}."
    )
