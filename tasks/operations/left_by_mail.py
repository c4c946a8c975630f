"""Whether the message of an edition left by mail, or went into the folder outbox/."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from schemas.settings import Settings
from tasks.program_folder.paths import OUTBOX
from tasks.store.messages import SentEdition, list_sent_editions


def has_left_by_mail(message: SentEdition, settings: Settings, folder: Path) -> bool:
    """Tell whether a message left by mail; before that was kept, the settings and the outbox have to tell."""
    if message.by_mail is not None:
        return message.by_mail
    return not settings.mail.is_outbox and not (folder / OUTBOX / message.name).exists()


def list_left_by_mail(connection: Connection, slug: str, settings: Settings, folder: Path) -> Iterator[tuple[str, str]]:
    """List the reports and periods of which the message of an edition has left by mail."""
    for message in list_sent_editions(connection, slug):
        if has_left_by_mail(message, settings, folder):
            yield message.report, message.period
