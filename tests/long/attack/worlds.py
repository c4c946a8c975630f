"""Random sparse programs, and all that a supplier and the public are sent of them: by the product's own rules."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES
from schemas.family import Family
from schemas.figures import QuotedTable
from schemas.period import Cadence, Period, ReportPeriod
from schemas.report import TableDefinition
from schemas.settings import Settings
from tasks.operations.release_tables import TableReleases
from tasks.rules.reporting.frames import LedgerFrames, build_distributions_frame, build_frames
from tasks.rules.reporting.periods import find_last_ended, find_period, list_periods_between
from tasks.rules.stock.replay import replay_stock
from tests.support.settings import lbn_toml

DRAWN, RELEASED = 2025, 2026
LATE = 0.07
FAMILIES = (Family.ZIP, Family.UNIT, Family.RECIPIENT, Family.REASON)


class Event(NamedTuple):
    """A distribution, and the day on which its form was read."""

    on: date
    read_on: date
    unit: str
    zip: str
    recipient: str
    reason: str
    kits: int


class Sent(NamedTuple):
    """What a reader is sent on a day: totals of months and quarters as of then, and tables made once."""

    on: date
    totals: dict[Period, int]
    tables: tuple[QuotedTable, ...]


@dataclass(frozen=True)
class World:
    """A program: its settings, two years of events, and of which periods it makes a public summary."""

    settings: Settings
    events: tuple[Event, ...]
    public: tuple[Cadence, ...] = ()

    def count(self, family: Family, label: str, period: Period) -> int:
        """Count the distributions of a label, late ones too."""
        return sum(one.on in period and getattr(one, family.value) == label for one in self.events)


@cache
def _settings(units: int) -> Settings:
    names = [{"name": f"Unit {number}"} for number in range(1, units + 1)]
    return Settings.model_validate(lbn_toml(units=names, program={"started": date(DRAWN, 1, 1)}))


def make_world(seed: int, a_year: int | None = None, zips: tuple[int, int] = (3, 40)) -> World:
    """Make a program of some distributions a year; of places few are busy and many have one or two."""
    rng = Random(seed)
    a_year = a_year or round(10 ** rng.uniform(1, 3.18))
    places = [f"12{number:03d}" for number in rng.sample(range(1000), rng.randint(*zips))]
    settings = _settings(6)
    pick = {
        "zip": _spread(rng, places),
        "unit": _spread(rng, [unit.name for unit in settings.units]),
        "recipient": _spread(rng, [*RECIPIENT_CHOICES]),
        "reason": _spread(rng, [*REASON_CHOICES]),
    }
    events = []
    for year in (DRAWN, RELEASED):
        for _ in range(max(1, round(a_year * rng.uniform(0.9, 1.1)))):
            on = date(year, 1, 1) + timedelta(days=rng.randrange(365))
            late = rng.randint(1, 60) if rng.random() < LATE else 0
            kits = 24 if rng.random() < 0.01 else rng.choice((1, 1, 1, 2))
            labels = {name: rng.choices(*weighted)[0] for name, weighted in pick.items()}
            events.append(Event(on, on + timedelta(days=late), kits=kits, **labels))
    return World(settings, tuple(events))


def gather(world: World, family: Family, quarter: Period, hidden: list[str], label: str) -> World:
    """Make the same program, in which a quarter's distributions of some labels are all of one of them."""
    events = tuple(
        one._replace(**{family.value: label}) if one.on in quarter and getattr(one, family.value) in hidden else one
        for one in world.events
    )
    return replace(world, events=events)


def _spread(rng: Random, labels: list) -> tuple[list, list[float]]:
    """Weigh labels as places are: the second has half of the first, the third a third, and a little chance."""
    rng.shuffle(labels)
    return labels, [rng.uniform(0.6, 1.4) / rank for rank in range(1, len(labels) + 1)]


def send_all(world: World, last_on: date = date(RELEASED, 7, 20)) -> list[Sent]:
    """Send a report after each month of the second year, with every table asked for as early as it may be.

    What the public gets is asked for first, so that it is what the orders are drawn for.
    """
    kept: list = []
    sent = []
    for month in list_periods_between(date(RELEASED, 1, 1), last_on, Cadence.MONTHLY):
        today = month.last_on + timedelta(days=5)
        ledger = _ledger(world, today)
        releases = TableReleases(world.settings, today, kept, list)
        summaries = [ReportPeriod("public-summary", find_last_ended(cadence, today)) for cadence in world.public]
        asked = (*summaries, ReportPeriod("supplier", month))
        tables = tuple(table for one in asked for table in _quote(releases, one, ledger))
        kept += releases.take_new()
        sent.append(Sent(today, dict(_totals(world, today)), tables))
    return sent


def _quote(releases: TableReleases, asked: ReportPeriod, ledger: LedgerFrames) -> Iterator[QuotedTable]:
    for family in FAMILIES:
        declared = TableDefinition(title=family.value, by=(family.value,), measures=("distributions",))
        yield from releases.quote(declared, family, asked.period, ledger)


def _totals(world: World, today: date) -> Iterator[tuple[Period, int]]:
    known = [one.on for one in world.events if one.read_on <= today]
    for cadence in Cadence:
        for period in list_periods_between(date(DRAWN, 1, 1), today, cadence):
            yield period, sum(find_period(on, cadence) == period for on in known)


def _ledger(world: World, today: date) -> LedgerFrames:
    rows = [
        (
            one.on, one.unit, one.zip, "Albany", None, one.kits, None, None,
            RECIPIENT_CHOICES[one.recipient].value, REASON_CHOICES[one.reason].value, None, None,
        )
        for one in world.events
        if one.read_on <= today
    ]  # fmt: skip
    distributions = build_distributions_frame(rows, world.settings, {})
    return build_frames(distributions, (), replay_stock((), (), ()), (), world.settings)
