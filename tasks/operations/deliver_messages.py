"""What the ledger has kept goes where people find it: editions to their folders, queued messages out.

Everything is in the ledger before anything is written here, so a run that was killed in between loses nothing: the next
one puts what is missing in its place.
"""

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from schemas.delivery import DeliveryState
from tasks.context import ProgramContext
from tasks.delivery.registry import make_sender
from tasks.errors import OperationError, UsageError
from tasks.operations.list_due import find_missing
from tasks.operations.missing_editions import MissingEditions
from tasks.operations.replaceable_editions import is_replaceable
from tasks.operations.send_queue import SendingRun, list_queue
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.paths import find_edition_folder
from tasks.store.editions import DamagedEdition, find_in_force, list_file_names, load_files
from tasks.store.sending_time import find_sending_seconds, note_sending

LONGEST_SENDING_SECONDS = 600.0
"""A run that has been sending for longer most likely hangs."""

MOST_REASONS_TOLD = 5


class Delivered(NamedTuple):
    """What left, and how many messages wait because another run is sending."""

    names: tuple[str, ...]
    waiting_messages: int = 0


def deliver_messages(program: ProgramContext, *, is_of_run: bool = True) -> Delivered:
    """Write the files of editions that are missing, and send what is queued.

    Args:
        program: which one.
        is_of_run: whether every edition in force is to be whole, as a run is to tell; who asks for some reports is told
            of the others otherwise.

    Raises:
        OperationError: a file could not be written, or a message did not leave; all else has been done.
    """
    unwritten = _put_editions(program)
    delivered, failures = _send(program)
    _check_all_done(look_for_missing(program).describe() if is_of_run else (), unwritten, failures)
    return delivered


def deliver_made(program: ProgramContext, made: str) -> Delivered:
    """Deliver what a person asked for; what could not be done is told after what was made.

    Args:
        program: which one.
        made: what was made, in a sentence; empty where nothing was.

    Raises:
        OperationError: as in a run, but for editions that nobody asked for.
    """
    try:
        return deliver_messages(program, is_of_run=False)
    except UsageError:
        raise
    except OperationError as problem:
        if not made:
            raise
        said = str(problem)
    msg = f"{made} {said}"
    raise OperationError(msg)


def look_for_missing(program: ProgramContext) -> MissingEditions:
    """Look for editions in force that are lost or damaged."""
    with program.database.reading() as connection:
        return find_missing(program, connection)


def deliver_report(program: ProgramContext, report: str) -> Delivered:
    """Send what is queued of one report, and nothing else.

    Raises:
        OperationError: a message did not leave.
    """
    delivered, failures = _send(program, report)
    _check_all_done((), (), failures)
    return delivered


def write_edition(connection: Connection, program: ProgramContext, edition_key: tuple[str, str, int]) -> None:
    """Write an edition's files as they were made, over whatever has become of them."""
    for name, content in load_files(connection, program.slug, *edition_key).items():
        atomic_write(program.folder / find_edition_folder(*edition_key) / name, content)


def _put_editions(program: ProgramContext) -> list[str]:
    """Write the files that are missing, and return what stood in the way: one edition holds up no other.

    Of an edition that is damaged in the ledger nothing is written. A run tells of it only where one in force is; `lbn
    check` names the others.
    """
    with program.database.reading() as connection:
        files = list_file_names(connection, program.slug)
        in_force = find_in_force(connection, program.slug)
    problems = []
    for edition_key, names in files.items():
        try:
            _put_edition(program, edition_key, names)
        except DamagedEdition as problem:
            if edition_key in in_force and is_replaceable(program, edition_key):
                problems.append(str(problem))
        except OperationError as problem:
            problems.append(str(problem))
        except OSError as error:
            where = find_edition_folder(*edition_key)
            problems.append(f"The folder {where} cannot be used ({error.strerror}); allow this account to use it.")
    return problems


def _put_edition(program: ProgramContext, edition_key: tuple[str, str, int], names: Sequence[str]) -> None:
    folder = program.folder / find_edition_folder(*edition_key)
    if missing := set(names) - _list_there(folder):
        with program.database.reading() as connection:
            files = load_files(connection, program.slug, *edition_key)
        for name in sorted(missing):
            atomic_write(folder / name, files[name])


def _list_there(folder: Path) -> set[str]:
    """List what a folder holds in one look, for a program has thousands of files; none where there's no folder."""
    try:
        return {file.name for file in os.scandir(folder) if not file.is_symlink() or Path(file).exists()}
    except (FileNotFoundError, NotADirectoryError):
        return set()


def _send(program: ProgramContext, report: str | None = None) -> tuple[Delivered, list[str]]:
    """Send what is queued, one process at a time; what another run sends is not ours to wait for."""
    if not any(list_queue(program, state) for state in (DeliveryState.QUEUED, DeliveryState.SENDING)):
        return Delivered(()), []
    sender = make_sender(program.settings.mail, program.folder)
    with program.database.sending() as is_ours, closing(sender):
        if is_ours:
            note_sending(program.database, program.moment())
            run = SendingRun(program, sender, report)
            return Delivered(tuple(run.send_all())), run.failures
    waiting = len(list_queue(program, DeliveryState.QUEUED, report))
    return Delivered((), waiting), _tell_hanging(program, waiting)


def _tell_hanging(program: ProgramContext, waiting_messages: int) -> list[str]:
    """Say it where the run that is sending has been at it for too long, and something waits."""
    seconds = find_sending_seconds(program.database, program.moment())
    if not waiting_messages or seconds is None or seconds <= LONGEST_SENDING_SECONDS:
        return []
    why = f"another run has been sending for {seconds / 60:.0f} minutes; look for a process that hangs, and end it"
    return [why] * waiting_messages


def _check_all_done(missing: Sequence[str], unwritten: Sequence[str], unsent: Sequence[str]) -> None:
    said = [_join(missing, " ")] if missing else []
    if unwritten:
        said.append(f"{_join(unwritten, ' ')} The editions are kept.")
    if unsent:
        said.append(
            f"{len(unsent)} of the messages did not leave, as far as is known: {_join(unsent, '; ')}. The reports "
            "are made and kept; `lbn status` lists the messages and says what to do about each."
        )
    if said:
        raise OperationError(" ".join(said))


def _join(sentences: Sequence[str], between: str) -> str:
    """Say each once, and of many only the first."""
    each = list(dict.fromkeys(sentences))
    more = [f"and {len(each) - MOST_REASONS_TOLD} more like these"] if len(each) > MOST_REASONS_TOLD else []
    if between == "; ":
        return between.join([*(one.rstrip(".") for one in each[:MOST_REASONS_TOLD]), *more])
    return between.join([*each[:MOST_REASONS_TOLD], *(f"{one.capitalize()}." for one in more)])
