"""The last twelve months at a glance: in which of them how many kits were given out is known.

A month in which the program ran and none was given out is 0. One that began after the tabs were last read is not known,
which is another thing; and one from before the program started isn't among them.
"""

from collections.abc import Callable
from datetime import date

from schemas.desk_page import MonthGiven
from schemas.period import Cadence, Period
from tasks.rules.reporting.periods import find_period, has_ended, list_trend_periods

MOST_MONTHS = 12


def list_last_months(
    count_kits: Callable[[Period], int], started: date, read_on: date | None, today: date
) -> list[MonthGiven]:
    """List the months up to this one, oldest first, with the kits given out in each as far as they are known.

    Args:
        count_kits: counts the kits that were given out in a period.
        started: when the program started.
        read_on: when the tabs were last read; none: never.
        today: the day at the agency.
    """
    months = list_trend_periods(find_period(today, Cadence.MONTHLY), started, MOST_MONTHS)
    return [_count_month(month, count_kits, read_on) for month in months if month.last_on >= started]


def _count_month(month: Period, count_kits: Callable[[Period], int], read_on: date | None) -> MonthGiven:
    is_known = read_on is not None and month.first_on <= read_on
    return MonthGiven(
        month=month.name,
        kits=count_kits(month) if is_known else None,
        is_over=read_on is not None and has_ended(month, read_on),
    )
