"""Whether a period's figures may be incomplete without anyone having said so: a silence at its end, or a fall.

An export that is forgotten looks like a month in which no kit was left. What tells the two apart is the program's own
rate: where distributions come at random, a gap of d days at a rate of r a day has a chance of exp(-r d). A gap with a
chance of less than one in a hundred is asked about. It is never more than a question: a month of zero can be true.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import log
from typing import NamedTuple

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


def find_silence(
    days: Sequence[date], period: Period, started: date, read_on: date, *, has_held: bool = False
) -> Silence | None:
    """Find the longest silence that touches a period and that the program's own rate makes unlikely.

    Args:
        days: the days of all distributions, in order; a day as often as there were distributions.
        period: the period.
        started: when the program started.
        read_on: when the tabs were last read: of later days nobody can know anything.
        has_held: whether rows of the form are held: then forms have come, whatever their days.
    """
    end = min(period.last_on, read_on)
    known = bisect_right(days, end)
    following = days[known] if known < len(days) else None
    if not known:
        is_known_of = end >= started and not (has_held and following is None)
        return Silence(since=None, until=following) if is_known_of else None
    first = max(bisect_right(days, period.first_on) - 1, 0)
    gaps = [_measure_gap(days, index, end) for index in range(first, known)]
    unlikely = [gap for gap in gaps if gap.is_unlikely]
    if not unlikely:
        return None
    longest = max(unlikely, key=lambda gap: gap.day_count)
    return Silence(since=longest.since, until=longest.until)


def is_read_too_early(read_on: date, period: Period, today: date) -> bool:
    """Tell whether a period has ended and the tabs were last read before: nobody knows its last days."""
    return read_on <= period.last_on < today


class _Gap(NamedTuple):
    """The days after a distribution without another."""

    since: date
    until: date | None
    day_count: int
    is_unlikely: bool


def _measure_gap(days: Sequence[date], index: int, end: date) -> _Gap:
    """Measure the gap after a distribution against the rate of the year before it."""
    since = days[index]
    until = days[index + 1] if index + 1 < len(days) else None
    day_count = ((until or end + timedelta(days=1)) - since).days - 1
    if day_count < SHORTEST_GAP_DAYS:
        return _Gap(since, until, day_count, is_unlikely=False)
    first_lately = bisect_right(days, since - timedelta(days=DAYS_SEEN))
    lately, seen_days = index + 1 - first_lately, (since - days[first_lately]).days + 1
    has_rate = lately >= FEWEST_DISTRIBUTIONS and seen_days >= FEWEST_DAYS
    return _Gap(since, until, day_count, has_rate and lately / seen_days * day_count > -log(CHANCE))


def list_falls(changes: Iterable[Change]) -> list[Fall]:
    """List the figures of the whole period that fell by more than half, or are no longer tracked."""
    return [
        Fall(measure=change.measure, was=change.was, now=change.now)
        for change in changes
        if change.measure in WATCHED and change.was and (change.now or 0) * 2 < change.was
    ]
