"""Close all that is dated before a day: it goes on counting, and what leads from it to a row or a person is forgotten.

What is forgotten cannot be brought back but from a backup, so the tabs are read first, and nothing of which a report is
still to be made is closed.
"""

from datetime import date

from tasks.context import ProgramContext
from tasks.errors import UsageError
from tasks.operations.check_clock import check_clock
from tasks.operations.close_days import Purged, close_days
from tasks.operations.read_before_reporting import read_before_reporting
from tasks.operations.write_desk import rewrite_desk
from tasks.program_folder.paths import DESK_PAGE
from tasks.rules.reporting.closing import check_day_can_be_closed, find_kept_since


def purge_program(
    program: ProgramContext, before: date | None = None, *, as_known: bool = False, is_date_known: bool = False
) -> Purged:
    """Read the tabs, close all that is dated before a day, and forget for good what nothing rests on.

    Args:
        program: which one.
        before: the first day that stays open; none: as privacy.keep_months says.
        as_known: close what was last read, where the tabs are no more.
        is_date_known: a person knows that the date is right, where the clock seems to have jumped.

    Raises:
        UsageError: such a day can't be closed, or none is named.
        OperationError: the tabs can't be read, or a report of those days is still to be made; nothing was closed.
    """
    day = before or find_kept_since(program.settings.privacy.keep_months, program.today())
    if day is None:
        msg = (
            "Name the first day that is to stay open, such as `lbn purge --before 2024-01-01`; or write "
            "privacy.keep_months in lbn.toml, and `lbn purge` goes by that."
        )
        raise UsageError(msg)
    check_day_can_be_closed(day, program.settings.program.started, program.today())
    if as_known:
        check_clock(program, is_date_known=is_date_known)
    else:
        read_before_reporting(program, is_date_known=is_date_known)
    purged = close_days(program, day)
    program.database.rewrite()
    if (program.folder / DESK_PAGE).exists():  # it may name rows that are forgotten now
        rewrite_desk(program)
    return purged
