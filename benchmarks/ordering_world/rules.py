"""The rules that play: the product's own, and those that a program could do without it."""

from datetime import date, timedelta
from math import ceil
from typing import Protocol

from benchmarks.ordering_world.stock import Decision, Moved, Records, fill_from_central
from benchmarks.ordering_world.world import CENTRAL, DAYS_A_WEEK, Program
from schemas import labels
from tasks.rules.stock.ordering.demand import Demand, Given, find_demand, find_need, find_shelf
from tasks.rules.stock.ordering.move_plan import PlannedMove, plan_shelves
from tasks.rules.stock.ordering.offer_limit import limit_offers
from tasks.rules.stock.ordering.offers import LotInStock, list_offers
from tasks.rules.stock.ordering.order_plan import Terms, UsableLot, plan_order
from tasks.rules.stock.ordering.shelves import Held

FIRST_DAY = date(2027, 1, 4)
LOOK_DAYS, COVER_DAYS, SERVICE, NEW_LIFE_DAYS = 7, 30, 0.98, 720
PAR_OF_TODAY = 12
YOUNG_WEEKS = 13
CERTAIN_DAYS = 10**6
"""Who has seen so many days knows the rates."""


def begins_month(week: int) -> bool:
    """Tell whether a week is the first of a month."""
    return week * 12 // 52 != (week - 1) * 12 // 52


class Rule(Protocol):
    """Decides at each look."""

    def decide(self, records: Records, week: int) -> Decision:
        """Decide what to order and to move."""


class Pars:
    """Fixed par levels of the units, filled from Central once a week; and a level for all kits together.

    That level is looked at each week, or in the first week of each month.
    """

    def __init__(self, shelves: list[int], central: int, *, is_monthly: bool = False) -> None:
        self._shelves, self._level, self._is_monthly = shelves, sum(shelves) + central, is_monthly

    def decide(self, records: Records, week: int) -> Decision:
        """Order up to the level, less what is on order."""
        moves = fill_from_central(records.stock, self._shelves, week * DAYS_A_WEEK)
        if self._is_monthly and not begins_month(week):
            return Decision(0, moves)
        return Decision(max(0, self._level - records.stock.count_all() - records.on_order), moves)


class FillToPar:
    """The rule before: each month, what the units lack to par 12 beyond Central; what is on order doesn't count."""

    def __init__(self, program: Program) -> None:
        self._shelves = [PAR_OF_TODAY] * len(program.rates)

    def decide(self, records: Records, week: int) -> Decision:
        """Order what is lacking, in the first week of a month."""
        stock = records.stock
        moves = fill_from_central(stock, self._shelves, week * DAYS_A_WEEK)
        if not begins_month(week):
            return Decision(0, moves)
        lacking = sum(max(0, par - stock.count(unit)) for unit, par in enumerate(self._shelves, start=1))
        return Decision(max(0, lacking - stock.count(CENTRAL)), moves)


class Product:
    """The product's own functions, given what is on record."""

    def __init__(self, program: Program, par_level: int | None = None, cover_days: int = COVER_DAYS) -> None:
        units = range(1, len(program.rates) + 1)
        self._names = (labels.CENTRAL, *(f"Unit {unit}" for unit in units))
        self._par_levels = {} if par_level is None else dict.fromkeys(self._names[1:], par_level)
        self._terms = Terms(program.lead_days, LOOK_DAYS, cover_days, SERVICE, 1, NEW_LIFE_DAYS)
        self._young = find_perfect_pars(program, 1, 1)
        self.offered: dict[int, int] = {}

    def decide(self, records: Records, week: int) -> Decision:
        """Do what is advised; a young program has no rate yet, and begins with the right levels."""
        if week < YOUNG_WEEKS:
            return self._young.decide(records, week)
        demand, today = self._find_demand(records, week), FIRST_DAY + timedelta(week * DAYS_A_WEEK)
        expires = {lot: FIRST_DAY + timedelta(day) for lot, day in records.stock.expires.items()}
        kits = records.stock.count_by_lot()
        usable = [UsableLot(expires[lot], there) for lot, there in kits.items()]
        plan = plan_order(demand, usable, records.on_order, self._terms, today)
        in_stock = (LotInStock(str(lot), expires[lot], there) for lot, there in kits.items())
        unused = list_offers(in_stock, demand.rate, today)
        offers = limit_offers(unused, demand, usable, records.on_order, self._terms, today)
        for one in offers:
            self.offered[int(one.lot)] = max(one.kits, self.offered.get(int(one.lot), 0))
        offered = {one.lot: one.kits for one in offers}
        held = [
            Held(self._names[location], str(lot), expires[lot], there)
            for location, lots in enumerate(records.stock.there)
            for lot, there in lots.items()
        ]
        moves = plan_shelves(held, demand, today, offered=offered).moves
        return Decision(plan.quantity, [self._find_moved(move) for move in moves])

    def _find_moved(self, move: PlannedMove) -> Moved:
        return Moved(int(move.lot), move.kits, self._names.index(move.origin), self._names.index(move.destination))

    def _find_demand(self, records: Records, week: int) -> Demand:
        given = {name: Given(*records.find_given(unit)) for unit, name in enumerate(self._names[1:])}
        days = min(week, len(records.weeks[0])) * DAYS_A_WEEK
        return find_demand(given, sum(records.event_kits), days, self._par_levels)


def find_perfect_pars(program: Program, unit_factor: float, central_factor: float) -> Pars:
    """Find the par levels of somebody who knows every rate of the first day; they never change."""
    units = {str(unit): rate for unit, rate in enumerate(program.rates)}
    demand = Demand(units, {}, program.event_rate, CERTAIN_DAYS)
    shelves = [ceil(unit_factor * find_shelf(rate, CERTAIN_DAYS)) for rate in program.rates]
    need = find_need(demand, program.lead_days + LOOK_DAYS, SERVICE)
    return Pars(shelves, round(central_factor * need))


def find_flat_pars(program: Program, par_level: int, central: int, *, is_monthly: bool) -> Pars:
    """Find the rule that has one par level for all units, and a stock at Central, looked at each week or month."""
    return Pars([par_level] * len(program.rates), central, is_monthly=is_monthly)
