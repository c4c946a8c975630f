# ruff: noqa: PLC0415 - a program loads only the way of sending that its lbn.toml names
"""The ways of sending by name: each word that mail.transport in lbn.toml can be, and the file that sends that way."""

from pathlib import Path
from typing import assert_never

from schemas.mail import Mail, Transport
from tasks.delivery.sender import Sender


def make_sender(mail: Mail, folder: Path) -> Sender:
    """Make the sender that lbn.toml names.

    Raises:
        UsageError: a secret that it needs is missing, or mail.oauth does not fit.
    """
    match mail.transport:
        case Transport.OUTBOX:
            from tasks.delivery.outbox import open_outbox

            return open_outbox(folder)
        case Transport.SMTP:
            from tasks.delivery.smtp import open_smtp

            return open_smtp(mail, folder)
        case Transport.SMTP_OAUTH:
            from tasks.delivery.smtp_oauth import open_smtp_oauth

            return open_smtp_oauth(mail, folder)
        case Transport.GRAPH:
            from tasks.delivery.graph import open_graph

            return open_graph(mail, folder)
        case _:
            assert_never(mail.transport)
