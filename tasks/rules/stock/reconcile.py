"""Books against counts: the stock, variances, shortfalls, and what is low, expiring, recalled or to be ordered.

Lots are warned of at 90, 60 and 30 days and once expired, while they are in stock. A kit that has expired, or whose lot
was recalled anywhere, is on hand, but nobody may be given it: it does not count towards a unit's par level.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from schemas.inventory import Movement, MovementKind
from schemas.labels import CENTRAL
from schemas.settings import Settings
from schemas.stock import Expiring, Low, OnHand, Order, Recalled, Reconciliation, Shortfall
from tasks.rules.stock.replay import SIGN, Flow, Line, StockReplay
from tasks.rules.stock.supply import add_days_of_supply, count_recent_distributed

WARNING_DAYS = (30, 60, 90)

Lot = tuple[str, str | None]
"""An item and its lot; none is the lot that nobody knows."""


def reconcile_stock(
    stock_replay: StockReplay,
    movements: Iterable[Movement],
    low_flags: Mapping[str, date],
    settings: Settings,
    today: date,
) -> Reconciliation:
    """Everything that follows from the replayed stock.

    Args:
        stock_replay: the replay.
        movements: for recalls and deliveries.
        low_flags: for each unit the last day on which an officer ticked "Kits running low?".
        settings: units' par levels and items.
        today: the day from which expiries are counted.
    """
    moved = list(movements)
    stock = list_on_hand(stock_replay)
    usable = count_usable_kits(stock, find_recalled_lots(moved), settings, today)
    low = find_low_units(usable, low_flags, find_last_deliveries(moved, settings.kit.code), settings)
    lately = count_recent_distributed(stock_replay.lines, settings.kit.code, settings.program.started, today)
    return Reconciliation(
        stock=tuple(stock),
        variances=tuple(stock_replay.variances),
        shortfalls=tuple(list_shortfalls(stock_replay.lines)),
        low=tuple(add_days_of_supply(low, lately)),
        expiring=tuple(list_expiring(stock, today)),
        recalled=tuple(list_recalled(stock, stock_replay.lines, moved)),
        order=tuple(plan_order(usable, settings)),
    )


def list_on_hand(stock_replay: StockReplay, until: date | None = None) -> list[OnHand]:
    """What is on each shelf, lots that expire first first; of a day in the past with `until`."""
    balances: dict[tuple[str, str, str | None], int] = defaultdict(int)
    for line in stock_replay.lines:
        if until is None or line.on <= until:
            balances[line.location, line.item, line.lot] += SIGN[line.flow] * line.quantity
    stock = [
        OnHand(
            location=location,
            item=item,
            lot=lot,
            expires=stock_replay.expiries.get((item, lot or "")),
            on_hand=quantity,
        )
        for (location, item, lot), quantity in balances.items()
        if quantity
    ]
    return sorted(stock, key=lambda held: (held.location != CENTRAL, held.location, held.item, *_urgency(held)))


def list_shortfalls(lines: Iterable[Line]) -> list[Shortfall]:
    """More out than the books held, a row per day, location, item and lot."""
    lacks: dict[tuple[date, str, str, str | None], int] = defaultdict(int)
    for line in lines:
        if line.flow is Flow.SHORTFALL:
            lacks[line.on, line.location, line.item, line.lot] += line.quantity
    return [
        Shortfall(date=on, location=location, item=item, lot=lot, quantity=quantity)
        for (on, location, item, lot), quantity in sorted(
            lacks.items(), key=lambda lack: (*lack[0][:3], lack[0][3] or "")
        )
    ]


def find_low_units(
    usable: Mapping[str, int], flags: Mapping[str, date], deliveries: Mapping[str, date], settings: Settings
) -> list[Low]:
    """Units below their par level, and units whose officers said so since the last delivery."""
    low = []
    for unit in settings.units:
        flagged_on = flags.get(unit.name)
        if flagged_on and flagged_on < deliveries.get(unit.name, date.min):
            flagged_on = None
        held = usable.get(unit.name, 0)
        if flagged_on or (unit.par_level is not None and held < unit.par_level):
            low.append(
                Low(
                    location=unit.name,
                    item=settings.kit.code,
                    on_hand=held,
                    par_level=unit.par_level,
                    flagged_on=flagged_on,
                )
            )
    return low


def find_last_deliveries(movements: Iterable[Movement], item: str) -> dict[str, date]:
    """When each location last got any of an item."""
    latest: dict[str, date] = {}
    for movement in movements:
        if movement.destination and movement.item == item:
            latest[movement.destination] = max(latest.get(movement.destination, date.min), movement.moved_on)
    return latest


def list_expiring(stock: Iterable[OnHand], today: date) -> list[Expiring]:
    """Lots in stock that expire within 90 days or have expired, the most urgent first."""
    found = []
    for held in stock:
        if held.lot is None or held.expires is None:
            continue
        days = (held.expires - today).days
        within = 0 if days < 0 else next((limit for limit in WARNING_DAYS if days <= limit), None)
        if within is not None:
            found.append(
                Expiring(
                    location=held.location,
                    item=held.item,
                    lot=held.lot,
                    expires=held.expires,
                    on_hand=held.on_hand,
                    days=days,
                    within=within,
                )
            )
    return sorted(found, key=lambda lot: (lot.days, lot.location, lot.lot))


def list_recalled(stock: Iterable[OnHand], lines: Iterable[Line], movements: Iterable[Movement]) -> list[Recalled]:
    """For every lot that was recalled anywhere: where it still lies, and where it was handed out."""
    lots = find_recalled_lots(movements)
    left = {(held.location, held.item, held.lot): held.on_hand for held in stock if (held.item, held.lot) in lots}
    given: dict[tuple[str, str, str | None], int] = defaultdict(int)
    for line in lines:
        if line.flow is Flow.DISTRIBUTED and (line.item, line.lot) in lots:
            given[line.location, line.item, line.lot] += line.quantity
    return [
        Recalled(
            location=place[0], item=place[1], lot=place[2] or "", on_hand=left.get(place, 0), distributed=given[place]
        )
        for place in sorted({*left, *given}, key=lambda place: (place[1], place[2] or "", place[0]))
    ]


def find_recalled_lots(movements: Iterable[Movement]) -> set[Lot]:
    """The lots of which any kit was recalled: the maker recalls a lot as a whole."""
    return {(movement.item, movement.lot) for movement in movements if movement.kind is MovementKind.RECALLED}


def plan_order(usable: Mapping[str, int], settings: Settings) -> list[Order]:
    """What the units lack up to their par levels beyond what the central store can give."""
    lack = sum(max(0, (unit.par_level or 0) - usable.get(unit.name, 0)) for unit in settings.units)
    at_central = usable.get(CENTRAL, 0)
    if lack <= at_central:
        return []
    return [Order(item=settings.kit.code, quantity=lack - at_central, below_par=lack, at_central=at_central)]


def count_usable_kits(
    stock: Iterable[OnHand], recalls: Collection[Lot], settings: Settings, today: date
) -> dict[str, int]:
    """The kits at each location that are neither expired nor recalled."""
    usable: dict[str, int] = defaultdict(int)
    for held in stock:
        is_expired = held.expires is not None and held.expires < today
        if held.item == settings.kit.code and not is_expired and (held.item, held.lot) not in recalls:
            usable[held.location] += held.on_hand
    return usable


def _urgency(held: OnHand) -> tuple[bool, date, str]:
    return held.expires is None, held.expires or date.max, held.lot or ""
