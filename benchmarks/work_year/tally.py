"""What the work comes to: steps, and minutes by a price list that is stated and can be argued with."""

from collections import Counter, defaultdict
from typing import NamedTuple

PRICES = {
    "mail read": 30,
    "thing read": 5,
    "row entered": 60,
    "command": 30,
    "mail sent": 60,
    "call": 120,
    "paper line": 60,
    "shelf looked at": 120,
    "tally of a line": 10,
    "form filled in": 900,
}
"""Seconds of each step."""

STEPS = ("mail read", "row entered", "command", "mail sent", "call", "paper line", "shelf looked at", "form filled in")
"""What counts as a step; reading one more thing in a mail isn't one, nor adding up one more line."""


class Tally:
    """The work of a year, by week, and what came of it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.weeks: dict[int, Counter[str]] = defaultdict(Counter)
        self.mails: Counter[str] = Counter()
        self.asks: Counter[str] = Counter()
        self.came_back: Counter[str] = Counter()
        self.not_doable: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.sums: Counter[str] = Counter()
        self.stock = 0.0

    def clear(self) -> None:
        """Forget what was before the year."""
        vars(self).update(vars(Tally()))

    def add(self, week: int, step: str, times: int = 1) -> None:
        """Note a step."""
        self.weeks[week][step] += times

    def count(self, *steps: str) -> int:
        """Count steps in all weeks."""
        return sum(week[step] for week in self.weeks.values() for step in steps)

    def find_minutes(self) -> float:
        """Find the minutes of all weeks."""
        return sum(PRICES[step] * times for week in self.weeks.values() for step, times in week.items()) / 60


class Line(NamedTuple):
    """What a reader is told, of a year."""

    mails_a_week: float
    most_mails_a_week: int
    weeks_without: int
    asks_a_week: float
    steps: int
    rows: int
    minutes_a_week: float
    refused: float
    empty: float
    expired: int
    stock: float
    orders: int


def find_line(tally: Tally, week_count: int, unit_count: int) -> Line:
    """Find what a reader is told."""
    sums = tally.sums
    mails = [week["mail read"] for week in tally.weeks.values()]
    return Line(
        tally.count("mail read") / week_count,
        max(mails, default=0),
        week_count - sum(count > 0 for count in mails),
        tally.count("thing read") / week_count,
        tally.count(*STEPS),
        tally.count("row entered", "paper line"),
        tally.find_minutes() / week_count,
        sums["refused"] / max(1, sums["asked"]),
        sums["empty"] / (week_count * 7 * unit_count),
        sums["expired"],
        tally.stock / (week_count * 7),
        sums["orders"],
    )
