"""Work that is watched: when it fails the coordinator is told once, weekly after that, and once when it runs again.

What was decided is written down before anything is sent: a notice stands in failing.json until it is in the ledger's
queue, under a name that the queue takes once. So a process that is killed in between neither loses a notice nor sends
two. Where the ledger is what fails, the notice goes out directly, and is struck from the file at the last moment at
which the server surely does not have it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from schemas.failure import Failing, Failure, Work
from schemas.outcome import RunOutcome
from tasks.context import Clock, ProgramContext, open_program, read_clock
from tasks.errors import Busy, OperationError, UsageError
from tasks.operations.deliver_notices import LedgerSays, ask_ledger, deliver_notices
from tasks.program_folder.failing_file import change_failing, load_failing
from tasks.program_folder.placeholders import list_sent_placeholders
from tasks.program_folder.settings import FILE_NAME as SETTINGS
from tasks.rules.watching.failures import (
    is_silent,
    is_to_be_told,
    name_next_notice,
    note_failure,
    note_success,
    tell_failure,
)
from tasks.unforeseen import restate_unforeseen

__all__ = ["Work", "add_told", "note_silence", "watch_work"]

Outcome = TypeVar("Outcome")

_BY_HAND = frozenset({Work.REPORT, Work.BACKFILL})
"""What a person asks for: that the call is wrong is said to the person, and to nobody else."""

SILENT = (
    "Nothing has been heard of the daily run for more than a day: it was killed, or never began. Look at the page of "
    "the runs and at the end of service/serve.log in the program's folder, or run `lbn run` by hand."
)


@contextmanager
def watch_work(folder: Path, work: Work, clock: Clock = read_clock) -> Iterator[list[str]]:
    """Note how the work inside ends, and tell the coordinator what must be told; its exception goes on as it is.

    Yields a list that holds, once the work is done, the names of the messages that left after it, such as an all-clear.

    It works from any process, with nothing but the program's folder. Put it round the whole of a run, and not round a
    step that is tried again.

    Args:
        folder: the program's folder.
        work: what is done inside.
        clock: tells the time.
    """
    started_at = _utc(clock)
    told: list[str] = []
    try:
        yield told
    except Busy:  # another run reads the tabs: that one is watched
        raise
    except Exception as error:
        problem = error if isinstance(error, OperationError) else restate_unforeseen(error)
        if not (work in _BY_HAND and isinstance(problem, UsageError)):
            with suppress(Exception):  # whatever goes wrong here must not hide what went wrong there
                _note_failure(folder, work, str(problem), started_at, clock)
        raise
    with suppress(OperationError):  # the work is done, whether that can be written down or not
        told.extend(_note_success(folder, work, clock))


def add_told(outcome: Outcome, told: Sequence[str]) -> Outcome:
    """Count what left after a run among what it sent: whoever has to send it on looks for so many."""
    if isinstance(outcome, RunOutcome):
        return outcome.model_copy(update={"sent": (*outcome.sent, *told)})
    return outcome


def note_silence(folder: Path, watched_since: datetime, clock: Clock = read_clock) -> None:
    """Note that nothing has been heard of the daily run for more than a day, and tell it as any other failure.

    Args:
        folder: the program's folder.
        watched_since: since when somebody has looked, in UTC without a zone.
        clock: tells the time.
    """
    if is_silent(load_failing(folder), watched_since, _utc(clock)):
        _note_failure(folder, Work.DAILY_RUN, SILENT, _utc(clock), clock)


def _note_failure(folder: Path, work: Work, words: str, started_at: datetime, clock: Clock) -> None:
    if not (folder / SETTINGS).is_file():  # no program: a slip of the pen in the call
        return
    program, now = _opened(folder, clock), _utc(clock)
    ledger = ask_ledger(program) if program else None
    read_at = ledger.read_at if ledger else None
    is_unread = ledger is not None and (read_at is None or read_at < started_at)
    seen = Failure(
        work=work,
        words=words,
        since=now,
        failed_at=now,
        is_of_reading=is_unread and work is not Work.STOCK_CHECK,
        read_at=read_at,
    )
    # with settings that are wrong, or that nobody filled in, nobody can be told: nobody knows whom, and by which way
    telling = None if program is None or list_sent_placeholders(program.settings) else program
    change_failing(folder, partial(_noted, seen=seen, program=telling, ledger=ledger))
    if telling:
        deliver_notices(telling, has_ledger=ledger is not None)
    if program:
        _show_failure(program)


def _show_failure(program: ProgramContext) -> None:
    """Show on the desk, too, that something does not run: a page of the last good day would look as if all did."""
    from tasks.operations.write_desk import rewrite_desk  # noqa: PLC0415 - the service's parent never needs the figures

    with suppress(OperationError):  # the ledger may be what fails
        rewrite_desk(program)


def _noted(before: Failing, seen: Failure, program: ProgramContext | None, ledger: LedgerSays | None) -> Failing:
    known = note_failure(before, seen)
    if program is None or not is_to_be_told(known, seen):
        return known
    return tell_failure(known, seen, _next_name(known, program, ledger))


def _note_success(folder: Path, work: Work, clock: Clock) -> tuple[str, ...]:
    """Note that work is done; names of the messages of which it let go."""
    known = load_failing(folder)
    program = _opened(folder, clock) if known.failures or known.notices else None
    before = deliver_notices(program) if program and known.notices else ()
    if known.failures or work is Work.DAILY_RUN:
        ledger = ask_ledger(program) if program else None
        change_failing(folder, partial(_ended, work=work, at=_utc(clock), program=program, ledger=ledger))
    return (*before, *deliver_notices(program)) if program else ()


def _ended(
    before: Failing, work: Work, at: datetime, program: ProgramContext | None, ledger: LedgerSays | None
) -> Failing:
    if program is None:
        return note_success(before, work, at)
    name = _next_name(before, program, ledger)
    return note_success(before, work, at, name, ledger.read_at if ledger else None)


def _next_name(known: Failing, program: ProgramContext, ledger: LedgerSays | None) -> str:
    return name_next_notice(known.last_notice, program.today(), ledger.notices if ledger else ())


def _opened(folder: Path, clock: Clock) -> ProgramContext | None:
    with suppress(OperationError):
        return open_program(folder, clock)
    return None


def _utc(clock: Clock) -> datetime:
    """Read the time to the fraction of a second: a reading may fail and another succeed within one."""
    return clock().astimezone(UTC).replace(tzinfo=None)
