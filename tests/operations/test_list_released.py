"""The register: every edition for other eyes with its addressee and its days, and the tables made once for them."""

import shutil

from sqlalchemy import delete

from schemas.period import ReportPeriod
from schemas.register import Register, ReleasedEdition
from tasks.context import ProgramContext, open_program
from tasks.operations.deliver_messages import deliver_messages
from tasks.operations.find_ways_out import find_ways_out
from tasks.operations.make_editions import make_editions
from tasks.operations.note_filing import Handed, note_filing
from tasks.operations.send_report import send_report
from tasks.operations.summarize_status import summarize_status
from tasks.rules.reporting.periods import parse_period
from tasks.store.tables import artifacts
from tests.operations.test_make_editions import QUARTER
from tests.support.watched import clock_after

PUBLIC = ReportPeriod("public-summary", parse_period("2024-Q1"))
MONTH = ReportPeriod("supplier", parse_period("2024-03"))
OWN = """
title = "For the council"
addressee = "the council"
audience = "public"
cadences = ["quarterly"]
due_days = 5
submit_to = "Give it out"
measures = ["kits_distributed"]
"""


def registered(program: ProgramContext) -> Register:
    """The register, as `lbn status` has it."""
    return summarize_status(program).released


def test_only_what_is_for_other_eyes_is_registered(program: ProgramContext):
    assert registered(program) == Register()
    make_editions(program, [QUARTER, PUBLIC, MONTH])
    assert {(one.report, one.addressee) for one in registered(program).editions} == {
        ("public-summary", "the public"), ("supplier", "Example Regional EMS Program"),
    }  # fmt: skip


def test_an_edition_is_registered_with_its_days(program: ProgramContext):
    made_on = program.today()
    send_report(program, report="public-summary", period="2024-Q1", send=False, as_known=True)
    (one,) = registered(program).editions
    assert one == ReleasedEdition(
        report="public-summary", period="2024-Q1", edition=1, addressee="the public", made_on=made_on,
        sent=False, sent_on=None, filed_on=None,
    )  # fmt: skip
    send_report(program, report="public-summary", period="2024-Q1", resend=True, as_known=True)
    filed_on = note_filing(program, Handed(PUBLIC.report, PUBLIC.period)).filed_on
    assert registered(program).editions == (
        one.model_copy(update={"sent": "outbox", "sent_on": made_on, "filed_on": filed_on, "there_since": made_on}),
    )


def test_a_report_that_is_gone_stays_registered(program: ProgramContext):
    folder = program.folder / "report_templates" / "council"
    folder.mkdir(parents=True)
    (folder / "report.toml").write_text(OWN, "utf-8")
    make_editions(program, [PUBLIC._replace(report="council")])
    shutil.rmtree(folder)
    assert [(one.report, one.addressee) for one in registered(program).editions] == [("council", "the council")]


def test_of_an_older_edition_nobody_knows_for_whom_it_was(program: ProgramContext):
    make_editions(program, [MONTH])
    with program.database.writing() as connection:
        connection.execute(delete(artifacts).where(artifacts.c.name == "addressee.txt"))
    assert [(one.report, one.addressee) for one in registered(program).editions] == [("supplier", None)]


def test_a_message_that_left_twice_left_when_it_left_first(program: ProgramContext):
    make_editions(program, [MONTH])
    deliver_messages(program)
    first = program.today()
    later = open_program(program.folder, clock_after(3))
    send_report(later, report="supplier", period="2024-03", resend=True, as_known=True)
    with later.database.reading() as connection:
        assert find_ways_out(later, connection) == {("supplier", "2024-03", 1): ("outbox", first, first)}
        (later.folder / "outbox/supplier-2024-03-edition-1.eml").unlink()
        again = later.today()
        assert find_ways_out(later, connection) == {("supplier", "2024-03", 1): ("outbox", first, again)}
