"""The stock, replayed: movements, distributions and counts in the order of days, per location, item and lot.

Nothing decrements a stock; the whole history is replayed into signed lines, and a stock is their sum. Within a day:
receipts, then transfers in the tab's order, then what leaves (what names a lot before what does not), then counts
(contract, section "What the figures mean"; the same order as in a warehouse that enters receipts at 00:01 and issues
at 23:59). More going out than was recorded as received is a shortfall: shown, never negative, never refused.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, cast

from schemas.inventory import Count, Movement, MovementKind
from schemas.stock import Variance
from tasks.rules.stock.daily import DailyDistribution
from tasks.rules.stock.flows import SIGN, Flow, Line, find_effect
from tasks.rules.stock.usable import is_expired


class StockReplay(NamedTuple):
    """The replayed history: its lines, the counts that differed, when each lot expires, and all counts."""

    lines: list[Line]
    variances: list[Variance]
    expiries: Mapping[tuple[str, str], date]
    counts: Sequence[Count] = ()


def replay_stock(
    movements: Iterable[Movement], distributions: Iterable[DailyDistribution], counts: Iterable[Count]
) -> StockReplay:
    """Replay the whole history, day by day."""
    moved = sorted(movements, key=lambda movement: (movement.moved_on, movement.day_order))
    shelf = _Shelf(find_earliest_expiries(moved))
    days: dict[date, _Day] = defaultdict(_Day.empty)
    for movement in moved:
        days[movement.moved_on].movements.append(movement)
    for distribution in distributions:
        days[distribution.on].distributions.append(distribution)
    counted = sorted(counts, key=lambda count: (count.counted_on, count.day_order))
    for count in counted:
        days[count.counted_on].counts.append(count)
    for on in sorted(days):
        shelf.play(on, days[on])
    return StockReplay(shelf.lines, shelf.variances, shelf.expiries, counted)


def find_earliest_expiries(movements: Iterable[Movement]) -> dict[tuple[str, str], date]:
    """Return when each lot of an item expires; where rows differ, the earliest, for a kit too old harms.

    What is ordered isn't there, and says nothing of a lot.
    """
    expiries: dict[tuple[str, str], date] = {}
    for movement in movements:
        if movement.expires_on and movement.lot and movement.kind is not MovementKind.ORDERED:
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
        """Play one day, in its order."""
        for movement in sorted(day.movements, key=lambda movement: find_effect(movement.kind).step_of_day):
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
        effect = find_effect(movement.kind)
        if effect.leaves_as:
            self._take(on, cast("str", movement.origin), item, lot, effect.leaves_as, quantity)
        if effect.enters_as:
            self._write(on, cast("str", movement.destination), item, lot, effect.enters_as, quantity)

    def _write(self, on: date, location: str, item: str, lot: str | None, flow: Flow, quantity: int) -> None:
        if quantity:
            self.lines.append(Line(on, location, item, lot, flow, quantity))
            self._lots[location, item][lot] += SIGN[flow] * quantity

    def _take(self, on: date, location: str, item: str, lot: str | None, flow: Flow, quantity: int) -> None:
        """Let a lot leave; what was not recorded as received of it is a shortfall."""
        self._write(on, location, item, lot, flow, quantity)
        lack = -self._lots[location, item][lot]
        if lack > 0:
            self._write(on, location, item, lot, Flow.SHORTFALL, lack)

    def _draw(self, on: date, distribution: DailyDistribution) -> None:
        """Draw what expires first, where no lot is named; what no lot can give is of an unknown lot."""
        left = distribution.quantity
        for lot, quantity in self._first_expiring(on, distribution.location, distribution.item, left):
            self._write(on, distribution.location, distribution.item, lot, Flow.DISTRIBUTED, quantity)
            left -= quantity
        self._take(on, distribution.location, distribution.item, None, Flow.DISTRIBUTED, left)

    def _first_expiring(self, on: date, location: str, item: str, wanted: int) -> list[tuple[str | None, int]]:
        """Return which lots give how many: unexpired ones by expiry, then of unknown expiry, then expired ones."""
        lots = self._lots[location, item]

        def urgency(lot: str | None) -> tuple[int, date, str]:
            expires_on = self.expiries.get((item, lot)) if lot else None
            if expires_on is None:
                return (1, date.max, lot or "")
            return (2 if is_expired(expires_on, on) else 0, expires_on, lot or "")

        drawn = []
        for lot in sorted((lot for lot, held in lots.items() if held > 0), key=urgency):
            quantity = min(lots[lot], wanted)
            if quantity:
                drawn.append((lot, quantity))
                wanted -= quantity
        return drawn

    def _count(self, on: date, count: Count) -> None:
        """Go on from what was counted, for a count is an assertion; nothing else changes."""
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
        """Return where a difference goes: without a lot, missing kits as if given out, surplus to an unknown lot."""
        if count.lot or difference > 0:
            return [(count.lot, difference)]
        drawn = self._first_expiring(on, count.location, count.item, -difference)
        return [(lot, -quantity) for lot, quantity in drawn]
