"""A message on its way out: where it stands, and why it did not leave."""

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
    """Why a message did not leave."""

    UNREACHABLE = "unreachable"
    UNENCRYPTED = "unencrypted"
    LOGIN = "login"
    BUSY = "busy"
    REFUSED = "refused"
    LOST = "lost"
    NOT_FILED = "not_filed"
    DAMAGED = "damaged"


class MailboxMarks(NamedTuple):
    """What a person finds a message by in a mailbox."""

    recipient: str
    subject: str
    sent_at: datetime
    message_id: str


class Unsent(NamedTuple):
    """A message that has not left, as far as anyone knows; it belongs to a report's edition, or to none."""

    name: str
    report: str
    period: str | None
    edition: int | None
    state: DeliveryState
    reason: DeliveryReason | None
    marks: MailboxMarks | None = None
    """Of one in doubt, for which a person looks in a mailbox; none where the ledger holds it damaged, and of others."""
