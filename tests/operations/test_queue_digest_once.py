"""The digest is queued with the first run of a week that has something new to say."""

import re

from tasks.context import ProgramContext
from tasks.operations.deliver_messages import deliver_messages
from tasks.operations.find_due_reports import find_due_reports
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.make_editions import make_editions
from tasks.operations.note_filing import Handed, note_filing
from tasks.operations.queue_digest import queue_digest
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.summarize_status import summarize_status
from tasks.operations.watch_work import Work, watch_work
from tasks.rules.reporting.periods import parse_period
from tests.support.small_program import a_row, rows, write_form
from tests.support.watched import clock_after

HELD = a_row(12, kits="two")


def queued(program: ProgramContext, answers: list[dict[str, str]], days: int = 0) -> tuple[bool, list[str]]:
    """Read a tab and queue what it leads to; whether there is a digest, and the kinds of messages that leave."""
    now = program._replace(clock=clock_after(days))
    write_form(program.folder, answers)
    ingest_entries(now)
    with watch_work(now.folder, Work.DAILY_RUN, now.clock):
        digest = queue_digest(now, reconcile_stock(now))
    return digest is not None, sorted(re.split(r"-\d", name)[0] for name in deliver_messages(now).names)


def test_a_digest_says_what_is_new_once(program: ProgramContext):
    """A shelf to count and a silent unit can wait: they are said once, and then only beside what is new."""
    make_editions(program, find_due_reports(program))
    deliver_messages(program)
    for one in summarize_status(program).due:
        note_filing(program, Handed(one.report, parse_period(one.period)))
    assert queued(program, rows(12)) == (True, ["attention"])
    assert queued(program, rows(12), 7) == (False, [])
    assert queued(program, [*rows(12), HELD], 8) == (False, [])
    assert queued(program, [*rows(12), HELD], 14) == (True, ["attention"])
    assert queued(program, [*rows(12), HELD], 21) == (False, [])
    assert queued(program, rows(12), 28) == (False, [])
