"""Which reports are pressing: a health department's until it is noted as handed in, a supplier's until it has left."""

from pathlib import Path

import pytest

from schemas.stock_actions import Urgency
from tasks.context import ProgramContext, open_program
from tasks.operations.deliver_messages import deliver_messages
from tasks.operations.find_due_reports import find_due_reports
from tasks.operations.list_reminders import list_reminders
from tasks.operations.make_editions import make_editions
from tasks.operations.note_filing import Handed, note_filing
from tasks.operations.send_report import send_report
from tasks.rules.reporting.periods import parse_period
from tests.support.mail_servers import Inbox, mail_server
from tests.support.sending import ABSENT
from tests.support.small_program import write_settings
from tests.support.watched import clock_after


def reminders(program: ProgramContext) -> list[tuple[str, Urgency, int | None]]:
    """List what is pressing: report, urgency, newest edition."""
    with program.database.reading() as connection:
        return [(one.due.report, one.urgency, one.edition) for one in list_reminders(program, connection)]


def test_a_health_departments_report_presses_until_it_is_noted(program: ProgramContext):
    make_editions(program, find_due_reports(program))
    deliver_messages(program)
    later = program._replace(clock=clock_after(11))
    assert reminders(program) == []
    assert reminders(later) == [("nysdoh-quarterly", Urgency.THIS_WEEK, 1)]
    note_filing(later, Handed("nysdoh-quarterly", parse_period("2024-Q1")))
    assert reminders(later) == []


SUPPLIER = {"kind": "regional-ems", "name": "Example Regional EMS Program", "cadence": "quarterly"}


def owe_the_supplier_alone(program: ProgramContext, **sections: object) -> ProgramContext:
    """Open it with settings by which the supplier's report is the only one that is owed."""
    settings = write_settings(program={"oopp": "none", "supplier": SUPPLIER}, **sections)
    (program.folder / "lbn.toml").write_text(settings, encoding="utf-8")
    return open_program(program.folder, clock_after(0))


def test_a_suppliers_report_presses_until_its_message_leaves(
    program: ProgramContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    with mail_server(Inbox(), tmp_path) as (address, _):
        asked = owe_the_supplier_alone(program, mail={"transport": "smtp", "smtp": address})
        assert reminders(asked) == [("supplier", Urgency.THIS_MONTH, None)]
        send_report(asked, report="supplier", period="2024-Q1", send=False)
        assert reminders(asked) == [("supplier", Urgency.THIS_MONTH, 1)]
        send_report(asked, report="supplier", period="2024-Q1", resend=True)
    assert reminders(asked) == []


def test_what_lies_in_outbox_presses_until_it_is_noted(program: ProgramContext):
    """It has reached nobody, and only whoever sends it on knows when it has."""
    asked = owe_the_supplier_alone(program)
    make_editions(asked, find_due_reports(asked))
    assert reminders(asked) == [("supplier", Urgency.THIS_MONTH, 1)]
    deliver_messages(asked)
    assert reminders(asked) == [("supplier", Urgency.THIS_MONTH, 1)]
    note_filing(asked, Handed("supplier", parse_period("2024-Q1")))
    assert reminders(asked) == []


def test_what_a_run_has_made_and_will_send_needs_no_reminder(program: ProgramContext):
    """The run's digest is queued before its messages leave."""
    asked = owe_the_supplier_alone(program, mail={"transport": "smtp", "smtp": ABSENT})
    make_editions(asked, find_due_reports(asked))
    assert [one for one in reminders(asked) if one[2]] == []
