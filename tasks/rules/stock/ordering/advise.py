"""What to order, to move and to offer back, for each item of which the program keeps record."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from schemas.agency import ItemKind, SupplierKind
from schemas.desk import Shelf
from schemas.inventory import Movement, MovementKind
from schemas.labels import CENTRAL, UNASSIGNED
from schemas.settings import Item, Settings
from schemas.stock import OnHand
from schemas.stock_actions import Move, Order, Unused
from tasks.rules.stock.ordering.demand import SEEN_DAYS, Demand, find_demand
from tasks.rules.stock.ordering.lending import keep_on_shelves
from tasks.rules.stock.ordering.move_plan import PlannedMove, plan_moves
from tasks.rules.stock.ordering.offers import LotInStock, Offer, list_offers
from tasks.rules.stock.ordering.order_plan import OrderPlan, Terms, UsableLot, fill_packs, plan_order
from tasks.rules.stock.ordering.seen import Distributed, find_seen
from tasks.rules.stock.ordering.shelves import Held
from tasks.rules.stock.orders import list_order_lines
from tasks.rules.stock.replay import StockReplay
from tasks.rules.stock.supply import count_recent_distributed, list_shelves
from tasks.rules.stock.usable import Lot, find_recalled_lots, is_usable

YOUNG_DAYS = 90
"""A program that is younger has no rate yet: its units are filled up to their par levels."""

LEAD_DAYS = 30
LEAD_DAYS_NYSDOH = 7
"""How long an order takes where lbn.toml doesn't say it: NYSDOH sends within a week."""

LIFE_DAYS = 720
LIFE_DAYS_STRIPS = 365
DAYS_A_MONTH = 365 / 12


class Advice(NamedTuple):
    """What to do, for all items."""

    order: tuple[Order, ...]
    moves: tuple[Move, ...]
    unused: tuple[Unused, ...]
    shelves: tuple[Shelf, ...]


class Recorded(NamedTuple):
    """What the advice rests on."""

    stock: Sequence[OnHand]
    stock_replay: StockReplay
    movements: Sequence[Movement]
    distributed: Mapping[str, Sequence[Distributed]]
    """The distributions of each item."""


def advise(recorded: Recorded, settings: Settings, today: date) -> Advice:
    """Advise what to order, move and offer back of the kit, and of other items that were ever received."""
    received = {settings.kit.code, *(one.item for one in recorded.movements if one.kind is MovementKind.RECEIVED)}
    recalled = find_recalled_lots(recorded.movements)
    of_items = [_Item(item, recorded, recalled, settings, today) for item in settings.items if item.code in received]
    return Advice(
        order=tuple(order for one in of_items for order in one.list_orders()),
        moves=tuple(move for one in of_items for move in one.list_moves()),
        unused=tuple(unused for one in of_items for unused in one.list_unused()),
        shelves=tuple(shelf for one in of_items for shelf in one.list_shelves()),
    )


class _Item:
    """An item: its demand, and its usable kits."""

    def __init__(
        self, item: Item, recorded: Recorded, recalled: Collection[Lot], settings: Settings, today: date
    ) -> None:
        self._item, self._settings, self._today = item, settings, today
        self._usable = [one for one in recorded.stock if one.item == item.code and is_usable(one, recalled, today)]
        self._first_on = max(settings.program.started, today - timedelta(SEEN_DAYS - 1))
        self._used = {one.unit for one in recorded.distributed.get(item.code, ())}
        self._demand = self._find_demand(recorded)
        lines = list_order_lines(one for one in recorded.movements if one.item == item.code)
        self._on_order = sum(line.quantity for line in lines if line.on <= today)
        self._lately = count_recent_distributed(recorded.stock_replay.lines, item.code, settings.program.started, today)

    def _find_demand(self, recorded: Recorded) -> Demand:
        """Find the demand of the units; kits given out by a unit that nobody knows count too, and need no shelf."""
        code, distributed = self._item.code, recorded.distributed.get(self._item.code, ())
        units = [unit.name for unit in self._settings.units]
        units += [UNASSIGNED] if any(one.unit == UNASSIGNED for one in distributed) else []
        lines = [line for line in recorded.stock_replay.lines if line.item == code and line.on <= self._today]
        expiries = {lot: on for (item, lot), on in recorded.stock_replay.expiries.items() if item == code}
        window = (self._first_on, self._today)
        seen = find_seen(distributed, lines, expiries, units, window)
        par_levels = {unit: par for unit, par in self._par_levels.items() if par is not None}
        return find_demand(seen.given, seen.event_kit_count, seen.days, {UNASSIGNED: 0} | par_levels)

    @property
    def _par_levels(self) -> dict[str, int | None]:
        """The units' par levels, which are of kits."""
        is_kit = self._item.code == self._settings.kit.code
        return {unit.name: unit.par_level if is_kit else None for unit in self._settings.units}

    @property
    def _is_young(self) -> bool:
        return self._demand.seen_days < YOUNG_DAYS

    def list_shelves(self) -> list[Shelf]:
        """List Central's shelf and the units'; of a young program only par levels say what should be there."""
        worked_out: Mapping[str, int] = {} if self._is_young else self._demand.shelves
        shelves = {unit: worked_out.get(unit, par) for unit, par in self._par_levels.items()}
        usable = {location: self._count_usable(location) for location in (CENTRAL, *shelves)}
        return list_shelves(self._item.code, usable, shelves, self._lately)

    def list_orders(self) -> list[Order]:
        """List the order that is due, if any."""
        if self._is_young:
            return self._list_first_orders()
        lots = (UsableLot(one.expires, one.on_hand) for one in self._usable)
        plan = plan_order(self._demand, lots, self._on_order, self._terms, self._today)
        return [self._write_order(plan)] if plan.quantity > 0 else []

    def _list_first_orders(self) -> list[Order]:
        """List what a young program lacks up to its par levels, beyond Central and what is on order."""
        shelves = {unit: par or 0 for unit, par in self._par_levels.items()}
        if self._item.code != self._settings.kit.code:
            return []
        on_shelves = sum(min(self._count_usable(unit), par) for unit, par in shelves.items())
        have = self._count_usable(CENTRAL) + self._on_order + on_shelves
        needed = sum(shelves.values())
        if have >= needed:
            return []
        quantity = fill_packs(needed - have, self._terms.pack)
        return [
            Order(
                item=self._item.code,
                quantity=quantity,
                by=self._today,
                is_late=False,
                have=have,
                on_order=self._on_order,
                needed=needed,
                monthly=None,
                lead_days=self._terms.lead_days,
            )
        ]

    def _write_order(self, plan: OrderPlan) -> Order:
        return Order(
            item=self._item.code,
            quantity=plan.quantity,
            by=plan.by or self._today,
            is_late=plan.is_late,
            have=plan.have,
            on_order=plan.on_order,
            needed=plan.low,
            monthly=round(plan.rate * DAYS_A_MONTH),
            lead_days=self._terms.lead_days,
            usable=plan.usable,
            waste=plan.waste,
            of_demand=plan.need,
            of_shelves=plan.reserve,
            cap=plan.cap,
            up_to=plan.up,
        )

    @property
    def _terms(self) -> Terms:
        ordering, is_kit = self._settings.ordering, self._item.kind is ItemKind.NALOXONE
        is_nysdoh = self._settings.program.supplier.kind is SupplierKind.NYSDOH
        return Terms(
            lead_days=ordering.lead_days or (LEAD_DAYS_NYSDOH if is_nysdoh else LEAD_DAYS),
            look_days=ordering.look_days,
            cover_days=ordering.cover_days,
            service=ordering.service / 100,
            pack=ordering.pack if is_kit else 1,
            new_life_days=LIFE_DAYS if is_kit else LIFE_DAYS_STRIPS,
        )

    @cached_property
    def _offers(self) -> list[Offer]:
        """What nobody will use in time; of a young program nobody can say what it will use."""
        lots: dict[tuple[str, date], int] = {}
        for one in () if self._is_young else self._usable:
            if one.lot and one.expires:
                lots[one.lot, one.expires] = lots.get((one.lot, one.expires), 0) + one.on_hand
        in_stock = (LotInStock(lot, expires, kits) for (lot, expires), kits in lots.items())
        return list_offers(in_stock, self._demand.rate, self._today)

    def list_unused(self) -> list[Unused]:
        """List what to offer to the supplier: what nobody will use, and no shelf needs until other kits come."""
        kept = keep_on_shelves(self._offers, self._held, self._moves, self._expected)
        return [Unused(item=self._item.code, lot=one.lot, quantity=one.kits, expires=one.expires) for one in kept]

    @property
    def _expected(self) -> dict[str, int]:
        """What the shelves should hold of the units that have a par level, or gave any out in the last year."""
        shelves = self._demand.shelves.items()
        return {unit: shelf for unit, shelf in shelves if unit in self._used or self._par_levels.get(unit)}

    @cached_property
    def _held(self) -> list[Held]:
        """The usable kits; lots of which any are offered, or that nobody knows, stay where they are."""
        offered = {one.lot for one in self._offers}
        places = {CENTRAL, *self._demand.shelves}
        return [
            Held(one.location, one.lot or "", one.expires, one.on_hand, bool(one.lot) and one.lot not in offered)
            for one in self._usable
            if one.location in places and one.on_hand > 0
        ]

    @cached_property
    def _moves(self) -> list[PlannedMove]:
        demand = self._find_young_demand() if self._is_young else self._demand
        return plan_moves(self._held, demand, self._today, self._expected)

    def list_moves(self) -> list[Move]:
        """List what to move."""
        demand = self._find_young_demand() if self._is_young else self._demand
        return [self._write_move(move, self._held, demand) for move in self._moves]

    def _find_young_demand(self) -> Demand:
        """Find what a young program's shelves should hold: their par levels, and never less than they do."""
        shelves = {unit: max(par or 0, self._count_usable(unit)) for unit, par in self._par_levels.items()}
        return self._demand._replace(rates={}, shelves=shelves)

    def _count_usable(self, location: str) -> int:
        return sum(one.on_hand for one in self._usable if one.location == location)

    def _write_move(self, move: PlannedMove, held: Iterable[Held], demand: Demand) -> Move:
        expires = next(one.expires for one in held if one.lot == move.lot)
        return Move(
            item=self._item.code,
            lot=move.lot,
            quantity=move.kits,
            origin=move.origin,
            destination=move.destination,
            reason=move.reason,
            days_left=(expires - self._today).days if expires else None,
            held=self._count_usable(move.destination),
            shelf=demand.shelves.get(move.destination),
        )
