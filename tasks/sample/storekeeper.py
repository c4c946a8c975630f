"""The special days of a sample program: lots with a fate of their own, deliveries, events, courses."""

from datetime import date, timedelta
from random import Random

from schemas.inventory import COURSE_CHOICES, MovementKind
from schemas.labels import CENTRAL
from tasks.sample.places import KIT, SampleProgram
from tasks.sample.shelves import DELIVERY, STRIPS_AT_UNIT, Answers, Box, Shelves, find_month_end, format_sheet_date

MONDAY, SATURDAY = 0, 5
MARCH, DECEMBER, SUMMER = 3, 12, range(5, 10)
SECOND_WEEK, FOURTH_WEEK = range(8, 15), range(22, 29)
COURSE_DAY = 17


class Storekeeper:
    """Whoever keeps the central store of a sample program, from its first day to its last."""

    def __init__(self, program: SampleProgram, shelves: Shelves, started: date, today: date) -> None:
        """Begin with an empty store before the first day."""
        self.program = program
        self.shelves = shelves
        self.started = started
        self.today = today
        self._forgotten = self._recalled = ""

    def work(self, day: date) -> None:
        """Do what the day brings, then the week's delivery and restocking."""
        self._forgotten_lot(day)
        self._recalled_lot(day)
        self._short_dated_lot(day)
        self._mishaps(day)
        if day == self.started or day.weekday() == MONDAY:
            self._restock(day)

    def _restock(self, day: date) -> None:
        for item in DELIVERY:
            self.shelves.reorder(day, item)
        for unit in self.program.units:
            name = unit.written.name
            if name != self.program.low_unit or not self._was_lately(day):
                self.shelves.restock(day, name, KIT.code, unit.written.par_level)
            for item, level in STRIPS_AT_UNIT.items():
                self.shelves.restock(day, name, item, level)

    def _was_lately(self, day: date) -> bool:
        return self.today - day < timedelta(days=self.program.days_without_restock)

    def _forgotten_lot(self, day: date) -> None:
        """Let a box at the back expire; 20 of its 24 kits are written off, 4 are overlooked."""
        expires = find_month_end(self.started, 9)
        if day == self.started:
            self._forgotten = self.shelves.receive(day, KIT.code, 24, expires, aside=True)
        if day == expires + timedelta(days=5):
            self.shelves.remove(day, MovementKind.EXPIRED, CENTRAL, self._forgotten, 20)

    def _recalled_lot(self, day: date) -> None:
        """Recall a lot, as its maker does; the central store has sent it back, a unit has not yet."""
        if day == self._ago(150):
            self._recalled = self.shelves.receive(day, KIT.code, 36, find_month_end(day, 40), aside=True)
        if day == self._ago(120):
            box = Box(CENTRAL, KIT.code, self._recalled)
            self.shelves.hand_over(day, box, 12, self.program.reentry_unit)
        if day == self._ago(30):
            self.shelves.remove(day, MovementKind.RECALLED, CENTRAL, self._recalled, 24)

    def _short_dated_lot(self, day: date) -> None:
        """Receive a gift of kits that keep for two months more from now: use them first."""
        if day == self._ago(200):
            self.shelves.receive(day, KIT.code, 40, find_month_end(self.today, 1), aside=True)

    def _mishaps(self, day: date) -> None:
        """Leave a kit in a hot car, lose two, send six back to the supplier."""
        unit = self.program.units[0].written.name
        mishaps = {
            self._ago(100): (MovementKind.LOST, unit, 2),
            self._ago(75): (MovementKind.DAMAGED, unit, 1),
            self._ago(60): (MovementKind.RETURNED, CENTRAL, 6),
        }
        if day in mishaps:
            kind, location, kits = mishaps[day]
            lot = self.shelves.first_lot(location)
            if lot:
                self.shelves.remove(day, kind, location, lot, kits)

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def is_event_day(program: SampleProgram, day: date) -> bool:
    """Tell an event's day: second and fourth Saturdays of the summer, the second one in March and December."""
    if day.weekday() != SATURDAY:
        return False
    if day.month not in SUMMER:
        return day.month in {MARCH, DECEMBER} and day.day in SECOND_WEEK
    return day.day in SECOND_WEEK or (program.has_two_events_a_month and day.day in FOURTH_WEEK)


def is_count_day(day: date) -> bool:
    """Tell whether shelves are counted: at the end of each quarter."""
    tomorrow = day + timedelta(days=1)
    return tomorrow.day == 1 and tomorrow.month in {1, 4, 7, 10}


def is_course_day(day: date) -> bool:
    """Tell whether a course is held: every other month."""
    return day.day == COURSE_DAY and day.month % 2 == 0


def hold_course(program: SampleProgram, day: date, rng: Random) -> Answers:
    """Hold a course for one unit's officers."""
    return {
        "date": format_sheet_date(day),
        "unit": rng.choice(program.units).written.name,
        "course": rng.choice(list(COURSE_CHOICES)),
        "people": str(rng.randint(4, 22)),
    }
