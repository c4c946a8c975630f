"""What privacy.keep_months asks of a run: at the beginning of a month, what is older than that is closed."""

from contextlib import suppress

from tasks.context import ProgramContext
from tasks.errors import Unreachable
from tasks.operations.close_days import Purged, close_days
from tasks.operations.find_why_not_closed import find_day_to_close, find_why_not_closed


def close_old_rows(program: ProgramContext) -> Purged | None:
    """Close what is older than privacy.keep_months; none where nothing is to be closed, or a report is still missing.

    What keeps it from being closed is told by the digest.
    """
    with program.database.reading() as connection:
        day = find_day_to_close(program, connection)
        if day is None or find_why_not_closed(program, connection):
            return None
    purged = close_days(program, day)
    with suppress(Unreachable):  # SQLite has overwritten it by now; a run doesn't stop for a second time over
        program.database.rewrite()
    return purged
