"""Put an edition's message in the queue, in the transaction that keeps it; another copy where one is asked for."""

from collections.abc import Mapping
from itertools import count

from sqlalchemy import Connection

from schemas.delivery import DeliveryState
from schemas.message import Rendered
from tasks.context import ProgramContext
from tasks.messages.mime import Envelope, MessageName, compose
from tasks.messages.too_large import leave_out_too_large
from tasks.program_folder.paths import find_edition_folder
from tasks.store.editions import Edition, load_files
from tasks.store.messages import Message, list_message_names, queue_message


def make_envelope(program: ProgramContext) -> Envelope:
    """Address the program's messages: from whom, to whom, and when: now."""
    settings = program.settings
    sent_at = program.local(program.now())
    return Envelope(settings.agency.name, settings.mail.sender, settings.agency.coordinator, sent_at)


def queue_again(program: ProgramContext, connection: Connection, edition: Edition) -> str:
    """Queue another copy of an edition's message, from the files that the ledger keeps; return its name.

    Raises:
        DamagedEdition: one of these files isn't as it was made.
    """
    return queue_edition(program, connection, edition, load_files(connection, program.slug, *edition.key))


def queue_edition(program: ProgramContext, connection: Connection, edition: Edition, files: Mapping[str, bytes]) -> str:
    """Queue an edition's message and return its name; each copy has a name of its own."""
    name = _find_free_name(program, connection, edition)
    mailed = leave_out_too_large(_gather_rendered(files), find_edition_folder(*edition.key).as_posix())
    raw = compose(name, make_envelope(program), mailed)
    message = Message(name.file_name, *edition.key, DeliveryState.QUEUED, raw)
    queue_message(connection, program.slug, message, program.now())
    return name.file_name


def _find_free_name(program: ProgramContext, connection: Connection, edition: Edition) -> MessageName:
    taken = list_message_names(connection, program.slug, edition.report)
    names = (MessageName(*edition.key, copy) for copy in count())
    return next(one for one in names if one.file_name not in taken)


def _gather_rendered(files: Mapping[str, bytes]) -> Rendered:
    return Rendered(
        subject=files["subject.txt"].decode(),
        html=files["email.html"].decode(),
        text=files["email.txt"].decode(),
        csv=files["figures.csv"],
        pdf=files.get("report.pdf"),
        xlsx=files.get("report.xlsx"),
        png={picture: content for picture, content in files.items() if picture.endswith(".png")},
    )
