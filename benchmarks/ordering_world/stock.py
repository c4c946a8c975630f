"""Kits by location and lot: as they are, and as they were recorded."""

from collections import Counter, deque
from collections.abc import Iterable
from random import Random
from typing import NamedTuple

from benchmarks.ordering_world.world import CENTRAL

WEEKS_SEEN = 52
LOSS_A_WEEK = 0.02 / 52


class Stock:
    """The kits of a program."""

    def __init__(self, location_count: int) -> None:
        self.there: list[dict[int, int]] = [{} for _ in range(location_count)]
        self.expires: dict[int, int] = {}
        """The last day of each lot; shared by all stocks of a program."""

    def count(self, location: int) -> int:
        """Count the kits at a location."""
        return sum(self.there[location].values())

    def count_all(self) -> int:
        """Count all kits."""
        return sum(sum(lots.values()) for lots in self.there)

    def count_by_lot(self) -> dict[int, int]:
        """Count the kits of each lot."""
        kits: Counter[int] = Counter()
        for lots in self.there:
            kits.update(lots)
        return kits

    def list_lots(self, location: int, day: int) -> list[int]:
        """List the usable lots at a location, those first that expire first."""
        lots = [lot for lot in self.there[location] if self.expires[lot] >= day]
        return sorted(lots, key=lambda lot: (self.expires[lot], lot))

    def change(self, location: int, lot: int, kits: int) -> None:
        """Add kits, or take them away; there are never fewer than none."""
        lots = self.there[location]
        lots[lot] = lots.get(lot, 0) + kits
        if lots[lot] <= 0:
            del lots[lot]

    def plan_taking(self, location: int, kits: int, day: int) -> list[tuple[int, int]]:
        """Plan from which lots to take so many kits, as far as there are any."""
        taking = []
        for lot in self.list_lots(location, day) if kits else ():
            taking.append((lot, min(kits, self.there[location][lot])))
            kits -= taking[-1][1]
            if not kits:
                break
        return taking

    def drop_expired(self, day: int) -> Counter[int]:
        """Take away what has expired; return the kits by lot."""
        dropped: Counter[int] = Counter()
        for lots in self.there:
            for lot in [lot for lot in lots if self.expires[lot] < day]:
                dropped[lot] += lots.pop(lot)
        return dropped


class UnitWeek(NamedTuple):
    """What was recorded of a unit in a week: kits without events, days with any to give."""

    kits: int
    open_days: int


class Records:
    """What the program has on record, from which every rule decides."""

    def __init__(self, stock: Stock, unit_count: int, missing: float, chance: Random) -> None:
        """Begin.

        Args:
            stock: as recorded; where no row is missing, the kits that are there.
            unit_count: how many units there are.
            missing: the share of rows that nobody writes.
            chance: decides which.
        """
        self.stock, self.on_order = stock, 0
        self.weeks: list[deque[UnitWeek]] = [deque(maxlen=WEEKS_SEEN) for _ in range(unit_count)]
        self.event_kits: deque[int] = deque([0], maxlen=WEEKS_SEEN)
        self._missing, self._chance = missing, chance

    def is_written(self) -> bool:
        """Tell whether a row is written."""
        return not self._missing or self._chance.random() >= self._missing

    def find_given(self, unit: int) -> UnitWeek:
        """Find what a unit gave out in the last year, and on how many days it had kits."""
        weeks = self.weeks[unit]
        return UnitWeek(sum(week.kits for week in weeks), sum(week.open_days for week in weeks))


class Moved(NamedTuple):
    """Kits of a lot that go from one location to another."""

    lot: int
    kits: int
    origin: int
    destination: int


class Decision(NamedTuple):
    """What a rule says at a look: how many to order, and what to move before that week."""

    order: int
    moves: Iterable[Moved]


def fill_from_central(stock: Stock, shelves: list[int], day: int) -> list[Moved]:
    """Fill the units' shelves from Central, the emptiest first, by the kits that expire first."""
    held = [stock.count(unit) for unit in range(1, len(shelves) + 1)]
    lacking = sorted(
        (have / shelf, unit) for unit, (have, shelf) in enumerate(zip(held, shelves, strict=True)) if have < shelf
    )
    lots = [(lot, stock.there[CENTRAL][lot]) for lot in stock.list_lots(CENTRAL, day)] if lacking else []
    moves = []
    for _, unit in lacking:
        lack = shelves[unit] - held[unit]
        while lack and lots:
            lot, there = lots.pop(0)
            kits = min(lack, there)
            moves.append(Moved(lot, kits, CENTRAL, unit + 1))
            lack -= kits
            if there > kits:
                lots.insert(0, (lot, there - kits))
    return moves
