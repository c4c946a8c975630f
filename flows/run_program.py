"""What the daily schedule does, from the tabs to the messages. By hand: `lbn run`."""

from prefect import flow

from flows._forms import Program
from flows._naming import name_daily_run
from flows._running import DAILY_RUN, run_for_coordinator
from schemas.outcome import RunOutcome
from tasks import prefect_tasks as steps
from tasks.errors import NotPublished
from tasks.messages.run_page.page import write_daily_run_page


@flow(name="run-program", flow_run_name=name_daily_run, persist_result=False, result_serializer="json")
def run_program(program: Program = "") -> RunOutcome:
    """Ingest, reconcile, make the reports owed and amend those made, send one digest."""
    return run_for_coordinator(DAILY_RUN, program, _run, write_daily_run_page)


def _run(folder: str) -> RunOutcome:
    unpublished = None
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
