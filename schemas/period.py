"""Reporting periods: a month, a quarter or a year of the calendar, written 2026-09, 2026-Q3, 2026."""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self


class Cadence(StrEnum):
    """How long a period is."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


MONTHS_IN = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.YEARLY: 12}
FIRST_YEAR, LAST_YEAR = 1900, 2999

_NAME = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)


class Period(NamedTuple):
    """A whole month, quarter or year, known by its first month."""

    year: int
    first_month: int
    cadence: Cadence

    @classmethod
    def from_name(cls, name: str) -> Self:
        """Read the name of a period.

        Raises:
            ValueError: it isn't written like 2026-09, 2026-Q3 or 2026.
        """
        found = _NAME.fullmatch(name)
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            msg = "isn't the name of a period"
            raise ValueError(msg)
        year, quarter, month = int(found[1]), found[2], found[3]
        if quarter:
            return cls(year, int(quarter) * 3 - 2, Cadence.QUARTERLY)
        return cls(year, int(month), Cadence.MONTHLY) if month else cls(year, 1, Cadence.YEARLY)

    @property
    def last_month(self) -> int:
        """Return the number, 1 to 12, of its last month."""
        return self.first_month + MONTHS_IN[self.cadence] - 1

    @property
    def first_on(self) -> date:
        """Return its first day."""
        return date(self.year, self.first_month, 1)

    @property
    def last_on(self) -> date:
        """Return its last day."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    @property
    def name(self) -> str:
        """Write it as commands, folders and figures.json do."""
        if self.cadence is Cadence.MONTHLY:
            return f"{self.year:04d}-{self.first_month:02d}"
        if self.cadence is Cadence.QUARTERLY:
            return f"{self.year:04d}-Q{(self.first_month + 2) // 3}"
        return f"{self.year:04d}"

    def __str__(self) -> str:
        return self.name

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first_on <= day <= self.last_on


class ReportPeriod(NamedTuple):
    """A report for a period."""

    report: str
    period: Period
