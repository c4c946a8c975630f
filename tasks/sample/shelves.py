"""The shelves of a sample program: what comes in, moves, goes out and is counted, as its tabs record it.

Kits leave a shelf by the lot that expires first, as officers are taught. Lots that play a part of their own
(one that expires, one that is recalled, one that is about to expire) stand aside until their day.
"""

import calendar
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from schemas.inventory import MovementKind
from schemas.labels import CENTRAL
from tasks.sample.places import FTS, KIT, XTS, SampleProgram

Answers = dict[str, str]
"""A row of a tab: the field's name and what stands in its cell."""

REORDER_BELOW = {KIT.code: 120, FTS.code: 150, XTS.code: 60}
DELIVERY = {KIT.code: 240, FTS.code: 500, XTS.code: 200}
STRIPS_AT_UNIT = {FTS.code: 40, XTS.code: 16}


class Box(NamedTuple):
    """Pieces of one lot on one shelf."""

    location: str
    item: str
    lot: str


def format_sheet_date(day: date) -> str:
    """Format a date as Google Sheets exports it."""
    return f"{day.month}/{day.day}/{day.year}"


class Shelves:
    """What really stands on every shelf, and the rows that people wrote about it."""

    def __init__(self, program: SampleProgram, rng: Random) -> None:
        """Begin with empty shelves."""
        self.program = program
        self.rng = rng
        self.inventory: list[Answers] = []
        self.counts: list[Answers] = []
        self._pieces: dict[Box, int] = {}
        self._expires: dict[str, date] = {}
        self._aside: set[str] = set()

    def on_shelf(self, location: str, item: str) -> int:
        """Count the pieces of an item that are in use at a location."""
        return sum(self._pieces[box] for box in self._boxes(location, item))

    def receive(self, day: date, item: str, quantity: int, expires: date, *, aside: bool = False) -> str:
        """Receive a delivery at the central store; return the new lot."""
        lot = f"SMP-{len(self._expires) + 1:03d}"
        self._expires[lot] = expires
        if aside:
            self._aside.add(lot)
        self._put(Box(CENTRAL, item, lot), quantity)
        self._write(day, MovementKind.RECEIVED, Box("", item, lot), quantity, to=CENTRAL)
        return lot

    def hand_over(self, day: date, box: Box, quantity: int, unit: str) -> None:
        """Move pieces of a lot from the central store to a unit."""
        self._put(box, -quantity)
        self._put(Box(unit, box.item, box.lot), quantity)
        self._write(day, MovementKind.TRANSFERRED, box, quantity, to=unit)

    def supply(self, day: date, item: str, quantity: int, unit: str) -> None:
        """Send a unit what the central store has, the lot that expires first first."""
        for box, part in self._first_expiring(CENTRAL, item, quantity):
            self.hand_over(day, box, part, unit)

    def restock(self, day: date, unit: str, item: str, par_level: int) -> None:
        """Fill a unit's shelf half beyond its level once it is below."""
        held = self.on_shelf(unit, item)
        if held < par_level:
            self.supply(day, item, par_level + par_level // 2 - held, unit)

    def reorder(self, day: date, item: str) -> None:
        """Order once the central store runs low; kits keep about three years, strips two."""
        if self.on_shelf(CENTRAL, item) < REORDER_BELOW[item]:
            months = self.rng.randint(30, 36) if item == KIT.code else 24
            self.receive(day, item, DELIVERY[item], find_month_end(day, months))

    def remove(self, day: date, kind: MovementKind, location: str, lot: str, most: int) -> None:
        """Take up to so many kits of a lot away, other than in a distribution."""
        box = Box(location, KIT.code, lot)
        quantity = min(most, self._pieces.get(box, 0))
        if quantity:
            self._put(box, -quantity)
            self._write(day, kind, box, quantity)

    def take(self, unit: str, item: str, quantity: int) -> list[str]:
        """Take pieces from the unit's shelf, as an officer does; return the lots they were of."""
        taken = list(self._first_expiring(unit, item, quantity))
        for box, part in taken:
            self._put(box, -part)
        return [box.lot for box, _ in taken]

    def first_lot(self, location: str) -> str | None:
        """Find the lot of kits that is in use at a location."""
        return next((box.lot for box in self._boxes(location, KIT.code)), None)

    def count(self, day: date) -> None:
        """Count the central store lot by lot and each unit's kits together, with the slips of life."""
        for box in sorted(self._pieces):
            if box.location == CENTRAL and self._pieces[box]:
                self._write_count(day, CENTRAL, box.item, box.lot, self._pieces[box])
        for unit in self.program.units:
            name = unit.written.name
            self.take(name, KIT.code, self.rng.choice((0, 0, 0, 0, 1, 2)))
            together = sum(held for box, held in self._pieces.items() if (box.location, box.item) == (name, KIT.code))
            self._write_count(day, name, KIT.code, "", together)

    def _boxes(self, location: str, item: str) -> list[Box]:
        here = [
            box
            for box, held in self._pieces.items()
            if (box.location, box.item) == (location, item)
            and held
            and not (location == CENTRAL and box.lot in self._aside)
        ]
        return sorted(here, key=lambda box: (self._expires[box.lot], box.lot))

    def _first_expiring(self, location: str, item: str, quantity: int) -> Iterator[tuple[Box, int]]:
        for box in self._boxes(location, item):
            part = min(quantity, self._pieces[box])
            if part:
                quantity -= part
                yield box, part

    def _put(self, box: Box, quantity: int) -> None:
        self._pieces[box] = self._pieces.get(box, 0) + quantity

    def _write(self, day: date, kind: MovementKind, box: Box, quantity: int, to: str = "") -> None:
        self.inventory.append(
            {
                "date": format_sheet_date(day),
                "movement": kind.value,
                "item": box.item,
                "lot": box.lot,
                "expires": f"{self._expires[box.lot]:%Y-%m}" if kind is MovementKind.RECEIVED else "",
                "quantity": str(quantity),
                "from": box.location,
                "to": to,
            }
        )

    def _write_count(self, day: date, location: str, item: str, lot: str, counted: int) -> None:
        count = {"location": location, "item": item, "lot": lot, "counted": str(counted)}
        self.counts.append({"date": format_sheet_date(day)} | count)


def find_month_end(day: date, months: int) -> date:
    """Find the last day of the month so many months later: what a carton's month means."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
