"""A message that has not left: what became of it, where to look, what to do then."""

from collections.abc import Sequence

from schemas.delivery import DeliveryReason, DeliveryState, MailboxMarks, Unsent
from schemas.plain_text import to_visible_line
from tasks.messages.delivery_words import WHAT_TO_DO
from tasks.messages.formatting import format_count, format_time
from tasks.program_folder.paths import OUTBOX

_STATE = {
    DeliveryState.QUEUED: "queued",
    DeliveryState.SENDING: "sending",
    DeliveryState.UNKNOWN: "delivery unknown",
    DeliveryState.FAILED: "failed",
}

_NEVER_AGAIN = "It can't be sent again, but `lbn status` and `lbn reconcile` say what it said."

_MOMENT = {
    DeliveryState.QUEUED: "The next run sends it.",
    DeliveryState.SENDING: "A run is sending it now, or was stopped while sending: the next run says which.",
}


def describe_unsent(message: Unsent) -> str:
    """Write the message's name and state on a line, and under it what to do."""
    why = f": {WHAT_TO_DO[message.reason]}" if message.reason else ""
    first = f"{message.name}, {_STATE[message.state]}{why}"
    return "\n    ".join([first, *_remedy(message)])


def _remedy(message: Unsent) -> Sequence[str]:
    if message.state in _MOMENT:
        return [_MOMENT[message.state]]
    if message.state is DeliveryState.FAILED:
        when = "Without a backup" if message.reason is DeliveryReason.DAMAGED else "Once that is fixed"
        return [f"{when}: {_again(message)}" if message.edition else _NEVER_AGAIN]
    return [
        *_say_where_to_look(message.marks),
        f"If it is there, there is nothing to do. {f'If not: {_again(message)}' if message.edition else _NEVER_AGAIN}",
    ]


def _say_where_to_look(marks: MailboxMarks | None) -> Sequence[str]:
    if marks is None:
        return ["Look in the coordinator's mailbox, and in its junk folder; the ledger's own copy of it is damaged."]
    return [
        f"Look in the mailbox of {marks.recipient}, and in its junk folder, for: {marks.subject}",
        f"Its date is {format_time(marks.sent_at)}, and its Message-ID is {marks.message_id}",
    ]


def _again(message: Unsent) -> str:
    return f"lbn report {message.report} {message.period} --resend"


def describe_former(names: Sequence[str]) -> str:
    """Say what to do with messages that a ledger put into the outbox which is gone, and which made room for others."""
    first, *others = names
    lie = f" and {format_count(len(others), 'other')} lie" if others else " lies"
    them, their = ("them", "their names") if others else ("it", "its name")
    return (
        f"{to_visible_line(first)}{lie} in the folder {OUTBOX} from a ledger that was lost: compare {them} with the "
        f"new of {their}, without “-former”, before you send that on; then delete {them}."
    )
