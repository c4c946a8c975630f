"""What a worker does on one program: what the command of that name does, in counts, codes and our own sentences."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import assert_never

from schemas.due import UNDONE, DueState
from schemas.hosted import Asked, HostedCommand, HostedProgram, Job
from schemas.outcome import Status
from tasks.context import ProgramContext, open_program
from tasks.errors import Busy, NotPublished, OperationError, Unreachable
from tasks.messages.due_words import describe_months_left_out
from tasks.operations.backfill_reports import backfill_reports
from tasks.operations.check_program import check_program
from tasks.operations.run_program import run_program
from tasks.operations.summarize_status import summarize_status
from tasks.operations.watch_work import Work, add_told, watch_work
from tasks.program_folder.failing_file import load_failing
from tasks.unforeseen import restate


def work_on_program(job: Job) -> HostedProgram | None:
    """Do on a program what is asked; whatever goes wrong in it is its own, and is told in a sentence.

    Nothing is said where what is in the way passes by itself, and the job can wait for it.
    """
    is_patient = job.turn is not None and job.turn.is_patient
    folder = Path(job.folder)
    if job.unfinished:
        return _note_unfinished(folder, job.unfinished)
    try:
        return _choose_work(job.asked, is_patient=is_patient)(folder)
    except Busy as error:
        return None if is_patient else _tell_problem(folder, restate(error))
    except Exception as error:  # noqa: BLE001 - any exception may quote a row, and none may reach the next program
        return _tell_problem(folder, restate(error))


def _choose_work(asked: Asked, *, is_patient: bool) -> Callable[[Path], HostedProgram]:
    match asked.command:
        case HostedCommand.RUN:
            return partial(_run, asked=asked, is_patient=is_patient)
        case HostedCommand.STATUS:
            return _find_status
        case HostedCommand.CHECK:
            return _check
        case HostedCommand.BACKFILL:
            return partial(_backfill, asked=asked)
        case _:
            assert_never(asked.command)


def _run(folder: Path, asked: Asked, *, is_patient: bool) -> HostedProgram:
    with watch_work(folder, Work.DAILY_RUN) as told, _waiting_for_what_passes(is_patient):
        program = open_program(folder)
        outcome = run_program(program, is_date_known=asked.is_date_known)
    outcome = add_told(outcome, told)
    is_outbox = program.settings.mail.is_outbox
    return _with_status(program).model_copy(
        update={
            "read": outcome.ingest.read,
            "made": sum(item.is_new for item in outcome.reports),
            "sent": 0 if is_outbox else len(outcome.sent),
            "ready": len(outcome.sent) if is_outbox else 0,
            "waiting": outcome.waiting,
        }
    )


@contextmanager
def _waiting_for_what_passes(is_patient: bool) -> Iterator[None]:
    """Count a network or a database that is away as another run at work: nobody is told before the last try."""
    problem = ""
    try:
        yield
    except Unreachable as error:
        if not is_patient:
            raise
        problem = str(error)
    if problem:
        raise Busy(problem)


def _backfill(folder: Path, asked: Asked) -> HostedProgram:
    outcome = backfill_reports(
        open_program(folder),
        first_month=asked.first_month,
        last_month=asked.last_month,
        report=asked.report,
        dry_run=asked.dry_run,
        as_known=asked.as_known,
        is_date_known=asked.is_date_known,
    )
    new, is_dry = sum(item.is_new for item in outcome.reports), outcome.dry_run
    made, would_make = (None, new) if is_dry else (new, None)
    return HostedProgram(
        code=0,
        words=" ".join(describe_months_left_out(outcome.months_left_out)) or None,
        made=made,
        would_make=would_make,
        failing_since=_find_failing_since(folder),
    )


def _find_status(folder: Path) -> HostedProgram:
    return _with_status(open_program(folder))


def _check(folder: Path) -> HostedProgram:
    """Check every part; which parts have something to do is told, and not what, for that may name lots and files."""
    wrong = [found for found in check_program(folder) if not found.is_ok]
    parts = ", ".join(dict.fromkeys(found.part for found in wrong))
    return HostedProgram(
        code=0 if not wrong else 2 if any(found.is_wrong_call for found in wrong) else 1,
        words=f"To do: {parts}. `lbn check` for this program says what." if wrong else None,
        to_do=len(wrong),
        failing_since=_find_failing_since(folder),
    )


def _with_status(program: ProgramContext) -> HostedProgram:
    status = summarize_status(program)
    return HostedProgram(
        code=0,
        counted=status.entries if status.last_read else None,
        held=status.held if status.last_read else None,
        due=sum(one.state in UNDONE for one in status.due),
        overdue=sum(one.state is DueState.OVERDUE for one in status.due),
        failing_since=_in_utc(status),
    )


def _in_utc(status: Status) -> datetime | None:
    return status.failing.since.astimezone(UTC) if status.failing else None


def _tell_problem(folder: Path, problem: OperationError) -> HostedProgram:
    counts = problem.counts if isinstance(problem, NotPublished) else None
    return HostedProgram(
        code=problem.exit_code,
        words=" ".join(str(problem).split()),
        read=counts.read if counts else None,
        failing_since=_find_failing_since(folder),
    )


def _find_failing_since(folder: Path) -> datetime | None:
    """Find it in failing.json, which can be read where settings or ledger cannot."""
    since = [one.since for one in load_failing(folder).failures]
    return min(since).replace(microsecond=0, tzinfo=UTC) if since else None


def _note_unfinished(folder: Path, words: str) -> HostedProgram:
    """Note that a daily run was not finished, as if it had failed with this sentence: its coordinator is told."""
    with suppress(OperationError), watch_work(folder, Work.DAILY_RUN):
        raise OperationError(words)
    return HostedProgram(code=1, words=words, failing_since=_find_failing_since(folder))
