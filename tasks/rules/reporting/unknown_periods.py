"""Periods of which nothing is recorded: one that has not begun, and one before the program and its records.

A sum over no rows is 0 where rows could have been. Of such a period it's no figure, and people are told that there is
no record. Movements and trainings may be older than the program, so theirs are known as soon as there is a record.
"""

from datetime import date
from typing import assert_never

from tasks.rules.reporting.frames import PeriodFrames
from tasks.rules.reporting.measures import Frame


def is_recorded(frame: Frame, ledger: PeriodFrames, started: date, today: date) -> bool:
    """Tell whether 0 would be true of a period's rows of a frame.

    Args:
        frame: from which a measure is summed.
        ledger: the part of the ledger up to the period's end.
        started: when the program started.
        today: the day at the agency.
    """
    if ledger.period.first_on > today:
        return False
    return ledger.period.last_on >= started or _has_row(frame, ledger)


def _has_row(frame: Frame, ledger: PeriodFrames) -> bool:
    """Tell whether a frame has any row until the end of the period."""
    match frame:
        case Frame.DISTRIBUTIONS:
            rows = ledger.whole.distributions
        case Frame.TRAININGS:
            rows = ledger.whole.trainings
        case Frame.LINES:
            rows = ledger.whole.lines
        case Frame.ORDERS:
            rows = ledger.whole.orders
        case _ as never:
            assert_never(never)
    return bool((rows["on"] <= ledger.period.last_on.toordinal()).any())
