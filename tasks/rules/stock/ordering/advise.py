"""What to order, to move and to offer back, for each item of which the program keeps record."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from schemas.desk import Shelf
from schemas.inventory import Movement, MovementKind
from schemas.labels import CENTRAL, UNASSIGNED
from schemas.on_order import OnOrder
from schemas.settings import Item, Settings
from schemas.stock import OnHand
from schemas.stock_actions import Move, Order, Unused
from schemas.young_supply import YoungSupply
from tasks.rules.stock.kept_items import list_items_kept
from tasks.rules.stock.ordering.demand import SEEN_DAYS, Demand, find_demand
from tasks.rules.stock.ordering.move_plan import PlannedMove, ShelfPlan, plan_shelves
from tasks.rules.stock.ordering.offer_limit import limit_offers
from tasks.rules.stock.ordering.offers import Offer, count_lots, list_offers
from tasks.rules.stock.ordering.order_plan import OrderPlan, UsableLot, plan_order
from tasks.rules.stock.ordering.par_levels import find_young_supply
from tasks.rules.stock.ordering.seen import Distributed, Seen, find_seen
from tasks.rules.stock.ordering.shelves import Held
from tasks.rules.stock.ordering.terms import find_terms
from tasks.rules.stock.ordering.written import write_first_order, write_order
from tasks.rules.stock.ordering.young import YOUNG_DAYS, plan_first_order
from tasks.rules.stock.orders import find_on_order, list_order_lines
from tasks.rules.stock.replay import StockReplay
from tasks.rules.stock.supply import count_recent_distributed, list_shelves
from tasks.rules.stock.usable import Lot, find_recalled_lots, is_usable


class Advice(NamedTuple):
    """What to do, for all items."""

    order: tuple[Order, ...]
    moves: tuple[Move, ...]
    unused: tuple[Unused, ...]
    shelves: tuple[Shelf, ...]
    on_order: tuple[OnOrder, ...]
    young: YoungSupply | None


class Recorded(NamedTuple):
    """What the advice rests on."""

    stock: Sequence[OnHand]
    stock_replay: StockReplay
    movements: Sequence[Movement]
    distributed: Mapping[str, Sequence[Distributed]]
    """The distributions of each item in the last year."""


def list_items(recorded: Recorded, settings: Settings, today: date) -> list["ItemAdvice"]:
    """List the items of which stock is kept, in the order of lbn.toml."""
    kept = list_items_kept(recorded.movements, settings)
    recalled = find_recalled_lots(recorded.movements)
    return [ItemAdvice(item, recorded, recalled, settings, today) for item in settings.items if item.code in kept]


def advise(recorded: Recorded, settings: Settings, today: date) -> Advice:
    """Advise what to order, move and offer back of the items of which stock is kept."""
    of_items = list_items(recorded, settings, today)
    return Advice(
        order=tuple(order for one in of_items for order in one.list_orders()),
        moves=tuple(move for one in of_items for move in one.list_moves()),
        unused=tuple(unused for one in of_items for unused in one.list_unused()),
        shelves=tuple(shelf for one in of_items for shelf in one.list_shelves()),
        on_order=tuple(filter(None, (one.on_order for one in of_items))),
        young=next(filter(None, (one.young for one in of_items)), None),
    )


class ItemAdvice:
    """An item: its demand, and its usable kits."""

    def __init__(
        self, item: Item, recorded: Recorded, recalled: Collection[Lot], settings: Settings, today: date
    ) -> None:
        self.item, self._settings, self._today = item, settings, today
        self.usable = [one for one in recorded.stock if one.item == item.code and is_usable(one, recalled, today)]
        self.first_on = max(settings.program.started, today - timedelta(SEEN_DAYS - 1))
        self._used = {one.unit for one in recorded.distributed.get(item.code, ())}
        self.seen = self._find_seen(recorded)
        self.terms = find_terms(item, settings)
        self.demand = self._find_demand()
        lines = list_order_lines(one for one in recorded.movements if one.item == item.code)
        self._order_lines = [line for line in lines if line.on <= today]
        self._came_without_lot = any(
            one.kind is MovementKind.RECEIVED and one.item == item.code and not one.lot for one in recorded.movements
        )
        self.on_order_count = sum(line.quantity for line in self._order_lines)
        self._lately = count_recent_distributed(recorded.stock_replay.lines, item.code, settings.program.started, today)

    def _find_demand(self) -> Demand:
        """Find the demand of the units; kits given out by a unit that nobody knows need no shelf."""
        par_levels = {unit: par for unit, par in self.par_levels.items() if par is not None}
        return find_demand(self.seen.given, self.seen.event_kit_count, self.seen.days, {UNASSIGNED: 0} | par_levels)

    def _find_seen(self, recorded: Recorded) -> Seen:
        """Find what was seen of the units; kits given out by one that nobody knows count, too."""
        code, distributed = self.item.code, recorded.distributed.get(self.item.code, ())
        units = [unit.name for unit in self._settings.units]
        units += [UNASSIGNED] if any(one.unit == UNASSIGNED for one in distributed) else []
        lines = [line for line in recorded.stock_replay.lines if line.item == code and line.on <= self._today]
        expiries = {lot: on for (item, lot), on in recorded.stock_replay.expiries.items() if item == code}
        window = (self.first_on, self._today)
        return find_seen(distributed, lines, expiries, units, window)

    @property
    def par_levels(self) -> dict[str, int | None]:
        """The units' par levels, which are of kits."""
        is_kit = self.item.code == self._settings.kit.code
        return {unit.name: unit.par_level if is_kit else None for unit in self._settings.units}

    @property
    def is_young(self) -> bool:
        """Whether the program has no rate yet."""
        return self.demand.seen_days < YOUNG_DAYS

    @property
    def on_order(self) -> OnOrder | None:
        """What is on order, since when, and whether it should have come."""
        return find_on_order(self.item.code, self._order_lines, self.terms.lead_days, self._today)

    def list_shelves(self) -> list[Shelf]:
        """List Central's shelf and the units'; of a young program only par levels say what should be there."""
        worked_out: Mapping[str, int] = {} if self.is_young else self.demand.shelves
        shelves = {unit: worked_out.get(unit, par) for unit, par in self.par_levels.items()}
        return list_shelves(self.item.code, self.usable, shelves, self._lately, self._today)

    def list_orders(self) -> list[Order]:
        """List the order that is due, if any."""
        if self.is_young:
            return self._list_first_orders()
        return [write_order(self.item.code, self.plan, self.terms, self._today)] if self.plan.quantity > 0 else []

    @cached_property
    def plan(self) -> OrderPlan:
        """The next order, with every number of the rule; of a young program nobody asks for it."""
        return plan_order(self.demand, self._list_usable_lots(), self.on_order_count, self.terms, self._today)

    def _list_usable_lots(self) -> list[UsableLot]:
        return [UsableLot(one.expires, one.on_hand) for one in self.usable]

    def _list_first_orders(self) -> list[Order]:
        """List what a young program lacks up to its par levels, which are of kits."""
        pars, usable = self._given_pars, self._usable_by_pars
        order = plan_first_order(pars, usable, self.on_order_count, self.terms.pack)
        return (
            [write_first_order(self.item.code, order, self.on_order_count, self.terms, self._today)]
            if order.quantity
            else []
        )

    @property
    def _given_pars(self) -> dict[str, int]:
        return {unit: par for unit, par in self.par_levels.items() if par}

    @property
    def _usable_by_pars(self) -> dict[str, int]:
        """Count what is usable at Central and at the units that have a par level."""
        return {location: self.count_usable(location) for location in (CENTRAL, *self._given_pars)}

    @property
    def young(self) -> YoungSupply | None:
        """How long a young program's kits last; none: it isn't young, or no unit has a par level."""
        if not self.is_young or not self._given_pars:
            return None
        given = self._given_pars, self._usable_by_pars, self.on_order_count, self._lately, self.terms
        return find_young_supply(*given, self._settings)

    @cached_property
    def _offers(self) -> list[Offer]:
        """What nobody will use in time, nor need; of a young program nobody can say what it will use."""
        if self.is_young:
            return []
        unused = list_offers(count_lots(self.usable), self.demand.rate, self._today)
        there = self._list_usable_lots()
        return limit_offers(unused, self.demand, there, self.on_order_count, self.terms, self._today)

    def list_unused(self) -> list[Unused]:
        """List what to offer to the supplier: what nobody will use, and no shelf needs until other kits come."""
        return [
            Unused(
                item=self.item.code,
                lot=one.lot,
                quantity=sum(origin.quantity for origin in origins),
                expires=one.expires,
                origins=tuple(origins),
            )
            for one in self._offers
            if (origins := self._shelf_plan.offers[one.lot])
        ]

    @property
    def _in_use(self) -> list[str]:
        """The units that have a par level, or gave any out in the last year."""
        return [unit for unit in self.demand.shelves if unit in self._used or self.par_levels.get(unit)]

    @cached_property
    def _held(self) -> list[Held]:
        """The usable kits; of those without a lot only what came without one can be recorded as moved."""
        places = {CENTRAL, *self.demand.shelves}
        return [
            Held(one.location, one.lot or "", one.expires, one.on_hand, bool(one.lot) or self._came_without_lot)
            for one in self.usable
            if one.location in places and one.on_hand > 0
        ]

    @cached_property
    def _shelf_plan(self) -> ShelfPlan:
        offered = {one.lot: one.kits for one in self._offers}
        return plan_shelves(self._held, self._moves_demand, self._today, self._in_use, offered)

    def list_moves(self) -> list[Move]:
        """List what to move."""
        return [self._write_move(move) for move in self._shelf_plan.moves]

    @cached_property
    def _moves_demand(self) -> Demand:
        """The demand that moves go by: a young program's shelves should hold their par levels, or what they do."""
        if not self.is_young:
            return self.demand
        shelves = {unit: max(par or 0, self.count_usable(unit)) for unit, par in self.par_levels.items()}
        return self.demand._replace(rates={}, shelves=shelves)

    def count_usable(self, location: str) -> int:
        """Count what a location has that is neither expired nor recalled."""
        return sum(one.on_hand for one in self.usable if one.location == location)

    def _write_move(self, move: PlannedMove) -> Move:
        expires = next(one.expires for one in self._held if one.lot == move.lot)
        return Move(
            item=self.item.code,
            lot=move.lot or None,
            quantity=move.kits,
            origin=move.origin,
            destination=move.destination,
            reason=move.reason,
            days_left=(expires - self._today).days if expires else None,
            held=self.count_usable(move.destination),
            offered=self._shelf_plan.count_offered(move.destination),
            shelf=self._moves_demand.shelves.get(move.destination),
        )
