"""A message that has not left, for the coordinator: where it stands, where to look, what to do then."""

from collections.abc import Sequence

from schemas.delivery import DeliveryState, Unsent
from tasks.messages.delivery_words import WHAT_TO_DO
from tasks.messages.formatting import format_time

_MOMENT = {
    DeliveryState.QUEUED: "The next run sends it.",
    DeliveryState.SENDING: "A run hands it over now, or was stopped at that: the next run says which.",
}


def describe_unsent(message: Unsent) -> str:
    """The message's name and state on a line, and under it what there is to do."""
    why = f": {WHAT_TO_DO[message.reason]}" if message.reason else ""
    first = f"{message.name}, {message.state.value.replace('_', ' ')}{why}"
    return "\n    ".join([first, *_remedy(message)])


def _remedy(message: Unsent) -> Sequence[str]:
    if message.state in _MOMENT:
        return [_MOMENT[message.state]]
    if message.state is DeliveryState.FAILED:
        return [f"When that is put right: {_again(message)}"]
    marks = message.marks
    return [
        f"Look into the mailbox of {marks.recipient}, its junk folder too, for: {marks.subject}",
        f"Its date is {format_time(marks.sent_at)}, its Message-ID {marks.message_id}",
        f"If it is there, nothing is to be done. If not: {_again(message)}",
    ]


def _again(message: Unsent) -> str:
    if message.edition is None:
        return "nothing is lost, for `lbn status` and `lbn reconcile` say what it said."
    return f"lbn report {message.report} {message.period} --resend"
