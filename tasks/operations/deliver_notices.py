"""Notices of what does not run: into the ledger's queue and out; or out directly, where the ledger is what fails."""

from collections.abc import Collection, Iterable
from contextlib import closing, suppress
from datetime import datetime
from typing import NamedTuple

from schemas.delivery import DeliveryState
from schemas.failure import Failing, Notice
from schemas.message import NotRunningMessage
from tasks.context import ProgramContext
from tasks.delivery.registry import make_sender
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing, Sender
from tasks.errors import OperationError
from tasks.messages.mime import MessageName, compose
from tasks.messages.render import render_not_running
from tasks.operations.deliver_messages import deliver_report
from tasks.operations.queue_edition import make_envelope
from tasks.operations.read_as_of import read_program_as_of
from tasks.program_folder.failing_file import change_failing, load_failing
from tasks.program_folder.report_definitions import NOT_RUNNING, find_template_folders
from tasks.rules.watching.failures import remove_notice
from tasks.store.messages import Message, list_message_names, queue_message
from tasks.store.rows import find_last_read

RUNNING_AGAIN = "running-again"
"""How the all-clear is named in the outbox."""


class _GoneAlready(Exception):
    """Another process hands the notice over."""


class LedgerSays(NamedTuple):
    """What the ledger is asked when something fails."""

    read_at: datetime | None
    notices: Collection[str]


def ask_ledger(program: ProgramContext) -> LedgerSays | None:
    """Ask when the tabs were last read, and for the notices in the queue; none where the ledger is what fails."""
    prefixes = (f"{NOT_RUNNING}-", f"{RUNNING_AGAIN}-")
    with suppress(OperationError), program.database.reading() as connection:
        files = list_message_names(connection, program.slug, NOT_RUNNING)
        names = {name.removesuffix(".eml").removeprefix(prefix) for name in files for prefix in prefixes}
        return LedgerSays(find_last_read(connection, program.slug), names)
    return None


def deliver_notices(program: ProgramContext, *, has_ledger: bool = True) -> tuple[str, ...]:
    """Put what waits in failing.json into the queue, and send the notices that are queued; names of those that left it.

    What cannot leave stays where it is: the next run tries again.

    Args:
        program: whose notices.
        has_ledger: whether the ledger can be asked; if not, nobody waits for it once more.
    """
    left_out = [one for one in load_failing(program.folder).notices if not (has_ledger and _is_queued(program, one))]
    with suppress(OperationError, DeliveryFailure, DeliveryUnknown):
        _send_directly(program, left_out)
    if has_ledger:
        with suppress(OperationError):
            return deliver_report(program, NOT_RUNNING).names
    return ()


def _is_queued(program: ProgramContext, notice: Notice) -> bool:
    with suppress(OperationError):
        _queue(program, notice)
        return True
    return False


def _queue(program: ProgramContext, notice: Notice) -> None:
    name = _name(notice)
    with program.database.writing() as connection:
        if name.file_name not in list_message_names(connection, program.slug, NOT_RUNNING):
            raw = _composed(program, notice)
            queued = Message(name.file_name, NOT_RUNNING, None, None, DeliveryState.QUEUED, raw)
            queue_message(connection, program.slug, queued, program.now())
    _strike(program, notice)


def _send_directly(program: ProgramContext, notices: Iterable[Notice]) -> None:
    """Hand notices over without the queue, until one shows that none can leave now."""
    with closing(make_sender(program.settings.mail, program.folder)) as sender:
        for notice in notices:
            with suppress(OperationError):  # the folder outbox/ cannot take it: the others it may
                _hand_over(program, sender, notice)


def _hand_over(program: ProgramContext, sender: Sender, notice: Notice) -> None:
    """Hand a notice over.

    At most one copy arrives, and none is lost that surely was not taken: it is struck from the file at the last moment
    before; or after, where a second copy falls on the first.

    Raises:
        DeliveryFailure: it surely was not taken, and nor would another be.
        DeliveryUnknown: nobody knows.
    """
    settings = program.settings
    raw = _composed(program, notice)
    outgoing = Outgoing(_name(notice).file_name, raw, settings.mail.sender, settings.agency.coordinator)
    try:
        sender.send(outgoing, lambda: None if sender.repeats_safely else _claim(program, notice))
    except DeliveryFailure as failure:
        _put_back(program, notice)
        if not failure.is_of_message:
            raise
    except _GoneAlready:
        return
    else:
        _strike(program, notice)


def _claim(program: ProgramContext, notice: Notice) -> None:
    """Write down that a notice is being handed over: a process that is killed before has surely not sent it."""
    if not _strike(program, notice):
        raise _GoneAlready


def _strike(program: ProgramContext, notice: Notice) -> bool:
    """Take a notice out of failing.json; false if another process has done so."""
    was_there = False

    def strike(known: Failing) -> Failing:
        nonlocal was_there
        was_there = notice in known.notices
        return remove_notice(known, notice)

    change_failing(program.folder, strike)
    return was_there


def _put_back(program: ProgramContext, notice: Notice) -> None:
    def put_back(known: Failing) -> Failing:
        others = remove_notice(known, notice).notices
        return known.model_copy(update={"notices": (notice, *others)})

    change_failing(program.folder, put_back)


def _name(notice: Notice) -> MessageName:
    return MessageName(RUNNING_AGAIN if notice.is_well else NOT_RUNNING, notice.name, None)


def _composed(program: ProgramContext, notice: Notice) -> bytes:
    folders = find_template_folders(NOT_RUNNING, program.folder)
    # All of it is of the moment of the decision: however often it is composed, it is one message.
    at = make_envelope(program)._replace(sent_at=program.local(notice.at))
    return compose(_name(notice), at, render_not_running(_message(program, notice), folders))


def _message(program: ProgramContext, notice: Notice) -> NotRunningMessage:
    return NotRunningMessage(
        agency=program.settings.agency.name,
        made_at=program.local(notice.at),
        read_at=program.local(notice.read_at) if notice.read_at else None,
        work=notice.work,
        words=notice.words,
        since=program.local(notice.since),
        at=program.local(notice.at),
        is_well=notice.is_well,
        is_never_read=notice.read_at is None and _is_never_read(program),
    )


def _is_never_read(program: ProgramContext) -> bool:
    """Tell whether it is known that no tab has ever been read: a ledger that cannot be opened tells nothing."""
    with suppress(OperationError):
        return read_program_as_of(program).read_at is None
    return False
