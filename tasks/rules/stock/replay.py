"""The stock, replayed: movements, hand-outs and counts in the order of days, per location, item and lot.

Nothing decrements a stock; the whole history is replayed into signed lines, and a stock is their sum. Within a day:
receipts, then transfers in the tab's order, then what leaves (what names a lot before what does not), then counts
(contract, section "What the figures mean"; the same order as in warehouse ledgers that book receipts at 00:01 and
issues at 23:59). More going out than the books hold is a shortfall: shown, never negative, never refused.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, cast

from schemas.inventory import Count, Movement, MovementKind
from schemas.stock import Variance


class Flow(StrEnum):
    """The kinds of line; each enters the stock with its sign."""

    RECEIVED = "received"
    TRANSFERRED_IN = "transferred_in"
    TRANSFERRED_OUT = "transferred_out"
    DISTRIBUTED = "distributed"
    RETURNED = "returned"
    DAMAGED = "damaged"
    LOST = "lost"
    EXPIRED = "expired"
    RECALLED = "recalled"
    COUNT_ADJUSTMENT = "count_adjustment"
    SHORTFALL = "shortfall"


SIGN = {
    Flow.RECEIVED: 1,
    Flow.TRANSFERRED_IN: 1,
    Flow.TRANSFERRED_OUT: -1,
    Flow.DISTRIBUTED: -1,
    Flow.RETURNED: -1,
    Flow.DAMAGED: -1,
    Flow.LOST: -1,
    Flow.EXPIRED: -1,
    Flow.RECALLED: -1,
    Flow.COUNT_ADJUSTMENT: 1,
    Flow.SHORTFALL: 1,
}
"""on_hand_start + received + transferred_in - transferred_out - distributed - returned - damaged - lost - expired
- recalled + count_adjustment + shortfall = on_hand_end."""

_LEAVES_AS = {
    MovementKind.RETURNED: Flow.RETURNED,
    MovementKind.DAMAGED: Flow.DAMAGED,
    MovementKind.LOST: Flow.LOST,
    MovementKind.EXPIRED: Flow.EXPIRED,
    MovementKind.RECALLED: Flow.RECALLED,
}


_ORDER_OF_KINDS = {MovementKind.RECEIVED: 0, MovementKind.TRANSFERRED: 1}
_LEAVES_LAST = 2


class DailyDistribution(NamedTuple):
    """What a unit handed out of an item on a day; hand-outs of a day that name the same lot, or none, add up."""

    on: date
    location: str
    item: str
    lot: str | None
    quantity: int


class Line(NamedTuple):
    """A change of one lot's stock at one location; `lot` is none for stock whose lot nobody knows."""

    on: date
    location: str
    item: str
    lot: str | None
    flow: Flow
    quantity: int


class StockReplay(NamedTuple):
    """The replayed ledger."""

    lines: list[Line]
    variances: list[Variance]
    expiries: Mapping[tuple[str, str], date]


def replay_stock(
    movements: Iterable[Movement], distributions: Iterable[DailyDistribution], counts: Iterable[Count]
) -> StockReplay:
    """Play the whole history, day by day."""
    moved = sorted(movements, key=lambda movement: (movement.moved_on, movement.day_order))
    shelf = _Shelf(find_earliest_expiries(moved))
    days: dict[date, _Day] = defaultdict(_Day.empty)
    for movement in moved:
        days[movement.moved_on].movements.append(movement)
    for distribution in distributions:
        days[distribution.on].distributions.append(distribution)
    for count in sorted(counts, key=lambda count: (count.counted_on, count.day_order)):
        days[count.counted_on].counts.append(count)
    for on in sorted(days):
        shelf.play(on, days[on])
    return StockReplay(shelf.lines, shelf.variances, shelf.expiries)


def find_earliest_expiries(movements: Iterable[Movement]) -> dict[tuple[str, str], date]:
    """When each lot of an item expires; where rows differ, the earliest, for a kit too old harms."""
    expiries: dict[tuple[str, str], date] = {}
    for movement in movements:
        if movement.expires_on:
            lot = (movement.item, movement.lot)
            expiries[lot] = min(expiries.get(lot, movement.expires_on), movement.expires_on)
    return expiries


class _Day(NamedTuple):
    movements: list[Movement]
    distributions: list[DailyDistribution]
    counts: list[Count]

    @classmethod
    def empty(cls) -> "_Day":
        return cls([], [], [])


class _Shelf:
    """The balances as they stand, and the lines that led to them."""

    def __init__(self, expiries: Mapping[tuple[str, str], date]) -> None:
        self.expiries = expiries
        self.lines: list[Line] = []
        self.variances: list[Variance] = []
        self._lots: dict[tuple[str, str], dict[str | None, int]] = defaultdict(lambda: defaultdict(int))

    def play(self, on: date, day: _Day) -> None:
        """One day, in its order."""
        kinds = sorted(day.movements, key=lambda movement: _ORDER_OF_KINDS.get(movement.kind, _LEAVES_LAST))
        for movement in kinds:
            self._move(on, movement)
        for distribution in day.distributions:
            if distribution.lot:
                self._take(
                    on,
                    distribution.location,
                    distribution.item,
                    distribution.lot,
                    Flow.DISTRIBUTED,
                    distribution.quantity,
                )
        for distribution in day.distributions:
            if not distribution.lot:
                self._draw(on, distribution)
        for count in day.counts:
            self._count(on, count)

    def _move(self, on: date, movement: Movement) -> None:
        item, lot, quantity = movement.item, movement.lot, movement.quantity
        if movement.kind is MovementKind.RECEIVED:
            self._write(on, cast("str", movement.destination), item, lot, Flow.RECEIVED, quantity)
        elif movement.kind is MovementKind.TRANSFERRED:
            self._take(on, cast("str", movement.origin), item, lot, Flow.TRANSFERRED_OUT, quantity)
            self._write(on, cast("str", movement.destination), item, lot, Flow.TRANSFERRED_IN, quantity)
        else:
            self._take(on, cast("str", movement.origin), item, lot, _LEAVES_AS[movement.kind], quantity)

    def _write(self, on: date, location: str, item: str, lot: str | None, flow: Flow, quantity: int) -> None:
        if quantity:
            self.lines.append(Line(on, location, item, lot, flow, quantity))
            self._lots[location, item][lot] += SIGN[flow] * quantity

    def _take(self, on: date, location: str, item: str, lot: str | None, flow: Flow, quantity: int) -> None:
        """Let a lot leave; what the books do not hold of it is a shortfall."""
        self._write(on, location, item, lot, flow, quantity)
        lack = -self._lots[location, item][lot]
        if lack > 0:
            self._write(on, location, item, lot, Flow.SHORTFALL, lack)

    def _draw(self, on: date, distribution: DailyDistribution) -> None:
        """A hand-out that names no lot draws what expires first; what no lot can give is of an unknown lot."""
        left = distribution.quantity
        for lot, quantity in self._first_expiring(on, distribution.location, distribution.item, left):
            self._write(on, distribution.location, distribution.item, lot, Flow.DISTRIBUTED, quantity)
            left -= quantity
        self._take(on, distribution.location, distribution.item, None, Flow.DISTRIBUTED, left)

    def _first_expiring(self, on: date, location: str, item: str, wanted: int) -> list[tuple[str | None, int]]:
        """Which lots give how many: unexpired ones by expiry, then those of unknown expiry, then expired ones."""
        lots = self._lots[location, item]

        def urgency(lot: str | None) -> tuple[int, date, str]:
            expires_on = self.expiries.get((item, lot)) if lot else None
            if expires_on is None:
                return (1, date.max, lot or "")
            return (0 if expires_on >= on else 2, expires_on, lot or "")

        drawn = []
        for lot in sorted((lot for lot, held in lots.items() if held > 0), key=urgency):
            quantity = min(lots[lot], wanted)
            if quantity:
                drawn.append((lot, quantity))
                wanted -= quantity
        return drawn

    def _count(self, on: date, count: Count) -> None:
        """A count is an assertion: the books go on from what was counted, and only that changes."""
        lots = self._lots[count.location, count.item]
        expected = lots[count.lot] if count.lot else sum(lots.values())
        difference = count.counted - expected
        if not difference:
            return
        self.variances.append(
            Variance(
                date=on,
                location=count.location,
                item=count.item,
                lot=count.lot,
                expected=expected,
                counted=count.counted,
            )
        )
        for lot, quantity in self._adjustments(on, count, difference):
            self._write(on, count.location, count.item, lot, Flow.COUNT_ADJUSTMENT, quantity)

    def _adjustments(self, on: date, count: Count, difference: int) -> Sequence[tuple[str | None, int]]:
        """Where a difference is booked: without a lot, missing kits as if handed out, surplus to an unknown lot."""
        if count.lot or difference > 0:
            return [(count.lot, difference)]
        drawn = self._first_expiring(on, count.location, count.item, -difference)
        return [(lot, -quantity) for lot, quantity in drawn]
