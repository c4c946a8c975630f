"""What becomes of a message on its way out."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class DeliveryState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "in_doubt"
    FAILED = "failed"


class DeliveryReason(StrEnum):
    """Why a message did not leave; words for people are in `WHAT_TO_DO`."""

    UNREACHABLE = "unreachable"
    UNENCRYPTED = "unencrypted"
    LOGIN = "login"
    BUSY = "busy"
    REFUSED = "refused"
    LOST = "lost"


WHAT_TO_DO = {
    DeliveryReason.UNREACHABLE: "the mail server does not answer; look at mail.smtp in lbn.toml and at the network",
    DeliveryReason.UNENCRYPTED: "the mail server offers no valid encryption; ask its administrator for STARTTLS",
    DeliveryReason.LOGIN: "the mail server refuses the login; look at the account and its password or secret",
    DeliveryReason.BUSY: "the mail server asks to try later",
    DeliveryReason.REFUSED: "the mail server refuses the message; look at mail.from and agency.coordinator in "
    "lbn.toml, and ask its administrator which sizes it takes",
    DeliveryReason.LOST: "the line broke when the message was on its way: it may have arrived, or not",
}


class MailboxMarks(NamedTuple):
    """What tells a message from others in a mailbox."""

    recipient: str
    subject: str
    sent_at: datetime
    message_id: str


class Unsent(NamedTuple):
    """A message that has not left, as far as anyone knows; of a report's edition, or of none."""

    name: str
    report: str
    period: str | None
    edition: int | None
    state: DeliveryState
    reason: DeliveryReason | None
    marks: MailboxMarks
