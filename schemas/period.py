"""Reporting periods: a month, a quarter or a year of the calendar, written 2026-09, 2026-Q3, 2026."""

from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Cadence(StrEnum):
    """How long a period is."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


MONTHS_IN = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.YEARLY: 12}


class Period(NamedTuple):
    """A whole month, quarter or year, known by its first month."""

    year: int
    first_month: int
    cadence: Cadence

    @property
    def last_month(self) -> int:
        """The number, 1 to 12, of its last month."""
        return self.first_month + MONTHS_IN[self.cadence] - 1

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, self.first_month, 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    @property
    def name(self) -> str:
        """As it is written in commands, folders and figures.json."""
        if self.cadence is Cadence.MONTHLY:
            return f"{self.year:04d}-{self.first_month:02d}"
        if self.cadence is Cadence.QUARTERLY:
            return f"{self.year:04d}-Q{(self.first_month + 2) // 3}"
        return f"{self.year:04d}"

    def __str__(self) -> str:
        return self.name

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first_on <= day <= self.last_on
