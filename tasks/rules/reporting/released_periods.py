"""Of which periods a family of tables is released, and from which its order is drawn.

A family has one length of period, and no two of its tables overlap. The period from which the order was drawn gets no
table, nor does any that began before the releases of an earlier rule ended: those could be subtracted from it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from schemas.period import Cadence, Period
from tasks.rules.reporting.periods import find_period, find_period_before, has_ended, list_periods_between

BUSY_YEAR = 400
"""Distributions a year from which tables are by quarter."""

_DAYS_IN_YEAR = 365
_LEAST_DRAWN = 2
"""An order has its first label from so many times the smallest cell."""

CountWithin = Callable[[Period], int]
"""How many distributions a period has."""


class Known(NamedTuple):
    """What is known of a program when it first asks for a family's table."""

    started: date
    today: date
    released_until: date | None
    """The last day of what an earlier rule released; none: nothing."""
    smallest_cell: int


def find_drawing_period(asked: Period, known: Known, count: CountWithin) -> Period | None:
    """Find the period from which to draw an order: better a year, and none of a table that is soon asked for.

    That is the year before the one asked for; in a program's first year a quarter that is busy enough, and in a quiet
    one its first year.

    Returns:
        The period; none while none has ended that holds enough.
    """
    years = list(_list_open(Cadence.YEARLY, known))
    before = [year for year in years if year.year == asked.year - 1]
    quarters = [one for one in _list_open(Cadence.QUARTERLY, known) if is_busy(one, count(one), known)]
    fitting = (one for one in (*before, *quarters, *years) if count(one) >= _LEAST_DRAWN * known.smallest_cell)
    return next(fitting, None)


def is_busy(period: Period, count: int, known: Known) -> bool:
    """Tell whether a program has as many distributions as tables by quarter need; a first period may be a part."""
    days = (period.last_on - max(period.first_on, known.started)).days + 1
    return count * _DAYS_IN_YEAR >= BUSY_YEAR * days


def choose_cadence(drawn_from: Period, count: int, known: Known) -> Cadence:
    """Choose for how long a period each table of a family is, once and for all."""
    return Cadence.QUARTERLY if is_busy(drawn_from, count, known) else Cadence.YEARLY


def _list_open(cadence: Cadence, known: Known) -> Iterator[Period]:
    """List the ended periods of a program of which no earlier rule has released anything, the first first."""
    first = find_period(known.started, cadence)
    for period in list_periods_between(first.first_on, known.today, cadence):
        if has_ended(period, known.today) and not _was_released(period, known.released_until):
            yield period


def _was_released(period: Period, released_until: date | None) -> bool:
    return released_until is not None and period.first_on <= released_until


def list_quoted(asked: Period, cadence: Cadence) -> list[Period]:
    """List the periods whose tables a report quotes: those within its own, or the last that ended with it or before."""
    ended = list(list_periods_between(asked.first_on, asked.last_on, cadence))
    return ended or [find_period_before(find_period(asked.last_on, cadence))]


def may_be_made(period: Period, drawn_from: Period, known: Known) -> bool:
    """Tell whether a family may have a table of a period: it has ended, and nothing that overlaps it was told."""
    overlaps = period.first_on <= drawn_from.last_on and drawn_from.first_on <= period.last_on
    return has_ended(period, known.today) and not overlaps and not _was_released(period, known.released_until)


def find_released_until(periods: Iterable[Period]) -> date | None:
    """Find the last day of what an earlier rule released; none where it released nothing."""
    return max((period.last_on for period in periods), default=None)
