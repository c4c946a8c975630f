"""Reports leave by a real mail server: once, or with a word about it; never twice unasked.

LBN_SENDING_KILLS raises how many senders are killed.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from email import message_from_bytes
from pathlib import Path
from random import Random
from time import sleep

import pytest

from tests.senders.servers import PASSWORD, Inbox, mail_server
from tests.small_program import SETTINGS, Ended, lbn, rows, write_program

KILLS = int(os.environ.get("LBN_SENDING_KILLS", "6"))
REPORT = ("report", "nysdoh-quarterly", "2024-Q1")
ROOT = Path(__file__).resolve().parents[2]


def a_program(folder: Path, address: str) -> Path:
    """A program with ten entries that sends by SMTP, and is ready to report."""
    mail = f'transport = "smtp"\nsmtp = "{address}"'
    program = write_program(folder, rows(10), SETTINGS.replace('transport = "outbox"', mail))
    assert lbn("ingest", program=program).code == 0
    return program


def states(program: Path) -> list[str]:
    """Where the program's messages stand."""
    with closing(sqlite3.connect(program / "lbn.db")) as ledger:
        return [state for (state,) in ledger.execute("select state from messages order by name")]


def report(program: Path, *options: str, trust: Path) -> Ended:
    """Ask for the quarter's report, with the login and the certificate that the server wants."""
    return lbn(*REPORT, *options, program=program, LBN_SMTP_PASSWORD=PASSWORD, SSL_CERT_FILE=str(trust / "server.pem"))


def test_a_report_arrives_once(tmp_path: Path):
    inbox = Inbox()
    with mail_server(inbox, tmp_path, needs_login=True) as (address, _):
        program = a_program(tmp_path / "program", address)
        assert [report(program, trust=tmp_path).code for _ in range(2)] == [0, 0]
    (raw,) = inbox.received
    assert message_from_bytes(raw)["To"] == "coordinator@example.gov"
    assert states(program) == ["sent"]


def test_a_server_that_is_busy_gets_the_message_with_the_next_run(tmp_path: Path):
    inbox = Inbox("451 later")
    with mail_server(inbox, tmp_path) as (address, _):
        program = a_program(tmp_path / "program", address)
        ended = report(program, trust=tmp_path)
        assert (ended.code, states(program)) == (1, ["queued"])
        assert "try later" in ended.words
        inbox.answer, inbox.received = "250 OK", []
        assert report(program, trust=tmp_path).code == 0
    assert len(inbox.received) == 1
    assert states(program) == ["sent"]


def test_a_line_that_breaks_leaves_a_doubt_that_is_shown_and_not_repeated(tmp_path: Path):
    inbox = Inbox(answer=None)
    with mail_server(inbox, tmp_path) as (address, _):
        program = a_program(tmp_path / "program", address)
        assert report(program, trust=tmp_path).code == 1
        inbox.answer = "250 OK"
        assert report(program, trust=tmp_path).code == 0
        assert (len(inbox.received), states(program)) == (1, ["in_doubt"])
        assert "in doubt" in lbn("status", program=program).words + lbn("status", program=program).out
        assert report(program, "--resend", trust=tmp_path).code == 0
    assert len(inbox.received) == 2
    first, second = (message_from_bytes(raw)["Message-ID"] for raw in inbox.received)
    assert first != second


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_sender_leaves_one_copy_at_most(tmp_path: Path, seed: int):
    inbox = Inbox()
    with mail_server(inbox, tmp_path) as (address, _):
        program = a_program(tmp_path / "program", address)
        environment = os.environ | {"SSL_CERT_FILE": str(tmp_path / "server.pem")}
        command = [sys.executable, str(ROOT / "lbn.py"), *REPORT, "--program", str(program)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        sleep(Random(seed).uniform(0.3, 2.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        report(program, trust=tmp_path)
    assert len(inbox.received) <= 1
    (state,) = states(program)
    assert state == "in_doubt" or (state, len(inbox.received)) == ("sent", 1)
