"""What the daily schedule does, from the tabs to the messages. By hand: `lbn run`."""

from dataclasses import replace
from functools import partial

from prefect import flow

from flows._forms import DateKnown, Program
from flows._keeping import keep_nothing
from flows._naming import name_daily_run
from flows._running import DAILY_RUN, run_for_coordinator
from schemas.outcome import RunOutcome
from tasks.messages.run_page.page import write_daily_run_page
from tasks.operations.run_program import DailySteps, follow_steps
from tasks.prefect_tasks import (
    close_old_rows_task,
    deliver_messages_task,
    find_due_reports_task,
    ingest_entries_task,
    make_editions_task,
    queue_digest_task,
    reconcile_stock_task,
    write_desk_task,
)

AS_TASKS = DailySteps[str](
    ingest_entries_task,
    reconcile_stock_task,
    find_due_reports_task,
    make_editions_task,
    close_old_rows_task,
    queue_digest_task,
    deliver_messages_task,
    write_desk_task,
)


@keep_nothing
@flow(name="run-program", flow_run_name=name_daily_run, persist_result=False, result_serializer="json")
def run_program(program: Program = "", is_date_known: DateKnown = False) -> RunOutcome:
    """Ingest, reconcile, make the reports owed and amend those made, send one digest."""
    steps = replace(AS_TASKS, ingest_entries=partial(ingest_entries_task, is_date_known=is_date_known))
    return run_for_coordinator(DAILY_RUN, program, partial(follow_steps, steps), write_daily_run_page)
