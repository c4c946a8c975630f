"""Where the program stands: counts, findings, editions and how they left, and what fails."""

from schemas.failure import Work
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.operations.deliver_messages import deliver_messages
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.make_editions import make_editions
from tasks.operations.summarize_status import find_last_good_run, list_unsent_messages, summarize_status
from tasks.operations.watch_work import watch_work
from tests.operations.test_make_editions import QUARTER
from tests.support.small_program import a_row, rows, write_form


def test_a_program_never_read_has_only_what_it_owes(unread: ProgramContext):
    status = summarize_status(unread)
    assert (status.entries, status.held, status.flagged, status.editions, status.last_read) == (0, 0, 0, (), None)
    assert [one.period for one in status.due] == ["2024-Q1"]
    assert status.failing is None


def test_findings_are_told_by_row_and_code(program: ProgramContext):
    write_form(program.folder, [*rows(12), a_row(12, kits="two"), a_row(13, zip="99999")])
    ingest_entries(program)
    status = summarize_status(program)
    assert (status.entries, status.held, status.flagged) == (13, 1, 1)
    assert {one.row for one in status.attention} == {14, 15}


def test_an_edition_is_told_with_the_way_it_left(program: ProgramContext):
    make_editions(program, [QUARTER])
    assert [one.sent for one in summarize_status(program).editions] == [False]
    assert [(one.report, one.edition) for one in list_unsent_messages(program)] == [("nysdoh-quarterly", 1)]
    deliver_messages(program)
    assert [one.sent for one in summarize_status(program).editions] == ["outbox"]
    assert list_unsent_messages(program) == []


def test_what_fails_is_told_until_it_is_well(program: ProgramContext):
    try:
        with watch_work(program.folder, Work.DAILY_RUN, program.clock):
            raise OperationError("The disk is full.")
    except OperationError:
        pass
    failing = summarize_status(program).failing
    assert failing
    assert (failing.words, failing.since) == ("The disk is full.", program.clock())
    assert find_last_good_run(program) == (False, None, failing)
    with watch_work(program.folder, Work.DAILY_RUN, program.clock):
        pass
    assert find_last_good_run(program) == (True, program.clock(), None)
    assert summarize_status(program).failing is None
