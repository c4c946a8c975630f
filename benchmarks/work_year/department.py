"""A department as it really is: kits on shelves, officers who give them out and send forms, deliveries on their way.

What is asked for, lost, late and short-lived is drawn before anybody plays (benchmarks/ordering_world/world.py), so
every way of working meets the same year.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from benchmarks.ordering_world.stock import LOSS_A_WEEK, Stock
from benchmarks.ordering_world.world import CENTRAL, DAYS_A_WEEK, Asked, Program
from benchmarks.work_year.tabs import Row, Tabs
from benchmarks.work_year.tally import Tally

UNITS = ("Patrol", "Traffic", "Detectives", "Harbor", "Parks", "Transit", "School", "Night", "Courts", "Reserve")
ZIPS = ("12207", "12206", "12203", "12208")
FIRST_LIVES, FIRST_KITS = (330, 500, 800), 12
"""The lots at the start: how long each of three lasts, and how many kits each unit has."""

CENTRAL_DAYS = 60
NAMES_ITS_LOT = 0.6
LOW_AT = 2
"""An officer ticks “Kits running low?” where so many or fewer are left."""

SLIPS = (
    ("none", 0.945),
    ("no kits", 0.02),
    ("no date", 0.01),
    ("wrong ZIP", 0.01),
    ("twice", 0.005),
    ("no form", 0.01),
)
"""What goes wrong with a form, and how often."""


class Delivery(NamedTuple):
    """An order on its way."""

    day: int
    lot: int
    kits: int


class Department:
    """Shelves, officers and deliveries, day by day."""

    def __init__(self, program: Program, seed: int, first_day: date, tally: Tally) -> None:
        """Begin with kits of three lots at Central and on the units' shelves."""
        self.names = ("Central", *UNITS[: len(program.rates)])
        self.tabs, self.tally, self.day = Tabs(), tally, 0
        self.reviewed_on = first_day
        self.stock = Stock(len(self.names))
        self.transferred_at_events: list[tuple[int, int, int]] = []
        self.pending: list[Delivery] = []
        self._program, self._seed, self._first_day = program, seed, first_day
        self._lot_count = 0
        self._known_lots: list[set[int]] = [set() for _ in self.names]
        self._stock_up()

    @property
    def today(self) -> date:
        """The day."""
        return self.find_date(self.day)

    @property
    def week(self) -> int:
        """The week."""
        return self.day // DAYS_A_WEEK

    def find_date(self, day: int) -> date:
        """Find the date of a day."""
        return self._first_day + timedelta(day)

    def find_location(self, name: str) -> int:
        """Find a location by its name."""
        return self.names.index(name)

    def name_lot(self, lot: int) -> str:
        """Name a lot."""
        return f"LOT-{lot:03}"

    def find_lot(self, name: str) -> int:
        """Find a lot by its name."""
        return int(name.removeprefix("LOT-"))

    def count_lot(self, location: int, lot: int) -> int:
        """Count what there is of a lot."""
        return self.stock.there[location].get(lot, 0)

    def list_known_lots(self, location: int) -> list[tuple[int, int]]:
        """List the lots of a shelf with their kits; one of which nothing is left is listed once more, as on a sheet."""
        there = self.stock.there[location]
        listed = sorted(self._known_lots[location] | set(there))
        self._known_lots[location] = set(there)
        return [(lot, there.get(lot, 0)) for lot in listed]

    def begin_day(self) -> None:
        """Let kits expire, and on Mondays get lost; what expired stays on its shelf until somebody takes it."""
        for lots in self.stock.there:
            self.tally.sums["expired"] += sum(
                kits for lot, kits in lots.items() if self.stock.expires[lot] == self.day - 1
            )
        if self.day % DAYS_A_WEEK == 0:
            self._lose()

    def end_day(self) -> None:
        """Give out what is asked for, and look at the shelves in the evening."""
        week = self._program.weeks[self.week]
        for unit, asked in enumerate(week.asked):
            for number, one in enumerate(one for one in asked if one.day == self.day):
                self._give_out(unit, one, Random(f"{self._seed} {self.day} {unit} {number}"))
            self.tally.sums["empty"] += unit != CENTRAL and not self.stock.list_lots(unit, self.day)
        self.tally.stock += self.stock.count_all()
        self.day += 1

    def order(self, kits: int) -> None:
        """Order; it comes on a working day."""
        week = self._program.weeks[self.week]
        received_on = self.day + week.lead_days
        received_on += max(0, DAYS_A_WEEK - received_on % DAYS_A_WEEK) if received_on % DAYS_A_WEEK > 4 else 0
        self.pending.append(Delivery(received_on, self._make_lot(received_on + week.life_days), kits))
        self.tally.sums["orders"] += 1

    def receive(self) -> list[Delivery]:
        """Receive what has come by today."""
        come = [one for one in self.pending if one.day <= self.day]
        self.pending = [one for one in self.pending if one.day > self.day]
        for one in come:
            self._put(CENTRAL, one.lot, one.kits)
        return come

    def move(self, lot: int, kits: int, origin: int, destination: int | None) -> None:
        """Bring kits somewhere; to no location where they leave the department."""
        self.stock.change(origin, lot, -kits)
        if destination is not None:
            self._put(destination, lot, kits)

    def _put(self, location: int, lot: int, kits: int) -> None:
        self.stock.change(location, lot, kits)
        self._known_lots[location].add(lot)

    def _make_lot(self, expires: int) -> int:
        self._lot_count += 1
        self.stock.expires[self._lot_count] = expires
        return self._lot_count

    def _stock_up(self) -> None:
        lots = [self._make_lot(life) for life in FIRST_LIVES]
        daily = sum(self._program.rates) + self._program.event_rate
        wanted = [round(daily * CENTRAL_DAYS), *[FIRST_KITS] * len(self._program.rates)]
        for number, lot in enumerate(lots):
            parts = [(kits + number) // len(lots) for kits in wanted]
            if total := sum(parts):
                self.tabs.enter_received(self.today, self.name_lot(lot), self.find_date(FIRST_LIVES[number]), total)
            for location, kits in enumerate(parts):
                if kits:
                    self._put(location, lot, kits)
                    if location != CENTRAL:
                        self.tabs.enter("transferred", self.today, self.name_lot(lot), kits, *self._name(0, location))

    def _name(self, *locations: int) -> Iterable[str]:
        return (self.names[location] for location in locations)

    def _lose(self) -> None:
        """Lose some kits; only a count shows it."""
        for location, chance in enumerate(self._program.weeks[self.week].losses):
            lots = self.stock.there[location]
            for _ in range(int(sum(lots.values()) * LOSS_A_WEEK + chance)):
                self.stock.change(location, list(lots)[self.week % len(lots)], -1)

    def _give_out(self, unit: int, asked: Asked, chance: Random) -> None:
        """Give out from the unit, at an event from Central as well, and send the form."""
        taken = []
        for source in (unit, CENTRAL) if asked.is_event else (unit,):
            for lot, kits in self.stock.plan_taking(source, asked.kits - sum(one for _, one in taken), self.day):
                self.stock.change(source, lot, -kits)
                taken.append((lot, kits))
                if source == CENTRAL:
                    self.transferred_at_events.append((lot, kits, unit))
        given = sum(kits for _, kits in taken)
        kind = "event " if asked.is_event else ""
        self.tally.sums[f"{kind}asked"] += asked.kits
        self.tally.sums[f"{kind}refused"] += asked.kits - given
        if given:
            self.tally.sums["distributions"] += 1
            self._send_form(unit, given, taken[0][0] if len(taken) == 1 else None, chance)

    def _send_form(self, unit: int, kits: int, lot: int | None, chance: Random) -> None:
        sent_at = datetime.combine(self.today, time(9)) + timedelta(seconds=chance.randrange(50_000))
        true = {
            "Timestamp": f"{_write_day(sent_at)} {sent_at:%H:%M:%S}",
            "Date of distribution": _write_day(self.today),
            "Unit": self.names[unit],
            "ZIP code": chance.choice(ZIPS),
            "Jurisdiction": "City of Albany",
            "Kits left": str(kits),
            "Lot number (optional)": self.name_lot(lot) if lot and chance.random() < NAMES_ITS_LOT else "",
            "Kits running low? (optional)": "Yes" if self.stock.count(unit) <= LOW_AT else "No",
        }
        slip = chance.choices([name for name, _ in SLIPS], [share for _, share in SLIPS])[0]
        self.tabs.send_form(true, _make_slip(true, slip))


def _make_slip(true: Row, slip: str) -> list[Row]:
    """Write what was really sent: one form, two, or none."""
    wrong = {"no kits": {"Kits left": ""}, "no date": {"Date of distribution": ""}, "wrong ZIP": {"ZIP code": "1220"}}
    return [true | wrong.get(slip, {})] * {"twice": 2, "no form": 0}.get(slip, 1)


def _write_day(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"
