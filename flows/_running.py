"""The one way in which every flow works for the coordinator: find the program, do the work, leave a page of words.

Prefect keeps an exception with its words, its cause and its context, so only a sentence of ours leaves here.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from flows._looking_after import look_after_runs
from flows._pages import leave_page
from flows._programs import find_program, is_name
from tasks.errors import OperationError
from tasks.messages.run_page.page import Page, write_failure_page
from tasks.messages.run_page.sections import Seen
from tasks.operations.look_at_ledger import look_at_ledger
from tasks.operations.watch_work import Work, add_told, watch_work
from tasks.unforeseen import restate

Outcome = TypeVar("Outcome")


class Job(NamedTuple):
    """A kind of work: its title for people, the key of the pages that its runs leave, and what it is watched as."""

    title: str
    key: str
    work: Work


DAILY_RUN = Job("Daily run", "daily-run", Work.DAILY_RUN)
READING = Job("Read the Sheet", "read-the-sheet", Work.READING)
STOCK_CHECK = Job("Stock check", "stock-check", Work.STOCK_CHECK)
REPORT = Job("Report for a period", "report-for-a-period", Work.REPORT)
BACKFILL = Job("Backfill", "backfill", Work.BACKFILL)


def run_for_coordinator(
    job: Job, program: str, do: Callable[[str], Outcome], tell: Callable[[Outcome, Seen | None], Page]
) -> Outcome:
    """Do a flow's work and leave its page, in words; a failure leaves one too.

    Args:
        job: what the flow does.
        program: the program's name; empty: the one that is served.
        do: the work, on the program's folder.
        tell: the page for its outcome and for what the ledger holds after it.

    Raises:
        OperationError: it could not be done; the sentence alone, with nothing behind it.
    """
    look_after_runs()
    folder = ""
    try:
        folder = find_program(program)
        outcome = _do(folder, job, do)
    except Exception as error:  # noqa: BLE001 - any exception may quote a row
        problem = restate(error)
    else:
        _leave_page(job, program, lambda: tell(outcome, _look(folder)))
        return outcome
    _leave_page(job, program, lambda: write_failure_page(job.title, problem, _look(folder)))
    raise problem


def _do(folder: str, job: Job, do: Callable[[str], Outcome]) -> Outcome:
    """Do it watched: a failure is noted and told to the coordinator once, and so is its end."""
    with watch_work(Path(folder), job.work) as told:
        outcome = do(folder)
    return add_told(outcome, told)


def _look(folder: str) -> Seen | None:
    """Look at what the ledger holds; none where it can't be read: the page says the rest all the same."""
    try:
        return look_at_ledger(folder) if folder else None
    except OperationError:
        return None


def _leave_page(job: Job, program: str, make: Callable[[], Page]) -> None:
    """Leave the page of a run, under the key of its program."""
    key = f"{job.key}-{_as_key(program)}" if is_name(program) else job.key
    leave_page(key, make)


def _as_key(program: str) -> str:
    """Write a program's name in the letters that a key may have."""
    return "".join(letter if letter.isalnum() else "-" for letter in program.lower())
