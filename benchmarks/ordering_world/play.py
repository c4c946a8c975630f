"""Play a program's seven years by a rule, and count what came of it."""

from collections import Counter
from collections.abc import Iterable
from random import Random
from typing import NamedTuple

from benchmarks.ordering_world.rules import Rule
from benchmarks.ordering_world.stock import LOSS_A_WEEK, Decision, Records, Stock, UnitWeek
from benchmarks.ordering_world.world import CENTRAL, DAYS_A_WEEK, WARM_UP_WEEKS, WEEKS, Asked, Program
from tasks.rules.stock.ordering.seen import EVENT_FROM

COUNT_EVERY_WEEKS = 13
YEARS = (WEEKS - WARM_UP_WEEKS) / 52


class Outcome(NamedTuple):
    """What came of a rule in the years that are measured; sums."""

    asked: int = 0
    refused: int = 0
    event_asked: int = 0
    event_refused: int = 0
    empty_days: int = 0
    unit_days: int = 0
    expired: int = 0
    offered: int = 0
    """Of the expired those which had been offered to the supplier."""

    stock: float = 0
    """The average, by program."""

    orders: int = 0
    programs: int = 0

    def add(self, other: "Outcome") -> "Outcome":
        """Add the sums of other programs."""
        return Outcome(*(one + two for one, two in zip(self, other, strict=True)))


def play(program: Program, rule: Rule, missing: float = 0.0) -> Outcome:
    """Play a program; `missing` is the share of rows that nobody writes, and then counts come each quarter."""
    return _Play(program, rule, missing).run()


class _Play:
    def __init__(self, program: Program, rule: Rule, missing: float) -> None:
        self._program, self._rule, self._has_errors = program, rule, missing > 0
        location_count = len(program.rates) + 1
        self._stock = Stock(location_count)
        recorded = Stock(location_count) if self._has_errors else self._stock
        recorded.expires = self._stock.expires
        self._records = Records(recorded, len(program.rates), missing, Random(program.lead_days))
        self._pending: list[tuple[int, int, int]] = []
        self._sums: Counter[str] = Counter()
        self._expired: Counter[int] = Counter()

    def run(self) -> Outcome:
        """Play all weeks."""
        for week in range(WEEKS):
            if week == WARM_UP_WEEKS:
                self._sums.clear()
                self._expired.clear()
            self._prepare(week)
            self._follow(self._rule.decide(self._records, week), week)
            before = self._stock.count_all()
            self._give_out(week)
            self._sums["stock"] += before + self._stock.count_all()
        return self._sum_up()

    def _sum_up(self) -> Outcome:
        sums, offered = self._sums, getattr(self._rule, "offered", {})
        return Outcome(
            **{
                name: sums[name]
                for name in ("asked", "refused", "event_asked", "event_refused", "empty_days", "orders")
            },
            unit_days=(WEEKS - WARM_UP_WEEKS) * DAYS_A_WEEK * len(self._program.rates),
            expired=sum(self._expired.values()),
            offered=sum(min(kits, offered.get(lot, 0)) for lot, kits in self._expired.items()),
            stock=sums["stock"] / 2 / (WEEKS - WARM_UP_WEEKS),
            programs=1,
        )

    def _prepare(self, week: int) -> None:
        """Do what a week begins with: kits come, kits have expired, some are lost, and each quarter all are counted."""
        day = week * DAYS_A_WEEK
        for _, lot, kits in [one for one in self._pending if one[0] <= day]:
            self._change(CENTRAL, lot, kits, is_written := self._records.is_written())
            self._records.on_order -= min(kits, self._records.on_order) if is_written else 0
        self._pending = [one for one in self._pending if one[0] > day]
        self._expired += self._stock.drop_expired(day)
        self._records.stock.drop_expired(day)
        self._lose(week)
        if self._has_errors and week % COUNT_EVERY_WEEKS == 0:
            self._records.stock.there = [dict(lots) for lots in self._stock.there]
            self._records.on_order = sum(kits for _, _, kits in self._pending)

    def _lose(self, week: int) -> None:
        """Lose some kits, of any lot; only a count shows it."""
        for location, chance in enumerate(self._program.weeks[week].losses):
            lots = self._stock.there[location]
            for _ in range(int(sum(lots.values()) * LOSS_A_WEEK + chance)):
                self._stock.change(location, list(lots)[week % len(lots)], -1)

    def _change(self, location: int, lot: int, kits: int, is_written: bool) -> None:
        """Change the stock, and what is on record where the row is written."""
        self._stock.change(location, lot, kits)
        if self._has_errors and is_written:
            self._records.stock.change(location, lot, kits)

    def _follow(self, decision: Decision, week: int) -> None:
        """Move what is to be moved, as far as it is there, and order."""
        for lot, planned, origin, destination in decision.moves:
            if kits := min(planned, self._stock.there[origin].get(lot, 0)):
                is_written = self._records.is_written()
                self._change(origin, lot, -kits, is_written)
                self._change(destination, lot, kits, is_written)
        if decision.order:
            now = self._program.weeks[week]
            received_on = week * DAYS_A_WEEK + now.lead_days
            self._stock.expires[week] = received_on + now.life_days
            self._pending.append((received_on, week, decision.order))
            self._records.on_order += decision.order if self._records.is_written() else 0
            self._sums["orders"] += 1

    def _give_out(self, week: int) -> None:
        """Give out what is asked for, as far as it is there."""
        self._records.event_kits.append(0)
        now, first_day = self._program.weeks[week], week * DAYS_A_WEEK
        for location, (asked, kits) in enumerate(zip(now.asked, now.kits, strict=True)):
            if location == CENTRAL:
                continue
            if kits is not None and self._has_plenty(location, kits, first_day):
                seen = self._give_out_at_once(location, kits, first_day)
            else:
                seen = self._give_out_by_day(location, asked, first_day)
            self._records.weeks[location - 1].append(seen)

    def _has_plenty(self, location: int, kits: int, first_day: int) -> bool:
        """Tell whether a week's kits and more are there, of lots that last, and all is on record."""
        lots, expires = self._stock.there[location], self._stock.expires
        is_enough = kits < sum(lots.values()) and not self._has_errors
        return is_enough and all(expires[lot] >= first_day + DAYS_A_WEEK for lot in lots)

    def _give_out_at_once(self, location: int, kits: int, first_day: int) -> UnitWeek:
        """Give out a whole week's kits: it comes to the same, and is quicker."""
        for lot, taken in self._stock.plan_taking(location, kits, first_day):
            self._stock.change(location, lot, -taken)
        self._sums["asked"] += kits
        return UnitWeek(kits, DAYS_A_WEEK)

    def _give_out_by_day(self, location: int, asked: Iterable[Asked], first_day: int) -> UnitWeek:
        given = open_days = 0
        for day in range(first_day, first_day + DAYS_A_WEEK):
            was_open = bool(self._records.stock.list_lots(location, day))
            recorded = [self._give(location, one) for one in asked if one.day == day]
            given += sum(kits for kits in recorded if kits < EVENT_FROM)
            self._records.event_kits[-1] += sum(kits for kits in recorded if kits >= EVENT_FROM)
            open_days += was_open or any(recorded)
            self._sums["empty_days"] += not self._stock.list_lots(location, day)
        return UnitWeek(given, open_days)

    def _give(self, location: int, asked: Asked) -> int:
        """Give out from the unit, at an event from Central as well; return what was written of it."""
        is_written, given = self._records.is_written(), 0
        for source in (location, CENTRAL) if asked.is_event else (location,):
            for lot, kits in self._stock.plan_taking(source, asked.kits - given, asked.day):
                self._change(source, lot, -kits, is_written)
                given += kits
        self._sums["event_asked" if asked.is_event else "asked"] += asked.kits
        self._sums["event_refused" if asked.is_event else "refused"] += asked.kits - given
        return given if is_written else 0
