"""How a flow works for a host's operator: all programs in batches over worker processes, one page for all of them.

A batch is a task run, and has a worker process of its own for its programs, one after another. No program has a flow
run: at 600 programs Prefect alone would take half an hour.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from prefect import get_run_logger, task, unmapped
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows._looking_after import look_after_runs
from flows._pages import leave_page
from flows._settings import FOLDERS
from schemas.hosted import Asked, HostedCommand, HostedOutcome, HostedProgram
from tasks.errors import NotAllDone, UsageError
from tasks.hosting.crew import Limits, work_through
from tasks.hosting.operator_files import find_operator
from tasks.hosting.program_list import list_programs
from tasks.hosting.tell_operator import report_to_operator
from tasks.messages.hosted_words import describe_program, summarize_totals
from tasks.messages.run_page.hosted_page import TITLE, write_hosted_page
from tasks.messages.run_page.page import write_failure_page
from tasks.unforeseen import in_own_words, restate

WORKERS = os.cpu_count() or 1
MANY_AT_A_TIME: TaskRunner[PrefectFuture[Any]] = ThreadPoolTaskRunner(max_workers=WORKERS)  # type: ignore[assignment]
KEY = "daily-run-of-all-programs"
MOST_IN_A_BATCH = 50
"""So many share the two seconds in which their worker loads what all of them need."""

Batch = Mapping[str, Path]
"""Programs of a host, by the names that they are told by."""


def run_for_operator(*, is_date_known: bool) -> HostedOutcome:
    """Do the daily run of every program that is served here, and leave the one page that tells of all.

    Raises:
        NotAllDone: some did not do well; all have been worked on.
        OperationError: none could be worked on.
    """
    look_after_runs()
    try:
        outcome = _work_on_all(Asked(command=HostedCommand.RUN, is_date_known=is_date_known))
    except Exception as error:  # noqa: BLE001 - any exception may quote a row
        problem = restate(error)
    else:
        leave_page(KEY, lambda: write_hosted_page(outcome))
        if not outcome.undone_count:
            return outcome
        problem = NotAllDone(summarize_totals(outcome), outcome)
        raise problem
    leave_page(KEY, lambda: write_failure_page(TITLE, problem, None))
    raise problem


def _work_on_all(asked: Asked) -> HostedOutcome:
    hosted = os.environ.get(FOLDERS)
    if not hosted:
        msg = f"No host's programs are served here: set {FOLDERS} to the folder in which their folders lie."
        raise UsageError(msg)
    programs, desk = list_programs(Path(hosted)), find_operator(Path(hosted))
    outcome = _work_in_batches(list(programs.items()), asked)
    return report_to_operator(desk, outcome) if desk else outcome


def _work_in_batches(programs: Sequence[tuple[str, Path]], asked: Asked) -> HostedOutcome:
    size = min(MOST_IN_A_BATCH, -(-len(programs) // WORKERS))
    batches: list[Batch] = [dict(programs[first : first + size]) for first in range(0, len(programs), size)]
    worked = work_through_task.map(batches, unmapped(asked))
    return HostedOutcome(programs=tuple(one for batch in worked.result() for one in batch))


@task(task_run_name="Work on the programs", persist_result=False)
@in_own_words
def work_through_task(programs: Batch, asked: Asked) -> Sequence[HostedProgram]:
    """Work on a batch of programs, one after another in one process; log a line for each."""
    ended = work_through(programs, asked, Limits(workers=1), os.environ)
    for one in ended:
        get_run_logger().info("%s", describe_program(one))
    return ended
