"""Tabs into the ledger: read, validate, strip, store. By hand: `lbn ingest`."""

from prefect import flow

from flows._settings import folder_of
from schemas.outcome import IngestCounts
from tasks import steps


@flow(name="ingest-entries", persist_result=False, result_serializer="json")
def ingest_entries(program: str = "", accept_withdrawals: bool = False) -> IngestCounts:
    """Read the tabs: validate, strip, store.

    Args:
        program: The program's folder; empty: the one that LBN_PROGRAM names where the flow runs.
        accept_withdrawals: The missing rows were deleted on purpose: withdraw their entries.
    """
    return steps.ingest_entries(folder_of(program), accept_withdrawals=accept_withdrawals)
