"""A period in which the program started, in words: it holds the days since then, and isn't told as a whole one."""

from datetime import date

from schemas.period import Period
from tasks.messages.formatting import format_date, format_near_date, format_period, format_short_period

PARTIAL = "*"
"""Stands by the short name of such a period, where there is no room for more."""


def is_partial(name: str, started_on: date | None) -> bool:
    """Tell whether the program started within a period, and not on its first day."""
    period = Period.from_name(name)
    return started_on is not None and period.first_on < started_on <= period.last_on


def name_since_start(name: str, started_on: date | None) -> str:
    """Write a period as people say it: Q1 2026, or Q1 2026 since Mar 2."""
    return f"{format_period(name)}{_since(name, started_on)}"


def shorten_since_start(name: str, started_on: date | None) -> str:
    """Write a period in short: Q1 26, or Q1 26 since Mar 2."""
    return f"{format_short_period(name)}{_since(name, started_on)}"


def write_start(period: str, started_on: date | None) -> str:
    """Say that the program started within the report's period; empty where it didn't."""
    if started_on is None or not is_partial(period, started_on):
        return ""
    return f"The program started on {format_date(started_on)}: the figures of {format_period(period)} begin there."


def _since(name: str, started_on: date | None) -> str:
    if started_on is None or not is_partial(name, started_on):
        return ""
    return f" since {format_near_date(started_on, Period.from_name(name).first_on)}"
