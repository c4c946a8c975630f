"""Reports leave by a real mail server: once, or with a word about it; never twice unasked.

Sending is broken off at every step, by SIGKILL and by a line that is cut. LBN_SENDING_BREAKS raises how often that is
tried: 20 times is before every answer of the server, 40 times also after it, and from there on each again, a little
later after its step. 200 take two minutes; there is no upper limit.
"""

import os
from email import message_from_bytes
from email.policy import default
from functools import partial
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.support.mail_servers import PASSWORD, REPLIES, Break, Inbox, mail_server
from tests.support.processes import start
from tests.support.sending import (
    ABSENT,
    REPORT,
    a_program,
    a_program_with_a_message,
    may_end,
    moved,
    settings_by_smtp,
    states,
)
from tests.support.small_program import SETTINGS, Ended, lbn

TRIES = int(os.environ.get("LBN_SENDING_BREAKS", "20"))
LATEST = 0.03
"""In seconds: what follows on a step takes less."""


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
    assert ways_out(program) == [True]


def test_status_tells_what_left_by_mail_from_the_outbox(tmp_path: Path):
    program = a_program(tmp_path / "program", ABSENT)
    assert lbn(*REPORT, "--no-send", program=program).code == 0
    assert ways_out(program) == [False]
    (program / "lbn.toml").write_text(SETTINGS, "utf-8")
    assert lbn(*REPORT, "--resend", program=program).code == 0
    assert ways_out(program) == ["outbox"]
    for path in (program / "outbox").iterdir():  # a person has sent it on, and put it away
        path.unlink()
    with mail_server(Inbox(), tmp_path) as (address, _):
        (program / "lbn.toml").write_text(settings_by_smtp(address), "utf-8")
        assert ways_out(program) == ["outbox"]
        assert report(program, "--resend", trust=tmp_path).code == 0
    assert ways_out(program) == [True]
    (program / "lbn.toml").write_text(SETTINGS, "utf-8")
    assert ways_out(program) == [True]


def ways_out(program: Path) -> list[bool | str]:
    """Return what `lbn status` says of how the editions left."""
    return [one["sent"] for one in lbn("status", "--json", program=program).json["editions"]]


def test_a_busy_server_gets_the_message_with_the_next_run(tmp_path: Path):
    inbox = Inbox("451 later")
    with mail_server(inbox, tmp_path) as (address, _):
        program = a_program(tmp_path / "program", address)
        ended = report(program, trust=tmp_path)
        assert (ended.code, states(program)) == (1, ["queued"])
        assert "try again later" in ended.words
        assert messages_in_status(program)[1] == "The next run sends it."
        inbox.answer, inbox.received = "250 OK", []
        assert report(program, trust=tmp_path).code == 0
    assert len(inbox.received) == 1
    assert states(program) == ["sent"]


def test_a_cut_line_leaves_a_doubt_that_is_shown_not_repeated(tmp_path: Path):
    inbox = Inbox(answer=None)
    with mail_server(inbox, tmp_path) as (address, _):
        program = a_program(tmp_path / "program", address)
        assert report(program, trust=tmp_path).code == 1
        inbox.answer = "250 OK"
        assert report(program, trust=tmp_path).code == 0
        assert (len(inbox.received), states(program)) == (1, ["in_doubt"])
        first = message_from_bytes(inbox.received[0], policy=default)
        shown = messages_in_status(program)
        assert shown[0].startswith("nysdoh-quarterly-2024-Q1-edition-1.eml, delivery unknown: the connection broke")
        assert shown[1].startswith("Look in the mailbox of coordinator@example.gov, ")
        assert shown[1].endswith(first["Subject"])
        assert shown[2].endswith(f" its Message-ID is {first['Message-ID']}")
        assert shown[3] == f"If it is there, there is nothing to do. If not: lbn {' '.join(REPORT)} --resend"
        assert report(program, "--resend", trust=tmp_path).code == 0
    assert len(inbox.received) == 2
    assert message_from_bytes(inbox.received[1])["Message-ID"] != first["Message-ID"]
    assert not messages_in_status(program)


def test_a_refusal_is_shown_until_the_message_has_left(tmp_path: Path):
    inbox = Inbox(refuse_recipient="550 no such person")
    with mail_server(inbox, tmp_path) as (address, _):
        program = a_program(tmp_path / "program", address)
        assert report(program, trust=tmp_path).code == 1
        refused, remedy = messages_in_status(program)
        assert "failed: the mail server rejected the message" in refused
        assert remedy == f"Once that is fixed: lbn {' '.join(REPORT)} --resend"
        inbox.refuse_recipient = None
        assert report(program, "--resend", trust=tmp_path).code == 0
    assert len(inbox.received) == 1
    assert not messages_in_status(program)


def messages_in_status(program: Path) -> list[str]:
    """Return what `lbn status` says of messages that have not left, line by line."""
    said = lbn("status", program=program).out.partition("Messages that have not left:\n")[2]
    return [line.strip() for line in said.splitlines()]


class Interruption(NamedTuple):
    """One of the ways in which sending is broken off: at a reply of the server, by which of the two sides."""

    is_answered: bool
    reply: str
    is_killed: bool

    def __str__(self) -> str:
        """As the test is called."""
        moment = "after" if self.is_answered else "before"
        return f"{'killed' if self.is_killed else 'line cut'} {moment} {self.reply}"


WAYS = [Interruption(*way) for way in product((False, True), REPLIES, (True, False))]


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a program with a message that waits."""
    return a_program_with_a_message(tmp_path_factory.mktemp("waiting") / "program")


@pytest.mark.parametrize("number", range(TRIES), ids=lambda number: f"{number}, {WAYS[number % len(WAYS)]}")
def test_sending_broken_off_leaves_one_copy_and_loses_none(number: int, waiting: Path, tmp_path: Path):
    way, late = WAYS[number % len(WAYS)], Random(number).uniform(0, LATEST) if number >= len(WAYS) else 0
    inbox = Inbox()
    with mail_server(inbox, waiting.parent, needs_login=True) as (address, _):
        program = moved(waiting, tmp_path / "program", address)
        trust = waiting.parent / "server.pem"
        run = partial(start, scratch=tmp_path, LBN_SMTP_PASSWORD=PASSWORD, SSL_CERT_FILE=str(trust))
        sender = run("sender", *REPORT, "--program", program)
        happens = sender.process.kill if way.is_killed else lambda: None
        inbox.next_break = Break(way.reply, way.is_answered, happens, late)
        sender.process.join()
        assert inbox.next_break is None
        run("the next run", *REPORT, "--program", program).ended()
    copies, (state,) = len(inbox.received), states(program)
    assert state in may_end(way.reply, is_answered=way.is_answered, is_killed=way.is_killed)
    assert copies == 1 if state == "sent" else copies <= 1
    if state == "in_doubt":
        assert "delivery unknown" in messages_in_status(program)[0]
