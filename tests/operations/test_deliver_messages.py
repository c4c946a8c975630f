"""What the ledger has kept goes out: files that are missing, messages that wait, each once."""

import shutil

import pytest

from schemas.delivery import DeliveryReason, DeliveryState
from tasks.context import ProgramContext, open_program
from tasks.errors import OperationError
from tasks.operations import send_queue
from tasks.operations.deliver_messages import deliver_messages, deliver_report
from tasks.operations.make_editions import make_editions
from tasks.operations.queue_edition import make_envelope
from tasks.operations.summarize_status import list_unsent_messages
from tests.operations.test_make_editions import QUARTER
from tests.support.sending import ABSENT, settings_by_smtp
from tests.support.small_program import SETTINGS

NAME = "nysdoh-quarterly-2024-Q1-edition-1.eml"


@pytest.fixture
def waiting(program: ProgramContext) -> ProgramContext:
    """Return a program with an edition whose message waits."""
    make_editions(program, [QUARTER])
    return program


def test_a_message_leaves_once(waiting: ProgramContext):
    assert [deliver_messages(waiting).names for _ in range(2)] == [(NAME,), ()]
    assert [path.name for path in (waiting.folder / "outbox").iterdir()] == [NAME]
    assert list_unsent_messages(waiting) == []


def test_missing_files_are_put_back_and_others_left_alone(waiting: ProgramContext):
    folder = waiting.folder / "reports/nysdoh-quarterly/2024-Q1/edition-1"
    deliver_messages(waiting)
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "report.pdf").unlink()
    (folder / "email.html").unlink()
    (folder / "email.html").symlink_to("nowhere.html")
    (folder / "email.txt").write_text("A person wrote here.")
    deliver_messages(waiting)
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert found == made | {"email.txt": b"A person wrote here."}
    shutil.rmtree(folder)
    deliver_messages(waiting)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == made


def test_only_the_messages_of_a_report_that_is_named_leave(waiting: ProgramContext):
    assert deliver_report(waiting, "attention").names == ()
    assert deliver_report(waiting, "nysdoh-quarterly").names == (NAME,)


def test_what_cannot_leave_waits_and_is_told(waiting: ProgramContext):
    (waiting.folder / "lbn.toml").write_text(settings_by_smtp(ABSENT), "utf-8")
    by_mail = open_program(waiting.folder, waiting.clock)
    with pytest.raises(OperationError, match="1 of the messages did not leave"):
        deliver_messages(by_mail)
    (unsent,) = list_unsent_messages(by_mail)
    assert (unsent.name, unsent.state, unsent.reason) == (NAME, DeliveryState.QUEUED, DeliveryReason.UNREACHABLE)
    (waiting.folder / "lbn.toml").write_text(SETTINGS, "utf-8")
    assert deliver_messages(open_program(waiting.folder, waiting.clock)).names == (NAME,)


def test_a_run_does_not_send_for_hours(waiting: ProgramContext, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(send_queue, "RUN_SECONDS", 0.0)
    with pytest.raises(OperationError, match="sending took more than 15 minutes; the next run goes on"):
        deliver_messages(waiting)
    (unsent,) = list_unsent_messages(waiting)
    assert (unsent.state, unsent.reason) == (DeliveryState.QUEUED, DeliveryReason.BUSY)
    monkeypatch.undo()
    assert deliver_messages(waiting).names == (NAME,)


def test_an_edition_that_cannot_be_written_holds_up_no_message(waiting: ProgramContext):
    folder = waiting.folder / "reports/nysdoh-quarterly/2024-Q1"
    folder.mkdir(parents=True)
    (folder / "edition-1").write_bytes(b"a file in the folder's place")
    with pytest.raises(OperationError, match="cannot be written"):
        deliver_messages(waiting)
    assert list_unsent_messages(waiting) == []


def test_an_envelope_is_of_the_agency_and_of_now(program: ProgramContext):
    envelope = make_envelope(program)
    assert envelope.sent_at == program.clock()
    assert set(envelope) >= {("coordinator@example.gov",), "lbn@example.gov", "Village of Example Police Department"}
