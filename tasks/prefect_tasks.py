"""The Prefect tasks: each opens the program in a folder, calls one operation, and logs counts of what came of it.

Rows never cross a task's border. No result is kept, none is cached, and a task is tried again only where the network
failed it or another run was in its way: the rest is either done in one transaction or refused for a reason that stays.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from prefect import Task, get_run_logger, task
from prefect.client.schemas.objects import State, TaskRun

from schemas.outcome import BackfillItem, ReportOutcome
from schemas.reconciliation import Reconciliation
from tasks.context import ProgramContext, open_program
from tasks.errors import Unreachable
from tasks.operations.backfill_reports import backfill_reports
from tasks.operations.close_old_rows import close_old_rows
from tasks.operations.deliver_messages import deliver_messages
from tasks.operations.find_due_reports import find_due_reports, find_last_period
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.make_editions import make_editions
from tasks.operations.queue_digest import queue_digest
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.send_report import send_report
from tasks.operations.write_desk import write_desk
from tasks.unforeseen import in_own_words

Given = ParamSpec("Given")
Outcome = TypeVar("Outcome")

WAITS = (20.0, 60.0, 120.0, 300.0)
"""Seconds before each new try. The locks themselves are waited for 20 seconds, and Google for more than a minute."""
JITTER = 1.0
"""Each wait is somewhere between none and twice as long, so that many runs at once do not meet again."""


def will_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether a task failed for a reason that passes by itself; a refusal does not."""
    return isinstance(state.result(raise_on_failure=False), Unreachable)


def make_task(
    title: str, operation: Callable[Concatenate[ProgramContext, Given], Outcome], describe: Callable[[Outcome], str]
) -> Task[Concatenate[str, Given], Outcome]:
    """Make a Prefect task of an operation; instead of the open program it takes the program's folder.

    Args:
        title: for people, on Prefect's page.
        operation: what is done.
        describe: a line of counts and codes for the log, from the outcome.
    """

    @wraps(operation)
    def work_in_folder(folder: str, *args: Given.args, **kwargs: Given.kwargs) -> Outcome:
        outcome = operation(open_program(Path(folder)), *args, **kwargs)
        get_run_logger().info("%s", describe(outcome))
        return outcome

    return task(
        task_run_name=title,
        persist_result=False,
        retries=len(WAITS),
        retry_delay_seconds=list(WAITS),
        retry_jitter_factor=JITTER,
        retry_condition_fn=will_pass,
    )(in_own_words(work_in_folder))


def choose_report_task(resend: bool) -> Task[..., ReportOutcome]:
    """Choose how a report is made: one that is mailed once more is not tried again, for each try would mail a copy."""
    return send_report_task.with_options(retries=0) if resend else send_report_task


def _describe_stock(stock: Reconciliation) -> str:
    counts = (f"{name} {len(lines)}" for name, lines in stock if isinstance(lines, tuple))
    return f"Stock: {', '.join(counts)}"


def _describe_report(outcome: ReportOutcome) -> str:
    what = "preview" if outcome.figures.preliminary else f"edition {outcome.figures.edition}"
    return f"{what}, {'new' if outcome.is_new else 'not new'}, messages {len(outcome.messages)}"


def _describe_editions(made: Sequence[BackfillItem]) -> str:
    return f"Reports: {len(made)}, new editions: {sum(one.is_new for one in made)}"


ingest_entries_task = make_task(
    "Read the tabs",
    ingest_entries,
    lambda counts: f"Rows: {', '.join(f'{name} {count}' for name, count in counts.model_dump().items())}",
)
reconcile_stock_task = make_task("Check the stock", reconcile_stock, _describe_stock)
find_last_period_task = make_task("Find the last period", find_last_period, "Period: {}".format)
send_report_task = make_task("Make the report", send_report, _describe_report)
backfill_reports_task = make_task(
    "Make the reports", backfill_reports, lambda outcome: _describe_editions(outcome.reports)
)
find_due_reports_task = make_task("Find what is due", find_due_reports, lambda due: f"Reports due: {len(due)}")
make_editions_task = make_task("Make the reports", make_editions, _describe_editions)
close_old_rows_task = make_task(
    "Close what is old",
    close_old_rows,
    lambda purged: f"Closed: {f'before {purged.before}' if purged else 'nothing new'}",
)
queue_digest_task = make_task(
    "Write the digest", queue_digest, lambda name: f"Digest: {'queued' if name else 'nothing new to say'}"
)
deliver_messages_task = make_task(
    "Send the messages",
    deliver_messages,
    lambda left: f"Messages sent, or ready in the folder outbox: {len(left.names)}, waiting: {left.waiting_messages}",
)
write_desk_task = make_task("Write the desk", write_desk, lambda path: f"Desk: {path.name} is written")
