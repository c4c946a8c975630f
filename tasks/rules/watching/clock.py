"""Whether the clock can be right: a day before what is known already cannot be, one long after it may not be.

A program that was off for a summer looks as one whose clock jumped ahead, but for what is newer than its last reading:
a form that was sent since, or a file that was put there since. So only where nothing is, a person is asked.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

MOST_BACK = timedelta(days=2)
"""So much a clock may have been ahead, or an agency may have moved to another time zone."""

MOST_AHEAD = timedelta(days=60)
"""Small programs go a month without a form and without a reading; this long is rare."""


class Jump(NamedTuple):
    """A day on which nothing can be made without asking, and the newest day that is known."""

    today: date
    newest_on: date
    is_back: bool


def find_jump(today: date, read_on: date | None, seen_on: Iterable[date | None] = ()) -> Jump | None:
    """Find whether the clock has jumped since the last reading.

    Args:
        today: the day by the clock.
        read_on: the day of the last reading; none: there was none, and nothing can be told.
        seen_on: days of what may be newer: of distributions, and of the files that hold the tabs.
    """
    if read_on is None:
        return None
    if today < read_on - MOST_BACK:
        return Jump(today, read_on, is_back=True)
    newest = max([read_on, *(day for day in seen_on if day)])
    if today > newest + MOST_AHEAD:
        return Jump(today, newest, is_back=False)
    return None


def is_behind(today: date, read_on: date | None) -> bool:
    """Tell whether the clock lies behind the last reading: it is wrong now or was then, and no day can be trusted."""
    return read_on is not None and today < read_on


def is_made_too_early(last_on: date, today: date, filed_on: date | None = None) -> bool:
    """Tell whether an edition that exists is of a period that has not ended: a wrong clock made it.

    Args:
        last_on: the last day of its period.
        today: the day at the agency.
        filed_on: when a person noted that it was handed in; after the period's end it is as it should be.
    """
    return last_on >= today and not (filed_on and filed_on >= last_on)
