"""What `lbn hosted` says of each program and of all, and what a run of all leaves on the page."""

from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.hosted import HostedOutcome, HostedProgram
from tasks.messages.hosted_words import describe_program, summarize_hosted, summarize_totals
from tasks.messages.run_page.hosted_page import write_hosted_page

SINCE = datetime(2026, 11, 24, 11, 31, tzinfo=UTC)


def a_program(folder: str = "albany", code: int = 0, **counts: Any) -> HostedProgram:
    """How one program ended."""
    return HostedProgram(folder=folder, code=code, **counts)


RAN = a_program(read=412, counted=400, held=12, made=2, sent=3, waiting=0, due=2, overdue=1)
QUIET = a_program("colonie", read=1_412, counted=1_412, held=0, made=0, sent=0, waiting=1, due=0, overdue=0)
FAILED = a_program("troy", 1, words="The tabs can't be read.", failing_since=SINCE)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (RAN, "read 412 rows, 400 counted, 12 held, made 2 editions, sent 3 messages, 2 reports due (1 overdue)."),
        (QUIET, "read 1,412 rows, 1,412 counted, made 0 editions, 1 message waiting."),
        (a_program(counted=400, held=1, due=1, overdue=0), "400 counted, 1 held, 1 report due."),
        (a_program(made=1, sent=0, ready=3, waiting=0), "made 1 edition, put 3 messages into outbox."),
        (a_program(would_make=3), "would make 3 editions."),
        (a_program(to_do=0), "nothing to do."),
        (a_program(), "done."),
        (a_program(counted=1, failing_since=SINCE), "1 counted. Failing since 2026-11-24 11:31 UTC."),
        (FAILED, "NOT DONE (1). The tabs can't be read. Failing since 2026-11-24 11:31 UTC."),
        (a_program(code=2), "NOT DONE (2)."),
    ],
)
def test_a_program_is_told_in_a_line(program: HostedProgram, said: str):
    assert describe_program(program) == f"{program.folder}: {said}"


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        (
            (QUIET, FAILED, RAN),
            (
                "3 programs: 2 done, 1 not done; read 1,824 rows, made 2 editions, sent 3 messages, "
                "2 reports due (1 overdue), 1 failing."
            ),
        ),
        (
            (a_program(sent=0, ready=3), a_program(sent=2, ready=0)),
            "2 programs: all done; sent 2 messages, put 3 messages into outbox.",
        ),
        ((a_program(to_do=0),), "1 program: all done."),
        ((a_program(code=2),), "1 program: 0 done, 1 not done."),
        ((a_program(would_make=3), a_program(would_make=0)), "2 programs: all done; would make 3 editions."),
    ],
)
def test_the_totals_add_up_what_is_known(programs: tuple[HostedProgram, ...], said: str):
    assert summarize_totals(HostedOutcome(programs=programs)) == said


def test_all_of_them_come_in_their_order_and_then_the_totals():
    first, second, empty, totals = summarize_hosted(HostedOutcome(programs=(FAILED, RAN))).split("\n")
    assert [line.split(":")[0] for line in (first, second, totals)] == ["troy", "albany", "2 programs"]
    assert empty == ""


def test_the_page_tells_first_of_those_that_failed():
    page = write_hosted_page(HostedOutcome(programs=(RAN, FAILED)))
    assert page.in_short.startswith("2 programs: 1 done, 1 not done;")
    assert "## Not done\n\n* troy: The tabs can't be read.\n\n## All programs" in page.markdown
    assert "| albany | done | 412 | 2 | 2 | 1 |  |" in page.markdown
    assert "| troy | not done (1) |  |  |  |  | 2026-11-24 11:31 UTC |" in page.markdown


def test_the_page_of_a_good_day_has_no_word_of_failures():
    page = write_hosted_page(HostedOutcome(programs=(QUIET,)))
    assert "Not done" not in page.markdown
    assert page.markdown.startswith("# Daily run of all programs\n\n1 program: all done;")


def test_a_folder_cannot_format_the_page():
    page = write_hosted_page(HostedOutcome(programs=(a_program("[x](http://e.example)|<b>", 2),)))
    assert "[x](" not in page.markdown
    assert "<b>" not in page.markdown
