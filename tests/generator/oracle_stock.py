"""The generator's own ledger: stock replayed day by day, slowly and in plain sight (contract.md §4)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

NO_LOT = ""
"""Stands for the unknown lot, which sorts before every lot."""


class Distributed(NamedTuple):
    """Pieces of an item that left a unit; lot NO_LOT where none is known."""

    day: date
    location: str
    item: str
    lot: str
    quantity: int


class Moved(NamedTuple):
    """A usable row of the Inventory tab."""

    day: date
    kind: str
    item: str
    lot: str
    expires: date | None
    quantity: int
    origin: str
    to: str


class Counted(NamedTuple):
    """A usable row of the Counts tab; lot NO_LOT counts the whole item."""

    day: date
    location: str
    item: str
    lot: str
    counted: int


class Variance(NamedTuple):
    """A count that found another number than was recorded."""

    day: date
    location: str
    item: str
    lot: str
    expected: int
    counted: int


Shelf = tuple[str, str, str]
"""Location, item, lot."""


class Ledger:
    """All stock at the end of a day."""

    def __init__(self, expiries: dict[tuple[str, str], date]) -> None:
        """Begins empty; expiries by item and lot."""
        self.expiries = expiries
        self.held: dict[Shelf, int] = defaultdict(int)
        self.flows: dict[tuple[date, str, Shelf], int] = defaultdict(int)
        self.variances: list[Variance] = []

    def live(self, day: date, moved: list[Moved], distributions: list[Distributed], counts: list[Counted]) -> None:
        """One day: receipts, transfers in the tab's order, what leaves, counts."""
        for move in (move for move in moved if move.kind == "received"):
            self._bring(day, "received", (move.to, move.item, move.lot), move.quantity)
        for move in (move for move in moved if move.kind == "transferred"):
            self._draw(day, "transferred_out", (move.origin, move.item, move.lot), move.quantity)
            self._bring(day, "transferred_in", (move.to, move.item, move.lot), move.quantity)
        for move in (move for move in moved if move.kind not in {"received", "transferred", "ordered"}):
            self._draw(day, move.kind, (move.origin, move.item, move.lot), move.quantity)
        for out in (out for out in distributions if out.lot != NO_LOT):
            self._draw(day, "distributed", (out.location, out.item, out.lot), out.quantity)
        for out in (out for out in distributions if out.lot == NO_LOT):
            self._draw_any_lot(day, "distributed", out.location, out.item, out.quantity)
        for count in counts:
            self._assert(count)

    def _bring(self, day: date, flow: str, shelf: Shelf, quantity: int) -> None:
        self.held[shelf] += quantity
        self.flows[day, flow, shelf] += quantity

    def _draw(self, day: date, flow: str, shelf: Shelf, quantity: int) -> None:
        """Take from one lot; what is not there is a shortfall of that lot."""
        there = min(quantity, self.held[shelf])
        self.held[shelf] -= there
        self.flows[day, flow, shelf] += quantity
        if quantity > there:
            self.flows[day, "shortfall", shelf] += quantity - there

    def _draw_any_lot(self, day: date, flow: str, location: str, item: str, quantity: int) -> None:
        """Take from the lots in their order; what no lot has is a shortfall of the unknown lot."""
        for lot in self._in_order(day, location, item):
            there = min(quantity, self.held[location, item, lot])
            if there:
                self._draw(day, flow, (location, item, lot), there)
                quantity -= there
        if quantity:
            self._draw(day, flow, (location, item, NO_LOT), quantity)

    def _in_order(self, day: date, location: str, item: str) -> list[str]:
        """Unexpired lots by expiry and name, then lots of unknown expiry, then expired ones."""

        def order(lot: str) -> tuple[int, date, str]:
            expires = self.expiries.get((item, lot))
            if expires is None:
                return (1, date.min, lot)
            return (0 if expires >= day else 2, expires, lot)

        return sorted((lot for (where, what, lot) in self.held if (where, what) == (location, item)), key=order)

    def _assert(self, count: Counted) -> None:
        """Go on from what was counted."""
        location, item = count.location, count.item
        if count.lot != NO_LOT:
            expected = self.held[location, item, count.lot]
        else:
            expected = sum(held for (where, what, _), held in self.held.items() if (where, what) == (location, item))
        if expected == count.counted:
            return
        self.variances.append(Variance(count.day, location, item, count.lot, expected, count.counted))
        if count.lot != NO_LOT or count.counted > expected:
            self._adjust(count.day, (location, item, count.lot), count.counted - expected)
            return
        lacking = expected - count.counted
        for lot in self._in_order(count.day, location, item):
            taken = min(lacking, self.held[location, item, lot])
            self._adjust(count.day, (location, item, lot), -taken)
            lacking -= taken

    def _adjust(self, day: date, shelf: Shelf, difference: int) -> None:
        self.held[shelf] += difference
        self.flows[day, "count_adjustment", shelf] += difference


def replay(
    moved: Iterable[Moved], distributions: Iterable[Distributed], counts: Iterable[Counted], until: date | None = None
) -> Ledger:
    """Return the ledger after every day up to `until`, that day included; without it, after all of them."""
    moved, distributions, counts = list(moved), list(distributions), list(counts)
    ledger = Ledger(_expiries(moved))
    days = {row.day for row in moved} | {row.day for row in distributions} | {row.day for row in counts}
    for day in sorted(days):
        if until is None or day <= until:
            ledger.live(
                day,
                [row for row in moved if row.day == day],
                [row for row in distributions if row.day == day],
                [row for row in counts if row.day == day],
            )
    return ledger


def _expiries(moved: list[Moved]) -> dict[tuple[str, str], date]:
    """Return the earliest expiry that any row of the lot gives."""
    expiries: dict[tuple[str, str], date] = {}
    for row in moved:
        if row.expires and row.lot != NO_LOT and row.expires < expiries.get((row.item, row.lot), date.max):
            expiries[row.item, row.lot] = row.expires
    return expiries
