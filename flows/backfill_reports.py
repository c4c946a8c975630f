"""Every report owed for past months; what is made already and unchanged stays as it is. By hand: `lbn backfill`."""

from prefect import flow

from flows._settings import folder_of
from schemas.outcome import BackfillOutcome
from tasks import steps


@flow(name="backfill-reports", flow_run_name="{first} to {last}", persist_result=False, result_serializer="json")
def backfill_reports(
    first: str, last: str, program: str = "", report: str | None = None, dry_run: bool = False
) -> BackfillOutcome:
    """Make every report owed whose period ends within a range of months.

    Args:
        first: The first month, such as 2026-01.
        last: The last month, such as 2026-09.
        program: The program's folder; empty: the one that LBN_PROGRAM names where the flow runs.
        report: Only this report; none: all that are owed.
        dry_run: Say what would be made, and make nothing.
    """
    return steps.backfill_reports(folder_of(program), first=first, last=last, report=report, dry_run=dry_run)
