"""Reporting periods: a month, a quarter or a year of the calendar, written 2026-09, 2026-Q3, 2026."""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self

from schemas.problem import WrongCall


class Cadence(StrEnum):
    """How long a period is."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


MONTHS_IN = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.YEARLY: 12}

FIRST_YEAR, LAST_YEAR = 1900, 2999

_WRITTEN = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)


class Period(NamedTuple):
    """A whole month, quarter or year, known by its first month."""

    year: int
    first_month: int
    cadence: Cadence

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a period as people write it.

        Raises:
            WrongCall: it is none of 2026-09, 2026-Q3 and 2026.
        """
        found = _WRITTEN.fullmatch(written.strip().upper())
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            msg = f"“{written[:20]}” is no period: write a month as 2026-09, a quarter as 2026-Q3 or a year as 2026."
            raise WrongCall(msg)
        year = int(found[1])
        if found[2]:
            return cls(year, int(found[2]) * 3 - 2, Cadence.QUARTERLY)
        if found[3]:
            return cls(year, int(found[3]), Cadence.MONTHLY)
        return cls(year, 1, Cadence.YEARLY)

    @classmethod
    def holding(cls, day: date, cadence: Cadence) -> Self:
        """The period of that length in which a day lies."""
        length = MONTHS_IN[cadence]
        return cls(day.year, (day.month - 1) // length * length + 1, cadence)

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
