"""What to do about a message that did not leave: half a sentence that goes behind a colon.

The ledger keeps the reason. Where a reason has several causes, the cause is told at once and by `lbn check`.
"""

from collections.abc import Mapping
from enum import StrEnum
from string import Template

from schemas.delivery import DeliveryReason

MAIL_SERVER = "the mail server"

WHAT_TO_DO: Mapping[DeliveryReason, str] = {
    DeliveryReason.UNREACHABLE: "the mail server doesn't answer; check mail.smtp in lbn.toml and the network",
    DeliveryReason.UNENCRYPTED: "the line to the mail server could not be encrypted; `lbn check` says why",
    DeliveryReason.LOGIN: "the mail server rejected the login; check the account and its password or secret",
    DeliveryReason.BUSY: "the mail server asked to try again later",
    DeliveryReason.REFUSED: (
        "the mail server rejected the message; check mail.from and agency.coordinator in lbn.toml, and ask its "
        "administrator how large a message may be"
    ),
    DeliveryReason.LOST: "the connection broke while the message was on its way: it may have arrived, or not",
    DeliveryReason.NOT_FILED: (
        "it could not be put into the folder outbox; move away what has its name there, or allow writing there"
    ),
    DeliveryReason.DAMAGED: "the ledger holds it damaged, so it was not sent; restore a backup to get it back",
}


class FailureCause(StrEnum):
    """Which of its causes a reason has."""

    NO_WELCOME = "no welcome"
    NOT_OFFERED = "not offered"
    NOT_READY = "not ready"
    UNTRUSTED = "untrusted"
    EXPIRED = "expired"
    OTHER_NAME = "other name"
    NO_COMMON_WAY = "no common way"
    PLAIN_PORT = "plain port"
    ENCRYPTED_PORT = "encrypted port"


_BY_CAUSE: Mapping[FailureCause, Template] = {
    FailureCause.NO_WELCOME: Template(
        "$server answers, but takes no mail from here; ask its administrator whether this computer may send"
    ),
    FailureCause.NOT_OFFERED: Template(
        "$server offers no encryption on this port; ask its administrator to turn on STARTTLS, or for the port that "
        "has it"
    ),
    FailureCause.NOT_READY: Template(
        "$server offers encryption but could not begin it; ask its administrator to look at its certificate"
    ),
    FailureCause.UNTRUSTED: Template(
        "the certificate of $server is not trusted here: no authority that this computer knows has signed it; ask "
        "the server's administrator for the authority's certificate, and add it to those that this computer trusts"
    ),
    FailureCause.EXPIRED: Template(
        "the certificate of $server has expired, or is not valid yet; check this computer's clock, then ask the "
        "server's administrator to renew it"
    ),
    FailureCause.OTHER_NAME: Template(
        "the certificate of $server is for another name than lbn.toml has; write the server's name as its "
        "administrator gives it"
    ),
    FailureCause.NO_COMMON_WAY: Template(
        "$server and this computer found no way to encrypt that both know; ask the server's administrator to allow "
        "TLS 1.2 or newer"
    ),
    FailureCause.PLAIN_PORT: Template(
        "mail.smtp in lbn.toml begins with smtps://, but this port of $server begins without encryption; write "
        "smtp:// (its port is usually 587), or the port for smtps:// (usually 465)"
    ),
    FailureCause.ENCRYPTED_PORT: Template(
        "mail.smtp in lbn.toml begins with smtp://, but this port of $server is encrypted from the first byte; write "
        "smtps:// (its port is usually 465), or the port for smtp:// (usually 587)"
    ),
}


def describe_cause(cause: FailureCause, server: str = MAIL_SERVER) -> str:
    """Say what stood in the way, and what to do."""
    return _BY_CAUSE[cause].substitute(server=server)
