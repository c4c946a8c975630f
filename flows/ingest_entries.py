"""Tabs into the ledger: read, validate, strip, store. By hand: `lbn ingest`."""

from functools import partial

from prefect import flow

from flows._forms import AcceptHeld, AcceptWithdrawals, DateKnown, Program
from flows._keeping import keep_nothing
from flows._naming import name_reading
from flows._running import READING, run_for_coordinator
from schemas.ingest_counts import IngestCounts
from tasks.messages.run_page.page import write_reading_page
from tasks.prefect_tasks import ingest_entries_task


@keep_nothing
@flow(name="ingest-entries", flow_run_name=name_reading, persist_result=False, result_serializer="json")
def ingest_entries(
    program: Program = "",
    accept_withdrawals: AcceptWithdrawals = False,
    accept_held: AcceptHeld = False,
    is_date_known: DateKnown = False,
) -> IngestCounts:
    """Read the tabs: validate, strip, store."""
    read = partial(
        ingest_entries_task,
        accept_withdrawals=accept_withdrawals,
        accept_held=accept_held,
        is_date_known=is_date_known,
    )
    return run_for_coordinator(READING, program, read, write_reading_page)
