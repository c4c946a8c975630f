"""What the ledger has kept goes where people find it: editions to their folders, queued messages out.

Everything is in the ledger before anything is written here, so a run that was killed in between loses nothing: the next
one puts what is missing in its place.
"""

from collections.abc import Sequence

from tasks.mail import Envelope, deliver_to_outbox
from tasks.presentation.folders import OUTBOX, edition_folder
from tasks.program.opening import Program
from tasks.store import editions as kept
from tasks.store.tables import MessageState
from tasks.whole_files import write_whole


def post(program: Program) -> Sequence[str]:
    """Write the files of editions that are missing, and send what is queued; the names of the messages sent."""
    _put_editions(program)
    return _send(program)


def envelope(program: Program) -> Envelope:
    """From whom to whom the program's messages go, and when: now."""
    settings = program.settings
    sent_at = program.local(program.now())
    return Envelope(settings.agency.name, settings.mail.sender, settings.agency.coordinator, sent_at)


def _put_editions(program: Program) -> None:
    with program.database.reading() as connection:
        for place in kept.all_editions(connection, program.slug):
            folder = program.folder / edition_folder(*place)
            for name in kept.file_names(connection, program.slug, *place):
                if not (folder / name).exists():
                    write_whole(folder / name, kept.files_of(connection, program.slug, *place)[name])


def _send(program: Program) -> Sequence[str]:
    with program.database.reading() as connection:
        queued = kept.find_messages(connection, program.slug, MessageState.QUEUED)
    for message in queued:
        deliver_to_outbox(program.folder / OUTBOX, message.name, message.raw)
        with program.database.writing() as connection:
            kept.mark_sent(connection, program.slug, message.name, program.now())
    return [message.name for message in queued]
