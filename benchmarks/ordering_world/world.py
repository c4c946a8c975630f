"""Programs as chance draws them: what each unit is asked for in seven years, and what is lost, late or short-lived.

All that is drawn is drawn before a rule plays, so that every rule meets the same weeks.
"""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np

WEEKS, WARM_UP_WEEKS = 364, 104
"""Seven years of 52 weeks; the first two are not measured."""

DAYS_A_YEAR, DAYS_A_WEEK = 364, 7
UNITS_FROM, UNITS_TO = 5, 10
QUANTITIES, SHARES_OF_QUANTITIES = (1, 2, 3), (0.75, 0.18, 0.07)
KITS_EACH = sum(kits * share for kits, share in zip(QUANTITIES, SHARES_OF_QUANTITIES, strict=True))
EVENT_SHARE, EVENT_KITS = 0.1, 24
SEASON, DRIFT_OF_PROGRAM, DRIFT_OF_UNIT = 0.25, 0.2, 0.3
LEAD_FROM, LEAD_TO, LEAD_SPREAD = 7, 45, 0.3
LEAD_WHEN_SLOW = 1.4
"""Nine of ten orders take no longer than so many times the average: this is what lbn.toml asks for as `lead_days`."""

LIFE_FROM, LIFE_TO = 548, 1096
CENTRAL = 0
"""The first location; the units follow."""


class Asked(NamedTuple):
    """Kits that somebody asks a unit for."""

    day: int
    kits: int
    is_event: bool


class Week(NamedTuple):
    """What happens in a week."""

    asked: tuple[Sequence[Asked], ...]
    """By location, in the order of days; nothing of Central."""

    kits: tuple[int | None, ...]
    """By location the sum; none where an event comes."""

    lead_days: int
    """How long an order of this week takes."""

    life_days: int
    """How long kits last that were ordered in this week, from the day they are received."""

    losses: tuple[float, ...]
    """By location, between 0 and 1: the chance that decides whether a kit gets lost."""


class Program(NamedTuple):
    """A program, and all that it will meet."""

    rates: tuple[float, ...]
    """Kits a day by unit on the first day, events aside."""

    event_rate: float
    average_lead_days: int
    lead_days: int
    """Of an order when it is slow, as in lbn.toml."""

    weeks: tuple[Week, ...]


def draw_program(kits_a_year: int, seed: int, *, has_drift: bool = True) -> Program:
    """Draw a program by its seed."""
    chance = np.random.default_rng([seed, kits_a_year])
    shares = chance.dirichlet(np.ones(chance.integers(UNITS_FROM, UNITS_TO, endpoint=True)))
    lead = chance.uniform(LEAD_FROM, LEAD_TO)
    season = _draw_season(chance) * _draw_walk(chance, DRIFT_OF_PROGRAM * has_drift)
    daily = [kits_a_year / DAYS_A_YEAR * share * season for share in shares]
    asked = [_draw_asked(chance, one * _draw_walk(chance, DRIFT_OF_UNIT * has_drift)) for one in daily]
    weeks = (
        Week(
            asked=((), *(unit[week] for unit in asked)),
            kits=(0, *(_sum_up(unit[week]) for unit in asked)),
            lead_days=max(1, round(lead * chance.gamma(LEAD_SPREAD**-2, LEAD_SPREAD**2))),
            life_days=int(chance.uniform(LIFE_FROM, LIFE_TO)),
            losses=tuple(chance.random(len(shares) + 1)),
        )
        for week in range(WEEKS)
    )
    rates = tuple(kits_a_year / DAYS_A_YEAR * share * (1 - EVENT_SHARE) for share in shares)
    return Program(
        rates, kits_a_year / DAYS_A_YEAR * EVENT_SHARE, round(lead), ceil(LEAD_WHEN_SLOW * lead), tuple(weeks)
    )


def _draw_season(chance: np.random.Generator) -> np.ndarray:
    days = np.arange(WEEKS * DAYS_A_WEEK)
    return 1 + SEASON * np.sin(2 * np.pi * (days / DAYS_A_YEAR + chance.random()))


def _draw_walk(chance: np.random.Generator, spread: float) -> np.ndarray:
    """Draw how a rate drifts: so much up or down a year, the same on average."""
    days = np.arange(WEEKS * DAYS_A_WEEK)
    steps = chance.normal(0, spread / DAYS_A_YEAR**0.5, len(days))
    return np.exp(np.cumsum(steps) - spread**2 / 2 * days / DAYS_A_YEAR)


def _draw_asked(chance: np.random.Generator, daily: np.ndarray) -> list[list[Asked]]:
    """Draw what a unit is asked for, by week."""
    weeks: list[list[Asked]] = [[] for _ in range(WEEKS)]
    times = chance.poisson(daily * (1 - EVENT_SHARE) / KITS_EACH)
    kits = chance.choice(QUANTITIES, times.sum(), p=SHARES_OF_QUANTITIES).tolist()
    events = chance.poisson(daily * EVENT_SHARE / EVENT_KITS)
    for day in np.flatnonzero(times + events).tolist():
        asked = weeks[day // DAYS_A_WEEK]
        asked.extend(Asked(day, kits.pop(), is_event=False) for _ in range(times[day]))
        asked.extend(Asked(day, EVENT_KITS, is_event=True) for _ in range(events[day]))
    return weeks


def _sum_up(asked: Sequence[Asked]) -> int | None:
    has_event = any(one.is_event for one in asked)
    return None if has_event else sum(one.kits for one in asked)
