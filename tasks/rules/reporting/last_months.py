"""The last twelve months at a glance: in which of them how many kits were given out is known.

A month in which the program ran and none was given out is 0. One that began after the tabs were last read is not known,
which is another thing; nor is one that began after the last form, where so long a silence is unlikely: an export that
was forgotten looks just like it. One from before the program started isn't among them.
"""

from collections.abc import Callable
from datetime import date

from schemas.desk_page import MonthGiven
from schemas.freshness import Silence
from schemas.period import Cadence, Period
from tasks.rules.reporting.periods import find_period, has_ended, list_trend_periods

MOST_MONTHS = 12


def list_last_months(
    count_kits: Callable[[Period], int], started: date, known_until: date | None, today: date
) -> list[MonthGiven]:
    """List the months up to this one, oldest first, with the kits given out in each as far as they are known.

    Args:
        count_kits: counts the kits that were given out in a period.
        started: when the program started.
        known_until: the last day of which anything is known; none: nothing was read.
        today: the day at the agency.
    """
    months = list_trend_periods(find_period(today, Cadence.MONTHLY), started, MOST_MONTHS)
    return [_count_month(month, count_kits, started, known_until) for month in months if month.last_on >= started]


def find_known_until(read_on: date | None, silence: Silence | None) -> date | None:
    """Find the last day of which anything is known: that of the last reading, or of the form before a silence.

    Args:
        read_on: when the tabs were last read; none: never.
        silence: an unlikely one, that goes on or has ended; none: forms come as they do.
    """
    is_open = silence is not None and silence.since is not None and silence.until is None
    return silence.since if silence and is_open else read_on


def _count_month(
    month: Period, count_kits: Callable[[Period], int], started: date, known_until: date | None
) -> MonthGiven:
    is_known = known_until is not None and month.first_on <= known_until
    return MonthGiven(
        month=month.name,
        kits=count_kits(month) if is_known else None,
        is_over=known_until is not None and has_ended(month, known_until),
        since=started if started in month and started != month.first_on else None,
    )
