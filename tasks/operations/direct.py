"""The operations with the parameters of the flows of the same names, for the command's direct way.

Each loads only what it needs: the command starts in under a second.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from schemas.outcome import BackfillOutcome, IngestCounts, ReportOutcome, RunOutcome
from schemas.stock import Reconciliation
from tasks.context import ProgramContext, open_program
from tasks.rules.reporting.periods import parse_period


def ingest_entries(program: ProgramContext, *, accept_withdrawals: bool) -> IngestCounts:
    """`lbn ingest`."""
    from tasks.operations.ingest_entries import ingest_entries

    return ingest_entries(program, accept_withdrawals=accept_withdrawals)


def reconcile_stock(program: ProgramContext) -> Reconciliation:
    """`lbn reconcile`."""
    from tasks.operations.reconcile_stock import reconcile_stock

    return reconcile_stock(program)


def send_report(
    program: ProgramContext, *, report: str, period: str, send: bool, resend: bool, as_known: bool
) -> ReportOutcome:
    """`lbn report`."""
    from tasks.operations.send_report import send_report as make_report

    return make_report(program, report, parse_period(period), send=send, resend=resend, as_known=as_known)


def backfill_reports(
    program: ProgramContext, *, first_month: str, last_month: str, report: str, dry_run: bool, as_known: bool
) -> BackfillOutcome:
    """`lbn backfill`; a blank report stands for every one that is owed."""
    from tasks.operations.run_program import backfill_reports

    months = parse_period(first_month), parse_period(last_month)
    return backfill_reports(program, *months, slug=report or None, dry_run=dry_run, as_known=as_known)


def run_program(program: ProgramContext) -> RunOutcome:
    """`lbn run`."""
    from tasks.operations.run_program import run_program

    return run_program(program)


def call(name: str, folder: Path, **parameters: Any) -> Any:
    """An operation on the program in a folder; the daily run is watched, for nobody may be there to see it fail."""
    if name != run_program.__name__:
        return OPERATIONS[name](open_program(folder), **parameters)
    from tasks.operations.watch_work import Work, watch_work

    with watch_work(folder, Work.DAILY_RUN):
        return OPERATIONS[name](open_program(folder), **parameters)


OPERATIONS: Mapping[str, Callable[..., Any]] = {
    operation.__name__: operation
    for operation in (ingest_entries, reconcile_stock, send_report, backfill_reports, run_program)
}
