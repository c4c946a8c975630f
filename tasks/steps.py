"""The Prefect tasks: each opens the program, calls one operation, logs counts, and returns the operation's outcome.

Rows never cross a task's border. No result is kept, none is cached, and only a source that the network fails is
read again: the rest is either done in one transaction or refused for a reason that stays. A source has patience of its
own (Google's outlasts a minute), so a step waits long and tries again seldom.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import Task, get_run_logger, task
from prefect.client.schemas.objects import State, TaskRun

from schemas.outcome import BackfillItem, BackfillOutcome, IngestCounts, ReportOutcome
from schemas.problem import CannotGoOn, NotPublished, Unreachable
from schemas.stock import Reconciliation
from tasks.catalogue import definition
from tasks.presentation.mistakes import restated
from tasks.program import digest, direct, posting, reports, run
from tasks.program.opening import Program, open_program
from tasks.program.report_figures import Wanted
from tasks.rules.periods import last_ended, reports_owed

Given = ParamSpec("Given")
Outcome = TypeVar("Outcome")


def in_own_words(step: Callable[Given, Outcome]) -> Callable[Given, Outcome]:
    """Let an exception out as a sentence of ours only: Prefect keeps its words, its cause and its context for ever."""

    @wraps(step)
    def quoting_nothing(*args: Given.args, **kwargs: Given.kwargs) -> Outcome:
        try:
            return step(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - any exception may quote a row
            problem = _anew(error) if isinstance(error, CannotGoOn) else restated(error)
        raise problem

    return quoting_nothing


def _anew(problem: CannotGoOn) -> CannotGoOn:
    """The same, without what it followed from."""
    if isinstance(problem, NotPublished):
        return NotPublished(str(problem), problem.counts)
    return type(problem)(str(problem))


def is_of_the_network(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a step failed for a reason that passes by itself; a refusal does not."""
    return isinstance(state.result(raise_on_failure=False), Unreachable)


@task(persist_result=False, retries=2, retry_delay_seconds=[60, 300], retry_condition_fn=is_of_the_network)
@in_own_words
def ingest_entries(folder: str, *, accept_withdrawals: bool = False) -> IngestCounts:
    """Bring the ledger to what the tabs say."""
    counts = direct.ingest_entries(_open(folder), accept_withdrawals=accept_withdrawals)
    get_run_logger().info("Rows: %s", ", ".join(f"{name} {count}" for name, count in counts))
    return counts


@task(persist_result=False)
@in_own_words
def reconcile_stock(folder: str) -> Reconciliation:
    """Books against counts."""
    stock = direct.reconcile_stock(_open(folder))
    get_run_logger().info("Stock: %s", ", ".join(f"{name} {len(lines)}" for name, lines in stock))
    return stock


@task(persist_result=False)
@in_own_words
def find_last_period(folder: str, report: str) -> str:
    """The last period of a report that is over at the agency."""
    program = _open(folder)
    declared = definition(report, program.folder)
    cadence = reports_owed(program.settings, program.definitions).get(report, declared.cadences[0])
    return last_ended(cadence, program.today()).name


@task(persist_result=False)
@in_own_words
def send_report(folder: str, *, report: str, period: str, send: bool, resend: bool) -> ReportOutcome:
    """One report: its edition, and its message."""
    outcome = direct.send_report(_open(folder), report=report, period=period, send=send, resend=resend)
    what = "preview" if outcome.figures.preliminary else f"edition {outcome.figures.edition}"
    get_run_logger().info("%s, %s, messages %d", what, "new" if outcome.is_new else "not new", len(outcome.messages))
    return outcome


@task(persist_result=False)
@in_own_words
def backfill_reports(folder: str, *, first: str, last: str, report: str | None, dry_run: bool) -> BackfillOutcome:
    """Every report owed for a range of months."""
    outcome = direct.backfill_reports(_open(folder), first=first, last=last, report=report, dry_run=dry_run)
    _log_editions(outcome.reports)
    return outcome


@task(persist_result=False)
@in_own_words
def find_due_reports(folder: str) -> list[Wanted]:
    """The reports that a run makes, or makes anew where figures have changed."""
    return run.due_reports(_open(folder))


@task(persist_result=False)
@in_own_words
def make_editions(folder: str, wanted: Sequence[Wanted]) -> list[BackfillItem]:
    """Editions of several reports, their messages queued."""
    made = reports.make_editions(_open(folder), wanted)
    _log_editions(made)
    return made


@task(persist_result=False)
@in_own_words
def queue_digest(folder: str, stock: Reconciliation) -> str | None:
    """The digest of a run, if it has something new to say."""
    name = digest.queue_digest(_open(folder), stock)
    get_run_logger().info("Digest: %s", "queued" if name else "nothing new to say")
    return name


@task(persist_result=False)
@in_own_words
def post(folder: str) -> tuple[str, ...]:
    """Files to their folders, messages out."""
    sent = tuple(posting.post(_open(folder)))
    get_run_logger().info("Messages sent: %d", len(sent))
    return sent


def _open(folder: str) -> Program:
    return open_program(Path(folder))


def _log_editions(made: Sequence[BackfillItem]) -> None:
    get_run_logger().info("Reports: %d, new editions: %d", len(made), sum(one.is_new for one in made))
