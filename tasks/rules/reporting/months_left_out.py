"""Which months of a backfill no report tells of: they aren't over, or the quarter or year that holds them isn't."""

from collections.abc import Iterator, Mapping
from datetime import date

from schemas.months_left_out import MonthsLeftOut
from schemas.period import Cadence, Period
from tasks.rules.reporting.periods import find_period, find_period_before, has_ended


def find_months_left_out(
    first: Period, last: Period, reports: Mapping[str, Cadence], today: date
) -> Iterator[MonthsLeftOut]:
    """Find the months of a range of which no report is made, and those of which a longer report isn't.

    Args:
        first: the first month of the range.
        last: its last month.
        reports: the reports that are made, and their lengths of period: each for the periods that end in the range.
        today: the agency's day.
    """
    this_month = find_period(today, Cadence.MONTHLY)
    if not has_ended(last, today):
        yield MonthsLeftOut(first=max(first, this_month).name, last=last.name)
    over = min(last, find_period_before(this_month))
    for report, cadence in reports.items():
        period = find_period(over.first_on, cadence)
        begun = max(first, find_period(period.first_on, Cadence.MONTHLY))
        if begun <= over and period.last_on != over.last_on:
            is_over = has_ended(period, today)
            yield MonthsLeftOut(first=begun.name, last=over.name, report=report, period=period.name, is_over=is_over)
