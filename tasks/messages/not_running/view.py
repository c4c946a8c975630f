"""What does not run, since when, why, and what to do; and the all-clear."""

from dataclasses import dataclass
from textwrap import shorten

from schemas.failure import Work
from schemas.message import NotRunningMessage
from tasks.messages.formatting import format_time
from tasks.messages.view import View

LONGEST_SUBJECT = 150
UNKNOWN = "The ledger cannot say when the tabs were last read."

CALLED = {
    Work.DAILY_RUN: "the daily run",
    Work.READING: "reading the tabs",
    Work.STOCK_CHECK: "the stock check",
    Work.REPORT: "making a report",
    Work.BACKFILL: "making reports of past periods",
}
"""Each work in a sentence."""


@dataclass(frozen=True)
class NotRunningView(View):
    """What the templates of the notice may name."""

    is_well: bool
    words: str
    sentences: tuple[str, ...]


def build_not_running_view(message: NotRunningMessage) -> NotRunningView:
    """The notice's content, or that of the all-clear."""
    headline = _headline(message)
    return NotRunningView(
        subject=f"[Naloxone] {shorten(headline, LONGEST_SUBJECT, placeholder=' …')}",
        preheader=message.words,
        agency=message.agency,
        title="Running again" if message.is_well else f"Not running since {format_time(message.since)}",
        made_at=message.made_at,
        as_of=f"The tabs were last read on {format_time(message.read_at)}." if message.read_at else UNKNOWN,
        result=_result(message),
        is_well=message.is_well,
        words=f"What had failed: {message.words}" if message.is_well else message.words,
        sentences=_after_that(message),
    )


def _headline(message: NotRunningMessage) -> str:
    """What to do stands in the sentence of the failure, so that a full inbox shows as much of it as it can."""
    if message.is_well:
        return f"Running again: {CALLED[message.work]}"
    return f"Not running since {format_time(message.since)}: {message.words}"


def _result(message: NotRunningMessage) -> str:
    if message.is_well:
        return (
            f"Running again since {format_time(message.at)}: {CALLED[message.work]}. It had not run since "
            f"{format_time(message.since)}. There is nothing to do."
        )
    return f"Not running since {format_time(message.since)}: {CALLED[message.work]}. This is why, and what to do:"


def _after_that(message: NotRunningMessage) -> tuple[str, ...]:
    if message.is_well:
        return ("What was owed meanwhile is made by the daily run. “lbn status” shows how things stand.",)
    return (
        "It is tried again on its schedule, and what was missed is made up then. “lbn status” shows how things stand.",
        "This is not repeated for a week while it stays so; when all runs again, one more message says so.",
    )
