"""Random sparse programs, and all that a supplier and the public are sent of them: by the product's own rules."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES
from schemas.family import Family
from schemas.figures import Figures, QuotedTable
from schemas.inventory import Movement, MovementKind
from schemas.period import Cadence, Period, ReportPeriod
from schemas.released import DrawnOrder
from schemas.report import TableDefinition
from schemas.settings import Settings
from tasks.operations.release_tables import TableReleases
from tasks.rules.reporting.frames import LedgerFrames, build_distributions_frame, build_frames
from tasks.rules.reporting.periods import find_last_ended, find_period, list_months, list_periods_between
from tasks.rules.reporting.told import Made
from tasks.rules.stock.daily import find_items_of_lots, list_daily_distributions
from tasks.rules.stock.replay import replay_stock
from tests.support.settings import lbn_toml

DRAWN, RELEASED = 2025, 2026
LATE, WITHDRAWN = 0.07, 0.03
FIRST = date(DRAWN, 1, 1)
FAMILIES = (Family.ZIP, Family.UNIT, Family.RECIPIENT, Family.REASON)


class Event(NamedTuple):
    """A distribution, the day on which its form was read, and the one on which it was withdrawn, if it was."""

    on: date
    read_on: date
    gone_on: date | None
    unit: str
    zip: str
    recipient: str
    reason: str
    lot: str
    kits: int

    def is_known(self, today: date) -> bool:
        """Whether the ledger holds it on a day."""
        return self.read_on <= today and not (self.gone_on and self.gone_on <= today)


class Sent(NamedTuple):
    """What a reader is sent on a day: totals of months, quarters and the year as of then, and tables made once."""

    on: date
    totals: dict[Period, int]
    lots: dict[Period, dict[str, int]]
    """Kits by lot: what the stock of two moments tells."""
    tables: tuple[QuotedTable, ...]

    def list_editions(self, as_of: int) -> Iterator[Made]:
        """List the editions, one for each period; each quotes the tables."""
        for period, total in self.totals.items():
            measures = {"distributions": total, "kits_distributed": sum(self.lots[period].values())}
            numbers = {"edition": as_of + 1, "supersedes": as_of or None}
            figures = Figures(
                report="supplier", period=period.name, agency="Village", measures=measures, tables=self.tables,
                excluded={}, unverified=True, **numbers,
            )  # fmt: skip
            yield Made("supplier", period, as_of + 1, as_of, figures)


@dataclass(frozen=True)
class World:
    """A program: its settings, two years of events, and of which periods it makes a public summary."""

    settings: Settings
    events: tuple[Event, ...]
    public: tuple[Cadence, ...] = ()

    def count(self, family: Family, label: str, period: Period, today: date) -> int:
        """Count the distributions of a label that are known on a day."""
        known = (one for one in self.events if one.is_known(today) and one.on in period)
        return sum(getattr(one, family.value) == label for one in known)

    def list_labels(self, family: Family) -> list[str]:
        """List what everybody knows: which labels there may be."""
        return sorted({getattr(one, family.value) for one in self.events})


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
    lots = [f"L{number:02d}" for number in range(rng.randint(1, 5))]
    events = []
    for year in (DRAWN, RELEASED):
        for _ in range(max(1, round(a_year * rng.uniform(0.9, 1.1)))):
            on = date(year, 1, 1) + timedelta(days=rng.randrange(365))
            read_on = on + timedelta(days=rng.randint(1, 60) if rng.random() < LATE else 0)
            gone_on = read_on + timedelta(days=rng.randint(1, 90)) if rng.random() < WITHDRAWN else None
            # The lots come one after the other, and the last kits of each go out beside those of the next.
            lot = lots[min(len(lots) - 1, max(0, round(len(lots) * (on - FIRST).days / 730 + rng.gauss(-0.5, 0.2))))]
            kits = 24 if rng.random() < 0.01 else rng.choice((1, 1, 1, 2))
            labels = {name: rng.choices(*weighted)[0] for name, weighted in pick.items()}
            events.append(Event(on, read_on, gone_on, lot=lot, kits=kits, **labels))
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


def send_all(world: World, last_on: date = date(RELEASED, 12, 31), *, forgets: bool = False) -> list[Sent]:
    """Send a report after each month of the second year, with every table asked for as early as it may be.

    What the public gets is asked for first, so that it is what the orders are drawn for.

    Args:
        world: the program.
        last_on: the last month ends on this day, or before.
        forgets: whether tables are made again each time, of the rows that are known then: against the rule.
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
        made = releases.take_new()
        kept += [one for one in made if isinstance(one.content, DrawnOrder)] if forgets else made
        sent.append(Sent(today, *_sum_up(world, today), tables))
    return sent


def list_made(sent: Sequence[Sent]) -> list[Made]:
    """List all editions of all mails."""
    return [made for as_of, one in enumerate(sent) for made in one.list_editions(as_of)]


def _quote(releases: TableReleases, asked: ReportPeriod, ledger: LedgerFrames) -> Iterator[QuotedTable]:
    for family in FAMILIES:
        declared = TableDefinition(title=family.value, by=(family.value,), measures=("distributions",))
        yield from releases.quote(declared, family, asked.period, ledger)


def _sum_up(world: World, today: date) -> tuple[dict[Period, int], dict[Period, dict[str, int]]]:
    """Sum up distributions, and kits by lot, of every month, quarter and year that has ended."""
    months: Counter[Period] = Counter()
    lots: dict[Period, Counter[str]] = defaultdict(Counter)
    for one in world.events:
        if one.is_known(today):
            month = find_period(one.on, Cadence.MONTHLY)
            months[month] += 1
            lots[month][one.lot] += one.kits
    ended = [period for cadence in Cadence for period in list_periods_between(FIRST, today, cadence)]
    totals = {period: sum(months[month] for month in list_months(period)) for period in ended}
    return totals, {period: dict(sum((lots[month] for month in list_months(period)), Counter())) for period in ended}


def _ledger(world: World, today: date) -> LedgerFrames:
    rows = [
        (
            one.on, one.unit, one.zip, "Albany", None, one.kits, one.lot, None,
            RECIPIENT_CHOICES[one.recipient].value, REASON_CHOICES[one.reason].value, None, None,
        )
        for one in world.events
        if one.is_known(today)
    ]  # fmt: skip
    shelves = list(_fill_shelves(world))
    lots = find_items_of_lots(shelves, world.settings)
    daily = list_daily_distributions(
        [(row[0], row[1], row[6], row[5], None, None) for row in rows], world.settings, lots
    )
    distributions = build_distributions_frame(rows, world.settings, lots)
    return build_frames(distributions, (), replay_stock(shelves, daily, ()), (), world.settings)


def _fill_shelves(world: World) -> Iterator[Movement]:
    """Fill each unit's shelf with enough of each lot before the first day."""
    for unit, lot in sorted({(one.unit, one.lot) for one in world.events}):
        yield Movement(
            moved_on=FIRST, kind=MovementKind.RECEIVED, item=world.settings.kit.code, lot=lot, expires_on=None,
            quantity=100_000, origin=None, destination=unit, day_order=0,
        )  # fmt: skip
