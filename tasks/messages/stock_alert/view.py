"""What to do about the stock: what, where, how soon. The most urgent first, and each said with its action first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import groupby
from math import inf
from typing import NamedTuple

from schemas.labels import CENTRAL
from schemas.message import StockMessage
from schemas.stock import Expiring, Low, Order, Recalled
from tasks.messages.formatting import format_count, format_date, format_number, format_time
from tasks.messages.lists import cut_list
from tasks.messages.view import View

REST = "what “lbn reconcile” says"
URGENT_DAYS = 30
TRANSFERRED = "record the movement “transferred” in the Inventory tab"


class Urgency(IntEnum):
    """How soon something is to be done."""

    TODAY = 0
    THIS_WEEK = 1
    THIS_MONTH = 2

    @property
    def words(self) -> str:
        """As it heads what is to be done by then."""
        return self.name.replace("_", " ").capitalize()


class Task(NamedTuple):
    """One thing to do."""

    urgency: Urgency
    action: str
    reason: str
    how: str


class Due(NamedTuple):
    """What is to be done as soon as this."""

    words: str
    is_urgent: bool
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class StockAlertView(View):
    """What the templates of the stock alert may name."""

    is_clear: bool
    due: tuple[Due, ...]
    rest_of_tasks: str | None


def build_stock_alert_view(message: StockMessage, most_rows: int) -> StockAlertView:
    """The alert's content, with at most so many things to do."""
    tasks = sorted(_tasks(message), key=lambda task: task.urgency)
    shown = cut_list(tasks, most_rows, REST)
    return StockAlertView(
        subject=f"[Naloxone] {_headline(tasks)}",
        preheader=_result(tasks),
        agency=message.agency,
        title="Stock alert" if tasks else "Stock: all clear",
        made_at=message.made_at,
        as_of=f"Stock by the books, as the tabs were read on {format_time(message.read_at)}.",
        result=_result(tasks),
        is_clear=not tasks,
        due=tuple(
            Due(urgency.words, urgency is Urgency.TODAY, tuple(some))
            for urgency, some in groupby(shown.shown, key=lambda task: task.urgency)
        ),
        rest_of_tasks=shown.rest,
    )


def count_tasks(message: StockMessage) -> int:
    """How many things the alert asks for."""
    return len(list(_tasks(message)))


def format_supply(unit: Low) -> str:
    """How long what is left lasts; no word where nothing is left, or no pace is known."""
    if not unit.on_hand or unit.days_left is None:
        return ""
    days = f"about {format_count(unit.days_left, 'day')}" if unit.days_left else "less than a day"
    return f"{days} at the pace of the last 8 weeks"


def _headline(tasks: list[Task]) -> str:
    """The first action, for it is all that a full inbox shows."""
    if not tasks:
        return "Stock: all clear"
    more = f"; {format_number(len(tasks) - 1)} more to do" if len(tasks) > 1 else ""
    return f"{tasks[0].action}{more}"


def _result(tasks: list[Task]) -> str:
    if not tasks:
        return "What the last alert asked for is done. The stock needs nothing."
    today = sum(task.urgency is Urgency.TODAY for task in tasks)
    said = f"{format_count(len(tasks), 'thing')} to do about the stock"
    return f"{said}, {format_number(today)} of them today." if today else f"{said}, nothing of it today."


def _tasks(message: StockMessage) -> Iterator[Task]:
    stock = message.stock
    yield from (_recalled(lot, message) for lot in stock.recalled if lot.on_hand)
    yield from (_expiring(lot, message) for lot in stock.expiring)
    yield from (_low(unit, message) for unit in sorted(stock.low, key=_days_left))
    yield from (_order(order, message) for order in stock.order)


def _recalled(lot: Recalled, message: StockMessage) -> Task:
    out = f" {format_number(lot.distributed)} of the lot have been handed out there." if lot.distributed else ""
    return Task(
        Urgency.TODAY,
        f"Take recalled lot {lot.lot} off the shelf at {lot.location}",
        f"{_counted(lot.on_hand, lot.item, message)} {_are(lot.on_hand)} still there.{out}",
        "Record the movement “recalled” in the Inventory tab. The recall's notice says what to do with them.",
    )


def _expiring(lot: Expiring, message: StockMessage) -> Task:
    there = _counted(lot.on_hand, lot.item, message)
    if lot.days < 0:
        return Task(
            Urgency.TODAY,
            f"Take expired lot {lot.lot} off the shelf at {lot.location}",
            f"{there} expired on {format_date(lot.expires)}, {_ago(-lot.days)}.",
            "Record the movement “expired” in the Inventory tab.",
        )
    return Task(
        Urgency.THIS_WEEK if lot.days <= URGENT_DAYS else Urgency.THIS_MONTH,
        f"Use lot {lot.lot} at {lot.location} first",
        f"{there} {'expires' if lot.on_hand == 1 else 'expire'} on {format_date(lot.expires)}, {_ahead(lot.days)}.",
        "Send these to the units before others."
        if lot.location == CENTRAL
        else "Hand these out before others, or move them to a unit that needs some.",
    )


def _low(unit: Low, message: StockMessage) -> Task:
    wanted = _wanted(unit)
    told = f" An officer said on {format_date(unit.flagged_on)} that they run low." if unit.flagged_on else ""
    return Task(
        Urgency.TODAY if unit.on_hand == 0 else Urgency.THIS_WEEK,
        f"Bring {_counted(wanted, unit.item, message) if wanted else 'more'} to {unit.location}",
        f"{_left(unit, message)}.{told}",
        _supply(wanted, _wanted_in_all(unit.item, message), _usable_at_central(unit.item, message)),
    )


def _days_left(unit: Low) -> float:
    """What lasts for the fewest days comes first; where no pace is known, after the others."""
    return inf if unit.days_left is None else unit.days_left


def _left(unit: Low, message: StockMessage) -> str:
    """What is there, and how long it lasts."""
    noun = f"usable {message.nouns.get(unit.item, unit.item)}"
    par = f" (par level {format_number(unit.par_level)})" if unit.par_level is not None else ""
    if not unit.on_hand:
        return f"No {noun} is left{par}"
    lasts = format_supply(unit)
    return f"{format_count(unit.on_hand, noun)} {_are(unit.on_hand)} left{par}{f': {lasts}' if lasts else ''}"


def _wanted(unit: Low) -> int:
    """What it lacks up to its par level."""
    return max((unit.par_level or 0) - unit.on_hand, 0)


def _wanted_in_all(item: str, message: StockMessage) -> int:
    return sum(_wanted(unit) for unit in message.stock.low if unit.item == item)


def _supply(wanted: int, in_all: int, central: int) -> str:
    """Where to take them from; what lies there is promised to no two units."""
    if not central:
        return f"{CENTRAL} has none: order some, or move them from another unit."
    if wanted < in_all > central:
        shared = f"{CENTRAL} has {format_number(central)} for all units, which want {format_number(in_all)}"
        return f"{shared}: share them out, {TRANSFERRED}, and order the rest."
    if central < wanted:
        return f"{CENTRAL} has only {format_number(central)}: take those, {TRANSFERRED}, and order the rest."
    return f"{CENTRAL} has {format_number(central)}: take them from there and {TRANSFERRED}."


def _usable_at_central(item: str, message: StockMessage) -> int:
    today = message.made_at.date()
    return sum(
        held.on_hand
        for held in message.stock.stock
        if held.location == CENTRAL and held.item == item and (held.expires or date.max) >= today
    )


def _order(order: Order, message: StockMessage) -> Task:
    lacking = _counted(order.below_par, order.item, message)
    return Task(
        Urgency.THIS_WEEK if order.at_central == 0 else Urgency.THIS_MONTH,
        f"Order {_counted(order.quantity, order.item, message)}",
        f"The units lack {lacking} up to their par levels; {CENTRAL} has {format_number(order.at_central)}.",
        f"Ask {message.supplier} for them.",
    )


def _counted(count: int, item: str, message: StockMessage) -> str:
    """So many of an item; one that lbn.toml no longer has goes by its code."""
    return format_count(count, message.nouns.get(item, item))


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _ago(days: int) -> str:
    return f"{format_count(days, 'day')} ago"


def _ahead(days: int) -> str:
    return f"in {format_count(days, 'day')}" if days else "today"
