"""What the daily schedule does, from the tabs to the messages. By hand: `lbn run`."""

from prefect import flow

from flows._settings import folder_of
from schemas.outcome import RunOutcome
from schemas.problem import NotPublished
from tasks import steps


@flow(name="run-program", persist_result=False, result_serializer="json")
def run_program(program: str = "") -> RunOutcome:
    """Ingest, reconcile, make the reports owed and amend those made, send one digest.

    Args:
        program: The program's folder; empty: the one that LBN_PROGRAM names where the flow runs.
    """
    folder, unpublished = folder_of(program), None
    try:
        counts = steps.ingest_entries(folder)
    except NotPublished as problem:  # a status tab that cannot be written keeps no report waiting
        counts, unpublished = problem.counts, problem
    stock = steps.reconcile_stock(folder)
    due = steps.find_due_reports(folder)
    made = steps.make_editions(folder, due)
    digest = steps.queue_digest(folder, stock)
    sent = steps.post(folder)
    if unpublished:
        raise unpublished
    return RunOutcome(ingest=counts, reconcile=stock, reports=tuple(made), digest=digest, sent=sent)
