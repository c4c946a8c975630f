"""What the ledger has kept goes where people find it: editions to their folders, queued messages out.

Everything is in the ledger before anything is written here, so a run that was killed in between loses nothing: the next
one puts what is missing in its place.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from schemas.delivery import DeliveryReason, DeliveryState
from tasks.context import ProgramContext
from tasks.delivery.registry import make_sender
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing, Sender
from tasks.errors import OperationError
from tasks.messages.delivery_words import WHAT_TO_DO
from tasks.messages.mime import Envelope
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.paths import find_edition_folder
from tasks.store.editions import list_editions, list_file_names, load_files
from tasks.store.messages import Message, Outcome, claim, find_messages, settle


class _SentByAnother(Exception):
    """Another run hands the message over."""


def deliver_messages(program: ProgramContext) -> Sequence[str]:
    """Write the files of editions that are missing, and send what is queued; the names of the messages sent."""
    _put_editions(program)
    return _send(program)


def deliver_report(program: ProgramContext, report: str) -> Sequence[str]:
    """Send what is queued of one report, and nothing else; the names of the messages sent."""
    return _send(program, report)


def make_envelope(program: ProgramContext) -> Envelope:
    """Address the program's messages: from whom, to whom, and when: now."""
    settings = program.settings
    sent_at = program.local(program.now())
    return Envelope(settings.agency.name, settings.mail.sender, settings.agency.coordinator, sent_at)


def write_edition(connection: Connection, program: ProgramContext, edition_key: tuple[str, str, int]) -> None:
    """Write an edition's files as they were made, over whatever has become of them."""
    for name, content in load_files(connection, program.slug, *edition_key).items():
        atomic_write(program.folder / find_edition_folder(*edition_key) / name, content)


def _put_editions(program: ProgramContext) -> None:
    with program.database.reading() as connection:
        for edition_key in list_editions(connection, program.slug):
            folder = program.folder / find_edition_folder(*edition_key)
            for name in list_file_names(connection, program.slug, *edition_key):
                if not (folder / name).exists():
                    atomic_write(folder / name, load_files(connection, program.slug, *edition_key)[name])


def _send(program: ProgramContext, report: str | None = None) -> Sequence[str]:
    """Send what is queued, one process at a time; what another run sends is not ours to wait for."""
    if not _find(program, DeliveryState.QUEUED) and not _find(program, DeliveryState.SENDING):
        return []
    sender = make_sender(program.settings.mail, program.folder)
    with program.database.sending() as is_ours:
        if not is_ours:
            return []
        _clear_up(program, sender)
        outcomes: dict[str, str] = {}
        # What another run queues meanwhile is sent too: that run may not send while this one does.
        while queued := [
            message
            for message in _find(program, DeliveryState.QUEUED)
            if message.name not in outcomes and report in (None, message.report)
        ]:
            outcomes |= {message.name: _send_one(program, sender, message) for message in queued}
    _check_all_sent([words for words in outcomes.values() if words])
    return [name for name, words in outcomes.items() if not words]


def _clear_up(program: ProgramContext, sender: Sender) -> None:
    """Settle messages that a killed run was handing over: nobody knows whether they arrived."""
    state = DeliveryState.QUEUED if sender.repeats_safely else DeliveryState.UNKNOWN
    for message in _find(program, DeliveryState.SENDING):
        _settle(program, message, state, DeliveryReason.LOST)


def _send_one(program: ProgramContext, sender: Sender, message: Message) -> str:
    """Send a message; what stood in its way and what to do, or nothing."""
    settings = program.settings
    outgoing = Outgoing(message.name, message.raw, settings.mail.sender, settings.agency.coordinator)
    reason, state, words = None, DeliveryState.SENT, ""
    try:
        sender.send(outgoing, lambda: _claim(program, message))
    except _SentByAnother:
        return ""
    except DeliveryFailure as failure:
        reason, words = failure.reason, str(failure)
        state = DeliveryState.FAILED if reason is DeliveryReason.REFUSED else DeliveryState.QUEUED
    except DeliveryUnknown:
        reason, state = DeliveryReason.LOST, DeliveryState.UNKNOWN
        words = WHAT_TO_DO[reason]
    _settle(program, message, state, reason)
    return words


def _claim(program: ProgramContext, message: Message) -> None:
    """Write down that the message is being handed over: a run that is killed before has surely not sent it."""
    with program.database.writing() as connection:
        if not claim(connection, program.slug, message.name):
            raise _SentByAnother


def _settle(program: ProgramContext, message: Message, state: DeliveryState, reason: DeliveryReason | None) -> None:
    with program.database.writing() as connection:
        by_mail = not program.settings.mail.is_outbox
        settle(connection, program.slug, message.name, Outcome(state, program.now(), by_mail, reason))


def _find(program: ProgramContext, state: DeliveryState) -> list[Message]:
    with program.database.reading() as connection:
        return find_messages(connection, program.slug, state)


def _check_all_sent(failures: Sequence[str]) -> None:
    if failures:
        why = "; ".join(dict.fromkeys(failures))
        msg = (
            f"{len(failures)} of the messages did not leave, as far as is known: {why}. The reports are made and "
            "kept; `lbn status` lists the messages and says what to do about each."
        )
        raise OperationError(msg)
