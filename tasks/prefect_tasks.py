"""The Prefect tasks: each opens the program, calls one operation, logs counts, and returns the operation's outcome.

Rows never cross a task's border. No result is kept, none is cached, and a step is tried again only where the network
failed it or another run was in its way: the rest is either done in one transaction or refused for a reason that stays.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import Task, get_run_logger, task
from prefect.client.schemas.objects import State, TaskRun

from schemas.outcome import BackfillItem, BackfillOutcome, IngestCounts, ReportOutcome
from schemas.stock import Reconciliation
from tasks.context import ProgramContext, open_program
from tasks.errors import NotPublished, OperationError, Unreachable
from tasks.messages.run_page.sections import Seen
from tasks.operations import deliver_messages as posting
from tasks.operations import direct
from tasks.operations import queue_digest as digest
from tasks.operations import run_program as run
from tasks.operations import send_report as reports
from tasks.operations.report_figures import Wanted
from tasks.operations.summarize_status import list_unsent_messages, summarize_status
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.periods import find_last_ended, list_reports_owed
from tasks.unforeseen import restate_unforeseen

Given = ParamSpec("Given")
Outcome = TypeVar("Outcome")

WAITS = (20.0, 60.0, 120.0, 300.0)
"""Seconds before each new try. The locks themselves are waited for 20 seconds, and Google for more than a minute."""
JITTER = 1.0
"""Each wait is somewhere between none and twice as long, so that many runs at once do not meet again."""


def in_own_words(work: Callable[Given, Outcome]) -> Callable[Given, Outcome]:
    """Let an exception out as a sentence of ours only: Prefect keeps its words, its cause and its context for ever."""

    @wraps(work)
    def quoting_nothing(*args: Given.args, **kwargs: Given.kwargs) -> Outcome:
        try:
            return work(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - any exception may quote a row
            problem = restate(error)
        raise problem

    return quoting_nothing


def restate(error: Exception) -> OperationError:
    """Say the same in a sentence of ours, without what it followed from."""
    if isinstance(error, NotPublished):
        return NotPublished(str(error), error.counts)
    return type(error)(str(error)) if isinstance(error, OperationError) else restate_unforeseen(error)


def will_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether a step failed for a reason that passes by itself; a refusal does not."""
    return isinstance(state.result(raise_on_failure=False), Unreachable)


def make_task(title: str) -> Callable[[Callable[Given, Outcome]], Task[Given, Outcome]]:
    """Make a Prefect task of a function, under a title for people."""

    def made(work: Callable[Given, Outcome]) -> Task[Given, Outcome]:
        return task(
            task_run_name=title,
            persist_result=False,
            retries=len(WAITS),
            retry_delay_seconds=list(WAITS),
            retry_jitter_factor=JITTER,
            retry_condition_fn=will_pass,
        )(in_own_words(work))

    return made


@make_task("Read the tabs")
def ingest_entries(folder: str, *, accept_withdrawals: bool = False) -> IngestCounts:
    """Bring the ledger to what the tabs say."""
    counts = direct.ingest_entries(_open(folder), accept_withdrawals=accept_withdrawals)
    get_run_logger().info("Rows: %s", ", ".join(f"{name} {count}" for name, count in counts))
    return counts


@make_task("Check the stock")
def reconcile_stock(folder: str) -> Reconciliation:
    """Books against counts."""
    stock = direct.reconcile_stock(_open(folder))
    get_run_logger().info("Stock: %s", ", ".join(f"{name} {len(lines)}" for name, lines in stock))
    return stock


@make_task("Find the last period")
def find_last_period(folder: str, report: str) -> str:
    """The last period of a report that is over at the agency."""
    program = _open(folder)
    declared = find_definition(report, program.folder)
    cadence = list_reports_owed(program.settings, program.definitions).get(report, declared.cadences[0])
    return find_last_ended(cadence, program.today()).name


@make_task("Make the report")
def send_report(folder: str, *, report: str, period: str, send: bool, resend: bool, as_known: bool) -> ReportOutcome:
    """One report: its edition, and its message."""
    program = _open(folder)
    outcome = direct.send_report(program, report=report, period=period, send=send, resend=resend, as_known=as_known)
    what = "preview" if outcome.figures.preliminary else f"edition {outcome.figures.edition}"
    get_run_logger().info("%s, %s, messages %d", what, "new" if outcome.is_new else "not new", len(outcome.messages))
    return outcome


def choose_report_task(resend: bool) -> Task[..., ReportOutcome]:
    """Choose how a report is made: one that is mailed once more is not tried again, for each try would mail a copy."""
    return send_report.with_options(retries=0) if resend else send_report


@make_task("Make the reports")
def backfill_reports(
    folder: str, *, first_month: str, last_month: str, report: str, dry_run: bool, as_known: bool
) -> BackfillOutcome:
    """Every report owed for a range of months; a blank report stands for all of them."""
    outcome = direct.backfill_reports(
        _open(folder),
        first_month=first_month,
        last_month=last_month,
        report=report,
        dry_run=dry_run,
        as_known=as_known,
    )
    _log_editions(outcome.reports)
    return outcome


@make_task("Find what is due")
def find_due_reports(folder: str) -> list[Wanted]:
    """The reports that a run makes, or makes anew where figures have changed."""
    return run.find_due_reports(_open(folder))


@make_task("Make the reports")
def make_editions(folder: str, wanted: Sequence[Wanted]) -> list[BackfillItem]:
    """Editions of several reports, their messages queued."""
    made = reports.make_editions(_open(folder), wanted)
    _log_editions(made)
    return made


@make_task("Write the digest")
def queue_digest(folder: str, stock: Reconciliation) -> str | None:
    """The digest of a run, if it has something new to say."""
    name = digest.queue_digest(_open(folder), stock)
    get_run_logger().info("Digest: %s", "queued" if name else "nothing new to say")
    return name


@make_task("Send the messages")
def post(folder: str) -> tuple[str, ...]:
    """Files to their folders, messages out."""
    sent = tuple(posting.deliver_messages(_open(folder)))
    get_run_logger().info("Messages sent: %d", len(sent))
    return sent


@in_own_words
def look_at_ledger(folder: str) -> Seen:
    """What the ledger holds after a run, for the page; no task, for it is no part of the work."""
    program = _open(folder)
    states = tuple(message.state for message in list_unsent_messages(program))
    return Seen(summarize_status(program), states, program.settings.mail.is_outbox)


def _open(folder: str) -> ProgramContext:
    return open_program(Path(folder))


def _log_editions(made: Sequence[BackfillItem]) -> None:
    get_run_logger().info("Reports: %d, new editions: %d", len(made), sum(one.is_new for one in made))
