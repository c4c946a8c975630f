"""Whether a period's figures may be incomplete without anyone having said so: a silence at its end, or a fall.

An export that is forgotten looks like a month in which no kit was left. What tells the two apart is the program's own
rate: where distributions come at random, a gap of d days at a rate of r a day has a chance of exp(-r d). A gap with a
chance of less than one in a hundred is asked about. It is never more than a question: a month of zero can be true.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import log

from schemas.figures import Change
from schemas.freshness import Fall, Silence
from schemas.period import Period

DAYS_SEEN = 365
"""The rate is that of the year before the gap, from its first distribution on: a program may have begun late."""
FEWEST_DISTRIBUTIONS = 5
"""With fewer in that year there is no rate to speak of."""
FEWEST_DAYS = 14
"""Nor where they came within days."""
SHORTEST_GAP_DAYS = 7
CHANCE = 0.01

WATCHED = ("distributions", "kits_distributed", "people_trained", "nyc_units_distributed")
"""The figures whose fall is said first."""


def find_silence(days: Sequence[date], period: Period, started: date, read_on: date) -> Silence | None:
    """Find a silence at the end of a period that the program's own rate makes unlikely.

    Args:
        days: the days of all distributions, in order; a day as often as there were distributions.
        period: the period.
        started: when the program started.
        read_on: when the tabs were last read: of later days nobody can know anything.
    """
    end = min(period.last_on, read_on)
    index = bisect_right(days, end)
    following = days[index] if index < len(days) else None
    if not index:
        return Silence(since=None, until=following) if end >= started else None
    newest = days[index - 1]
    gap_days = ((following or end + timedelta(days=1)) - newest).days - 1
    first_lately = bisect_right(days, newest - timedelta(days=DAYS_SEEN))
    lately, seen_days = index - first_lately, (newest - days[first_lately]).days + 1
    has_rate = lately >= FEWEST_DISTRIBUTIONS and seen_days >= FEWEST_DAYS
    is_unlikely = gap_days >= SHORTEST_GAP_DAYS and lately / seen_days * gap_days > -log(CHANCE)
    return Silence(since=newest, until=following) if has_rate and is_unlikely else None


def list_falls(changes: Iterable[Change]) -> list[Fall]:
    """List the figures of the whole period that fell by more than half, or are no longer tracked."""
    return [
        Fall(measure=change.measure, was=change.was, now=change.now)
        for change in changes
        if change.measure in WATCHED and change.was and (change.now or 0) * 2 < change.was
    ]
