"""The stock alert in words: what to do, where and how soon, the most urgent first, each with its action first.

What is to be done, how soon, and from where kits can be taken is decided by the rules (tasks/rules/stock); here it's
only worded. Sentences are made so that their numbers need no agreement, and each reads well of one and of many.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, assert_never

from schemas.message import StockMessage
from schemas.stock import Low, OrderMore, Restock, StockAction, TakeExpired, TakeRecalled, Urgency, UseFirst
from tasks.messages.formatting import format_count, format_date, format_number, format_time, join_words
from tasks.messages.lists import cut_list
from tasks.messages.order_words import write_order, write_order_why
from tasks.messages.report.sentences import write_newest_distribution
from tasks.messages.silence_words import ask_about_silence
from tasks.messages.view import View

REST = "the output of “lbn reconcile”"
URGENCY_WORDS = {Urgency.TODAY: "today", Urgency.THIS_WEEK: "this week", Urgency.THIS_MONTH: "this month"}
NEXT_ALERT = (
    "The next alert comes when there is something new or more urgent to do, or when a unit runs lower; while anything "
    "is to be done today or this week, at least once a week. When everything is done, an all-clear comes."
)
NEXT_AFTER_ALL_CLEAR = "The next alert comes when there is something to do about the stock again."


class Task(NamedTuple):
    """One thing to do."""

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

    doubts: tuple[str, ...]
    due: tuple[Due, ...]
    rest_of_tasks: str | None
    next_alert: str


def build_stock_alert_view(message: StockMessage, most_rows: int) -> StockAlertView:
    """Put the alert into words, with at most so many things to do."""
    actions, doubts = message.actions, _list_doubts(message)
    shown = cut_list(actions, most_rows, REST)
    return StockAlertView(
        subject=f"[Naloxone] {_write_headline(message)}",
        preheader=" ".join((*doubts, _write_result(message))),
        agency=message.agency,
        title="Stock alert" if actions else _write_headline(message),
        made_at=message.made_at,
        as_of=_write_as_of(message),
        doubts=doubts,
        result=_write_result(message),
        due=tuple(
            Due(
                URGENCY_WORDS[urgency].capitalize(),
                urgency is Urgency.TODAY,
                tuple(write_task(action, message) for action in some),
            )
            for urgency, some in groupby(shown.shown, key=lambda action: action.urgency)
        ),
        rest_of_tasks=shown.rest,
        next_alert=NEXT_ALERT if actions else NEXT_AFTER_ALL_CLEAR,
    )


def write_task(action: StockAction, message: StockMessage) -> Task:
    """Put one thing to do into words."""
    match action:
        case TakeRecalled():
            return _take_recalled(action, message)
        case TakeExpired():
            return _take_expired(action, message)
        case UseFirst():
            return _use_first(action, message)
        case Restock():
            return _restock(action, message)
        case OrderMore():
            return _order(action, message)
        case _ as never:
            assert_never(never)


def format_supply(unit: Low | Restock) -> str:
    """Write how long what is left lasts; nothing where nothing is left, or no rate is known."""
    if not unit.on_hand or unit.days_left is None:
        return ""
    days = f"about {format_count(unit.days_left, 'day')}" if unit.days_left else "less than a day"
    return f"{days} of supply at the rate of the last 8 weeks"


def _write_as_of(message: StockMessage) -> str:
    newest = f" {write_newest_distribution(message.newest_entry)}" if message.newest_entry else ""
    return f"Data as of {format_time(message.read_at)}: the stock is as recorded in the tabs.{newest}"


def _list_doubts(message: StockMessage) -> tuple[str, ...]:
    """List what makes the recorded stock doubtful as a whole: a long time without a form, and rows on hold."""
    silence = [ask_about_silence(message.silence, message.read_at.date())] if message.silence else []
    held = [_write_held(message.held_count)] if message.held_count else []
    return (*silence, *held)


def _write_held(count: int) -> str:
    rows = format_count(count, "row")
    return (
        f"Check first: {rows} of the Inventory and Counts tabs can't be used until fixed, so the recorded stock may be "
        f"wrong. See needs-attention.csv."
    )


def _write_headline(message: StockMessage) -> str:
    """Write the first action that is new, for it's all that a full inbox shows; else the most urgent one."""
    if not message.actions:
        return _write_clear(message)
    first, others = write_task(message.news or message.actions[0], message), len(message.actions) - 1
    return f"{first.action}; {format_number(others)} more to do" if others else first.action


def _write_clear(message: StockMessage) -> str:
    """Head a message of nothing to do: by a stock that may lack rows it isn't an all-clear."""
    if message.held_count:
        return f"Stock: check first, {format_count(message.held_count, 'row')} on hold"
    return ask_about_silence(message.silence, message.read_at.date()) if message.silence else "Stock: all clear"


def _write_result(message: StockMessage) -> str:
    if not message.actions and _list_doubts(message):
        return "Apart from that, there is nothing to do about the stock as it is recorded."
    return _write_counts(message.actions)


def _write_counts(actions: tuple[StockAction, ...]) -> str:
    if not actions:
        return "Everything in the last alert is done. There is nothing to do about the stock as it is recorded."
    things = f"{format_count(len(actions), 'thing')} to do about the stock"
    counts = [(URGENCY_WORDS[urgency], len(list(some))) for urgency, some in groupby(actions, lambda one: one.urgency)]
    if len(counts) == 1:
        return f"{things} {counts[0][0]}."
    return f"{things}: {join_words(tuple(f'{format_number(count)} {words}' for words, count in counts))}."


def _take_recalled(lot: TakeRecalled, message: StockMessage) -> Task:
    out = f" and has given out {_write_count(lot.distributed, lot.item, message)} of it" if lot.distributed else ""
    return Task(
        f"Take recalled lot {lot.lot} off the shelf at {lot.location}",
        f"{lot.location} still has {_write_count(lot.on_hand, lot.item, message)} of this lot{out}.",
        "Record the movement “recalled” in the Inventory tab. The recall notice says what to do next.",
    )


def _take_expired(lot: TakeExpired, message: StockMessage) -> Task:
    return Task(
        f"Take expired lot {lot.lot} off the shelf at {lot.location}",
        f"{lot.location} has {_write_count(lot.on_hand, lot.item, message)} of this lot, which expired on "
        f"{format_date(lot.expires)}, {format_count(lot.days_past, 'day')} ago.",
        "Record the movement “expired” in the Inventory tab.",
    )


def _use_first(lot: UseFirst, message: StockMessage) -> Task:
    when = f"in {format_count(lot.days_left, 'day')}" if lot.days_left else "today"
    return Task(
        f"Use lot {lot.lot} at {lot.location} first",
        f"{lot.location} has {_write_count(lot.on_hand, lot.item, message)} of this lot, which expires on "
        f"{format_date(lot.expires)}, {when}.",
        "Send this lot to the units before other lots."
        if lot.is_at_central
        else "Give out this lot before other lots, or move it to a unit that needs more.",
    )


def _restock(unit: Restock, message: StockMessage) -> Task:
    noun = f"usable {_find_noun(unit.item, message)}"
    left = format_count(unit.on_hand, noun) if unit.on_hand else f"no {noun}s"
    par = f" (par level {format_number(unit.par_level)})" if unit.par_level is not None else ""
    lasts = f", {supply}" if (supply := format_supply(unit)) else ""
    told = f" An officer reported low stock on {format_date(unit.flagged_on)}." if unit.flagged_on else ""
    wanted = _write_count(unit.wanted, unit.item, message) if unit.wanted is not None else "more"
    return Task(
        f"Bring {wanted} to {unit.location}",
        f"{unit.location} has {left} left{par}{lasts}.{told}",
        _write_source(unit, message),
    )


def _write_source(unit: Restock, message: StockMessage) -> str:
    """Write where to take them from."""
    noun = _find_noun(unit.item, message)
    record = "record the movement “transferred” in the Inventory tab"
    if not unit.from_central:
        has = f"no usable {noun}s to spare" if unit.at_central else f"no usable {noun}s"
        return f"Central has {has}: get more from a new order or from another unit."
    share = format_count(unit.from_central, noun)
    if unit.wanted is None:
        return f"Central can spare {share}: take what is needed and {record}."
    if unit.from_central < unit.wanted:
        rest = format_count(unit.wanted - unit.from_central, noun)
        return f"Take {share} from Central and {record}. The rest ({rest}) has to come from a new order."
    return f"Take {share} from Central, which has {format_count(unit.at_central, f'usable {noun}')}, and {record}."


def _order(order: OrderMore, message: StockMessage) -> Task:
    noun = _find_noun(order.item, message)
    return Task(
        write_order(order.order, noun),
        write_order_why(order.order, noun),
        f"Send the order to {message.supplier}, and record the movement “ordered” in the Inventory tab.",
    )


def _write_count(count: int, item: str, message: StockMessage) -> str:
    """Write so many of an item."""
    return format_count(count, _find_noun(item, message))


def _find_noun(item: str, message: StockMessage) -> str:
    """Return what one of an item is called; one that lbn.toml no longer has goes by its code."""
    return message.nouns.get(item, item)
