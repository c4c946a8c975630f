"""The stock alert in words: what to do, where and how soon, the most urgent first, each with its action first.

What is to be done, how soon, and from where kits can be taken is decided by the rules (tasks/rules/stock); here it's
only worded.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from schemas.message import StockMessage
from schemas.stock_actions import StockAction, Urgency
from tasks.messages.formatting import format_count, format_number, format_time, join_words
from tasks.messages.lists import cut_list
from tasks.messages.report.sentences import write_newest_distribution
from tasks.messages.silence_words import ask_about_silence
from tasks.messages.stock_task_words import Task, write_task
from tasks.messages.view import View

REST = "the output of “lbn reconcile”"
URGENCY_WORDS = {Urgency.TODAY: "today", Urgency.THIS_WEEK: "this week", Urgency.THIS_MONTH: "this month"}
NEXT_ALERT = (
    "The next alert comes when there is something new or more urgent to do, or when a unit runs lower; while anything "
    "is to be done today or this week, at least once a week. When everything is done, an all-clear comes."
)
NEXT_AFTER_ALL_CLEAR = "The next alert comes when there is something to do about the stock again."


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
