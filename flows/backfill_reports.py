"""Every report owed for past months; what is made already and unchanged stays as it is. By hand: `lbn backfill`."""

from functools import partial
from typing import Annotated

from prefect import flow

from flows._forms import EVERY_REPORT, AsKnown, DateKnown, DryRun, FirstMonth, LastMonth, Program, report_box
from flows._keeping import keep_nothing
from flows._naming import name_backfill
from flows._running import BACKFILL, run_for_coordinator
from schemas.outcome import BackfillOutcome
from tasks.messages.run_page.page import write_backfill_page
from tasks.prefect_tasks import backfill_reports_task


@keep_nothing
@flow(name="backfill-reports", flow_run_name=name_backfill, persist_result=False, result_serializer="json")
def backfill_reports(  # noqa: PLR0913, PLR0917 - each is a box of the page
    first_month: FirstMonth,
    last_month: LastMonth,
    report: Annotated[str, report_box(or_every=True)] = EVERY_REPORT,
    dry_run: DryRun = False,
    as_known: AsKnown = False,
    is_date_known: DateKnown = False,
    program: Program = "",
) -> BackfillOutcome:
    """Read the Sheet, then make every report owed whose period ends within a range of months."""
    make = partial(
        backfill_reports_task,
        first_month=first_month,
        last_month=last_month,
        report="" if report.strip() == EVERY_REPORT else report.strip(),
        dry_run=dry_run,
        as_known=as_known,
        is_date_known=is_date_known,
    )
    return run_for_coordinator(BACKFILL, program, make, write_backfill_page)
