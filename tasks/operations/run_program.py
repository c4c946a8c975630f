"""What the schedule does every day: ingest, reconcile, reports, what to close, digest, mail, desk, in this order.

The order stands here once. A command calls the operations directly, a flow calls them as Prefect tasks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from schemas.ingest_counts import IngestCounts
from schemas.outcome import BackfillItem, RunOutcome
from schemas.period import ReportPeriod
from schemas.reconciliation import Reconciliation
from tasks.context import ProgramContext
from tasks.errors import NotPublished
from tasks.operations.close_days import Purged
from tasks.operations.close_old_rows import close_old_rows
from tasks.operations.deliver_messages import Delivered, deliver_messages
from tasks.operations.find_due_reports import find_due_reports
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.make_editions import make_editions
from tasks.operations.queue_digest import queue_digest
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.write_desk import write_desk

Given = TypeVar("Given")
"""What a step is given to work on: the open program, or the folder from which a Prefect task opens it."""


@dataclass(frozen=True)
class DailySteps(Generic[Given]):
    """The steps of the daily run, each under the name of its operation."""

    ingest_entries: Callable[[Given], IngestCounts]
    reconcile_stock: Callable[[Given], Reconciliation]
    find_due_reports: Callable[[Given], Sequence[ReportPeriod]]
    make_editions: Callable[[Given, Sequence[ReportPeriod]], Sequence[BackfillItem]]
    close_old_rows: Callable[[Given], Purged | None]
    queue_digest: Callable[[Given, Reconciliation, Sequence[BackfillItem]], str | None]
    deliver_messages: Callable[[Given], Delivered]
    write_desk: Callable[[Given, Reconciliation], Path]


def follow_steps(steps: DailySteps[Given], given: Given) -> RunOutcome:
    """Do the daily run: what was missed of each report owed, amendments of editions made, one digest.

    Raises:
        OperationError: a part could not be done; where that is the status tab or desk.html, all the rest has been.
    """
    unpublished = None
    try:
        counts = steps.ingest_entries(given)
    except NotPublished as why:  # a status tab that cannot be written keeps no report waiting
        counts, unpublished = why.counts, why
    stock = steps.reconcile_stock(given)
    made = steps.make_editions(given, steps.find_due_reports(given))
    steps.close_old_rows(given)  # after the reports: what was corrected late is amended first
    digest = steps.queue_digest(given, stock, made)
    left = steps.deliver_messages(given)
    steps.write_desk(given, stock)  # last: a page that cannot be written keeps no mail waiting
    if unpublished:
        raise unpublished
    return RunOutcome(
        ingest=counts,
        reconcile=stock,
        reports=tuple(made),
        digest=digest,
        sent=left.names,
        waiting=left.waiting_messages,
    )


DIRECTLY = DailySteps[ProgramContext](
    ingest_entries,
    reconcile_stock,
    find_due_reports,
    make_editions,
    close_old_rows,
    queue_digest,
    deliver_messages,
    write_desk,
)


def run_program(program: ProgramContext, *, is_date_known: bool = False) -> RunOutcome:
    """Do the daily run on a program, step by step in this process.

    Args:
        program: which one.
        is_date_known: a person knows that the date is right, where the clock seems to have jumped.

    Raises:
        OperationError: a part could not be done.
    """
    read = partial(ingest_entries, is_date_known=is_date_known)
    return follow_steps(replace(DIRECTLY, ingest_entries=read), program)
