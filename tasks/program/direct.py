"""The operations with the parameters of the flows of the same names, for the command's direct way.

Each loads only what it needs: the command starts in under a second.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from schemas.outcome import BackfillOutcome, IngestCounts, ReportOutcome, RunOutcome
from schemas.period import Period
from schemas.stock import Reconciliation
from tasks.program.opening import Program, open_program


def ingest_entries(program: Program, *, accept_withdrawals: bool) -> IngestCounts:
    """`lbn ingest`."""
    from tasks.program.ingest import ingest

    return ingest(program, accept_withdrawals=accept_withdrawals)


def reconcile_stock(program: Program) -> Reconciliation:
    """`lbn reconcile`."""
    from tasks.program.books import reconcile

    return reconcile(program)


def send_report(
    program: Program, *, report: str, period: str, send: bool, resend: bool, as_known: bool
) -> ReportOutcome:
    """`lbn report`."""
    from tasks.program.reports import report as make_report

    return make_report(program, report, Period.parse(period), send=send, resend=resend, as_known=as_known)


def backfill_reports(
    program: Program, *, first_month: str, last_month: str, report: str, dry_run: bool, as_known: bool
) -> BackfillOutcome:
    """`lbn backfill`; a blank report stands for every one that is owed."""
    from tasks.program.run import backfill

    months = Period.parse(first_month), Period.parse(last_month)
    return backfill(program, *months, slug=report or None, dry_run=dry_run, as_known=as_known)


def run_program(program: Program) -> RunOutcome:
    """`lbn run`."""
    from tasks.program.run import run

    return run(program)


def call(name: str, folder: Path, **parameters: Any) -> Any:
    """An operation on the program in a folder; the daily run is watched, for nobody may be there to see it fail."""
    if name != run_program.__name__:
        return OPERATIONS[name](open_program(folder), **parameters)
    from tasks.program.failures import Work, watch_work

    with watch_work(folder, Work.DAILY_RUN):
        return OPERATIONS[name](open_program(folder), **parameters)


OPERATIONS: Mapping[str, Callable[..., Any]] = {
    operation.__name__: operation
    for operation in (ingest_entries, reconcile_stock, send_report, backfill_reports, run_program)
}
