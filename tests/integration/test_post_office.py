"""Reports go through Postfix into a mailbox of Dovecot and are read back by IMAP: whole, once, and in their thread.

LBN_SENDING_BREAKS raises how often the line to Postfix is cut: a fifth of it, 4 times if nothing is said.
"""

import io
import os
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from itertools import product
from pathlib import Path

import openpyxl
import pytest

from tests.support.cut_line import Cut, cut_line
from tests.support.mail_servers import PASSWORD, USER
from tests.support.post_office import COORDINATOR, SMALL_BYTES, PostOffice, post_office
from tests.support.sending import REPORT, a_program, a_program_with_a_message, change_settings, may_end, moved, states
from tests.support.small_program import Ended, a_row, lbn, rows, write_form

CUTS = int(os.environ.get("LBN_SENDING_BREAKS", "20")) // 5
TURNS = (
    "greeting", "EHLO", "STARTTLS", "certificate", "encryption", "EHLO again", "AUTH", "MAIL", "RCPT", "DATA",
    "message", "QUIT",
)  # fmt: skip
"""What the server says while it takes one message, in order."""

WAYS = list(product(reversed(TURNS), (False, True)))

EDITION = "reports/nysdoh-quarterly/2024-Q1/edition-1"


@pytest.fixture(scope="module")
def running() -> Iterator[PostOffice]:
    """Yield the servers, once for all tests."""
    with post_office() as servers:
        yield servers


@pytest.fixture
def office(running: PostOffice) -> PostOffice:
    """Return the servers, with an empty mailbox."""
    running.empty()
    return running


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a program with a message that waits."""
    return a_program_with_a_message(tmp_path_factory.mktemp("waiting") / "program")


def do(office: PostOffice, program: Path, *command: str, password: str = PASSWORD) -> Ended:
    """Run a command with what the server wants: a password, and trust in its certificate."""
    variables = {"LBN_SMTP_PASSWORD": password, "SSL_CERT_FILE": str(office.certificate)}
    return lbn(*(command or REPORT), program=program, **variables)


def attachments(message: EmailMessage) -> dict[str, bytes]:
    """Return the files that came with a message, by the end of their names."""
    return {
        Path(part.get_filename() or "").suffix: part.get_payload(decode=True) or b""  # type: ignore[misc]
        for part in message.iter_attachments()
    }


def test_a_run_fills_the_mailbox_once(office: PostOffice, tmp_path: Path):
    program = a_program(tmp_path / "program", office.address)
    write_form(program, [*rows(10), a_row(10, kits="two"), a_row(11, low="Yes")])
    assert [do(office, program, *command).code for command in (("run",), REPORT, ("run",))] == [0, 0, 0]
    messages = office.mailbox()
    # The report that was asked for was due long ago: the second run's digest says so.
    assert len(messages) == len(states(program)) == len({message["Message-ID"] for message in messages}) == 4
    for message in messages:
        assert (message["From"].addresses[0].addr_spec, message["To"]) == (USER, COORDINATOR)
        assert message["Subject"].startswith("[Naloxone]")
        assert message["Date"].datetime.utcoffset() in (timedelta(hours=-5), timedelta(hours=-4))
        assert message["Auto-Submitted"] == "auto-generated"
        assert not message.defects


def test_the_papers_arrive_whole(office: PostOffice, tmp_path: Path):
    program = a_program(tmp_path / "program", office.address)
    assert do(office, program).code == 0
    (message,) = office.mailbox()
    files = attachments(message)
    folder = program / EDITION
    assert files == {
        ".pdf": (folder / "report.pdf").read_bytes(),
        ".xlsx": (folder / "report.xlsx").read_bytes(),
        ".csv": (folder / "figures.csv").read_bytes(),
    }
    assert files[".pdf"].startswith(b"%PDF")
    assert openpyxl.load_workbook(io.BytesIO(files[".xlsx"])).sheetnames


def test_an_amendment_stands_in_the_thread_of_the_first_edition(office: PostOffice, tmp_path: Path):
    program = a_program(tmp_path / "program", office.address)
    assert do(office, program).code == 0
    write_form(program, rows(11))
    assert [do(office, program, *command).code for command in (("ingest",), REPORT)] == [0, 0]
    first, second = office.mailbox()
    assert "edition 2" in second["Subject"]
    assert second["References"] == second["In-Reply-To"] == first["Message-ID"]


def test_a_message_waits_for_the_right_password(office: PostOffice, tmp_path: Path):
    program = a_program(tmp_path / "program", office.address)
    ended = do(office, program, password="wrong")  # noqa: S106 - it must be refused
    assert (ended.code, states(program)) == (1, ["queued"])
    assert "rejected the login; check the account and its password" in ended.words
    assert not office.mailbox()
    assert do(office, program).code == 0
    assert (len(office.mailbox()), states(program)) == (1, ["sent"])


def test_nothing_is_said_to_a_server_without_trust(office: PostOffice, tmp_path: Path):
    program = a_program(tmp_path / "program", office.address)
    before = len(office.log())
    ended = lbn(*REPORT, program=program, LBN_SMTP_PASSWORD=PASSWORD)
    assert (ended.code, states(program)) == (1, ["queued"])
    assert "is not trusted here" in ended.words
    assert not office.mailbox()
    said = office.log()[before:]
    assert "unknown ca" in said
    assert "sasl_username" not in said


def test_a_recipient_who_is_not_known_is_said_and_can_be_fixed(office: PostOffice, tmp_path: Path):
    program = a_program(tmp_path / "program", office.address)
    change_settings(program, COORDINATOR, "sergeant@example.gov")
    ended = do(office, program)
    assert (ended.code, states(program)) == (1, ["failed"])
    assert "check mail.from and agency.coordinator" in ended.words
    change_settings(program, "sergeant@example.gov", COORDINATOR)
    assert do(office, program, *REPORT, "--resend").code == 0
    (message,) = office.mailbox()
    assert message["To"] == COORDINATOR


def test_a_message_too_large_for_the_server_is_said(office: PostOffice, tmp_path: Path):
    program = a_program(tmp_path / "program", office.small_address)
    ended = do(office, program)
    assert (ended.code, states(program)) == (1, ["failed"])
    assert "how large a message may be" in ended.words
    assert sum(path.stat().st_size for path in (program / EDITION).iterdir()) > SMALL_BYTES
    assert not office.mailbox()


@pytest.mark.parametrize("number", range(CUTS), ids=lambda number: f"{number}, {WAYS[number % len(WAYS)]}")
def test_a_line_that_is_cut_leaves_one_copy_and_loses_none(
    number: int, office: PostOffice, waiting: Path, tmp_path: Path
):
    reply, is_answered = WAYS[number % len(WAYS)]
    with cut_line(office.counted_port, Cut(TURNS.index(reply) + 1, is_answered)) as port:
        program = moved(waiting, tmp_path / "program", f"smtp://127.0.0.1:{port}")
        for _ in range(2):
            do(office, program)
    copies, (state,) = len(office.mailbox()), states(program)
    assert state in may_end(reply, is_answered=is_answered, is_killed=False)
    assert copies == 1 if state == "sent" or reply == "message" else copies <= 1
    if state == "in_doubt":
        assert "delivery unknown" in lbn("status", program=program).out
