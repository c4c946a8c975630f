"""What to do about a message that did not leave, for each reason: half a sentence that goes behind a colon."""

from collections.abc import Mapping

from schemas.delivery import DeliveryReason

WHAT_TO_DO: Mapping[DeliveryReason, str] = {
    DeliveryReason.UNREACHABLE: "the mail server doesn't answer; check mail.smtp in lbn.toml and the network",
    DeliveryReason.UNENCRYPTED: (
        "the mail server doesn't offer valid encryption; ask its administrator to turn on STARTTLS"
    ),
    DeliveryReason.LOGIN: "the mail server rejected the login; check the account and its password or secret",
    DeliveryReason.BUSY: "the mail server asked to try again later",
    DeliveryReason.REFUSED: (
        "the mail server rejected the message; check mail.from and agency.coordinator in lbn.toml, and ask its "
        "administrator how large a message may be"
    ),
    DeliveryReason.LOST: "the connection broke while the message was on its way: it may have arrived, or not",
}
