"""What isn't running, since when, why, and what to do; and the all-clear."""

import re
from dataclasses import dataclass

from schemas.failure import Work
from schemas.message import NotRunningMessage
from tasks.messages.formatting import format_time
from tasks.messages.view import View

LONGEST_SUBJECT = 150
_BETWEEN_SENTENCES = re.compile(r"(?<=[.?!]) (?=[A-Z“])")
UNKNOWN = "It isn't known when the tabs were last read."
NEVER_READ = "The tabs have never been read."

CALLED = {
    Work.DAILY_RUN: "the daily run",
    Work.READING: "reading the tabs",
    Work.STOCK_CHECK: "the stock check",
    Work.REPORT: "making a report",
    Work.BACKFILL: "making reports for past periods",
}
"""Each work in a sentence."""

_STATUS = "“lbn status” shows where the program stands."


@dataclass(frozen=True)
class NotRunningView(View):
    """What the templates of the notice may name."""

    is_well: bool
    words: str | None
    sentences: tuple[str, ...]


def build_not_running_view(message: NotRunningMessage) -> NotRunningView:
    """Build the notice's content, or that of the all-clear."""
    return NotRunningView(
        subject=f"[Naloxone] {_headline(message)}",
        preheader=_result(message) if message.is_well else message.words,
        agency=message.agency,
        title="Running again" if message.is_well else f"Not running since {format_time(message.since)}",
        made_at=message.made_at,
        as_of=_write_as_of(message),
        result=_result(message),
        is_well=message.is_well,
        words=None if message.is_well else message.words,
        sentences=_after_that(message),
    )


def _write_as_of(message: NotRunningMessage) -> str:
    if message.read_at:
        return f"The tabs were last read on {format_time(message.read_at)}."
    return NEVER_READ if message.is_never_read else UNKNOWN


def _headline(message: NotRunningMessage) -> str:
    """Put as many whole sentences of the failure as fit: one that is cut says something else."""
    if message.is_well:
        return f"Running again: {CALLED[message.work]}"
    since = f"Not running since {format_time(message.since)}"
    sentences = _BETWEEN_SENTENCES.split(message.words)
    heads = (f"{since}: {' '.join(sentences[:count])}" for count in range(len(sentences), 0, -1))
    whole = (head for head in heads if len(head) <= LONGEST_SUBJECT)
    return next(whole, f"{since}: {CALLED[message.work]}. Here is what to do")


def _result(message: NotRunningMessage) -> str:
    if message.is_well:
        return (
            f"Running again since {format_time(message.at)}: {CALLED[message.work]}. It had not run since "
            f"{format_time(message.since)}. About this failure nothing is left to do."
        )
    return f"Not running since {format_time(message.since)}: {CALLED[message.work]}. Here is why, and what to do:"


def _after_that(message: NotRunningMessage) -> tuple[str, ...]:
    if message.is_well:
        return (f"The daily run makes the reports that came due in the meantime. {_STATUS}",)
    return (
        f"The next scheduled run tries again and makes up for what was missed. {_STATUS}",
        "If nothing changes, you won't hear of this again for a week. Once it runs again, one more message says so.",
    )
