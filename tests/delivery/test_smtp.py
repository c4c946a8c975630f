"""Sending over SMTP against a real server: what arrives, and what is said where it does not."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from schemas.delivery import DeliveryReason
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing
from tasks.delivery.smtp import Login, Smtp, make_password_login, make_token_login
from tasks.delivery.smtp_line import Server
from tests.support.mail_servers import LATER, PASSWORD, TOKEN, USER, Inbox, free_port, mail_server

RAW = b"From: lbn@example.gov\r\nTo: coordinator@example.gov\r\nSubject: test\r\n\r\nOne\r\n.\r\n.two dots\r\n"
MESSAGE = Outgoing("test.eml", RAW, "lbn@example.gov", ("coordinator@example.gov",))


def send(address: str, trust: ssl.SSLContext | None, login: Login | None = None, message: Outgoing = MESSAGE) -> None:
    with closing(Smtp(Server.parse(address), login, trust)) as sender:
        sender.send(message, lambda: None)


def test_the_message_arrives_byte_for_byte(tmp_path: Path):
    inbox = Inbox()
    with mail_server(inbox, tmp_path) as (address, trust):
        send(address, trust)
    assert inbox.received == [RAW]


@pytest.mark.parametrize(
    "login", [make_password_login(USER, PASSWORD), make_token_login(USER, lambda: TOKEN)], ids=["password", "token"]
)
def test_a_login_is_made(tmp_path: Path, login: Login):
    inbox = Inbox()
    with mail_server(inbox, tmp_path, needs_login=True) as (address, trust):
        send(address, trust, login)
    assert len(inbox.received) == 1


@pytest.mark.parametrize(
    "login", [make_password_login(USER, "wrong"), make_token_login(USER, lambda: "old")], ids=["password", "token"]
)
def test_a_refused_login_is_said(tmp_path: Path, login: Login):
    inbox = Inbox()
    with mail_server(inbox, tmp_path, needs_login=True) as (address, trust), pytest.raises(DeliveryFailure) as problem:
        send(address, trust, login)
    assert problem.value.reason is DeliveryReason.LOGIN
    assert not inbox.received


def test_a_token_that_is_not_taken_is_not_said_twice(tmp_path: Path):
    inbox = Inbox()
    with mail_server(inbox, tmp_path, needs_login=True) as (address, trust), pytest.raises(DeliveryFailure):
        send(address, trust, make_token_login(USER, lambda: "old"))
    assert inbox.last_challenge_answer == b""


def test_a_login_not_checked_now_is_told_from_a_refused_one(tmp_path: Path):
    with (
        mail_server(Inbox(), tmp_path, needs_login=True) as (address, trust),
        pytest.raises(DeliveryFailure) as problem,
    ):
        send(address, trust, make_password_login(USER, LATER))
    assert problem.value.reason is DeliveryReason.BUSY


def test_a_password_that_cannot_be_said_is_said(tmp_path: Path):
    with (
        mail_server(Inbox(), tmp_path, needs_login=True) as (address, trust),
        pytest.raises(DeliveryFailure) as problem,
    ):
        send(address, trust, make_password_login(USER, "pâté"))
    assert problem.value.reason is DeliveryReason.LOGIN


def test_what_stops_it_last_keeps_the_message_from_the_server(tmp_path: Path):
    class Stopped(Exception):
        """Another run has it, or the ledger cannot be written."""

    def stop() -> None:
        raise Stopped

    inbox = Inbox()
    with mail_server(inbox, tmp_path) as (address, trust), pytest.raises(Stopped):
        Smtp(Server.parse(address), None, trust).send(MESSAGE, stop)
    assert not inbox.received


def test_a_goodbye_that_goes_wrong_changes_nothing(tmp_path: Path):
    inbox = Inbox()
    inbox.goodbye = "421 out of the blue"
    with mail_server(inbox, tmp_path, needs_login=True) as (address, trust):
        send(address, trust, make_password_login(USER, PASSWORD))
    assert len(inbox.received) == 1


def test_nothing_is_said_to_a_server_without_encryption(tmp_path: Path):
    inbox = Inbox()
    with mail_server(inbox, tmp_path, offers_tls=False) as (address, trust), pytest.raises(DeliveryFailure) as problem:
        send(address, trust, make_password_login(USER, PASSWORD))
    assert problem.value.reason is DeliveryReason.UNENCRYPTED


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path):
    inbox = Inbox()
    with mail_server(inbox, tmp_path) as (address, _), pytest.raises(DeliveryFailure) as problem:
        send(address, None)
    assert problem.value.reason is DeliveryReason.UNENCRYPTED


def test_a_server_that_is_not_there_is_said():
    with pytest.raises(DeliveryFailure) as problem:
        send(f"smtp://127.0.0.1:{free_port()}", None)
    assert problem.value.reason is DeliveryReason.UNREACHABLE


@pytest.mark.parametrize(
    ("answer", "reason"),
    [("451 later", DeliveryReason.BUSY), ("554 never", DeliveryReason.REFUSED)],
)
def test_an_answer_after_the_last_byte_is_believed(tmp_path: Path, answer: str, reason: DeliveryReason):
    with mail_server(Inbox(answer), tmp_path) as (address, trust), pytest.raises(DeliveryFailure) as problem:
        send(address, trust)
    assert problem.value.reason is reason


@pytest.mark.parametrize(
    ("answer", "reason"),
    [("450 later", DeliveryReason.BUSY), ("550 no such person", DeliveryReason.REFUSED)],
)
def test_a_refused_recipient_is_said(tmp_path: Path, answer: str, reason: DeliveryReason):
    inbox = Inbox(refuse_recipient=answer)
    with mail_server(inbox, tmp_path) as (address, trust), pytest.raises(DeliveryFailure) as problem:
        send(address, trust)
    assert problem.value.reason is reason
    assert not inbox.received


class Forwarding(Inbox):
    """Takes everybody, in other words than 250."""

    def __init__(self, refused: str = "") -> None:
        super().__init__("252 taken")
        self.recipients: list[str] = []
        self._refused = refused

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, but for one."""
        if address == self._refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        self.recipients.append(address)
        return "251 will forward"


PEOPLE = ("coordinator@example.gov", "deputy@example.gov")


def test_everybody_gets_the_message_by_any_answer_that_is_a_yes(tmp_path: Path):
    inbox = Forwarding()
    with mail_server(inbox, tmp_path) as (address, trust):
        send(address, trust, message=MESSAGE._replace(recipients=PEOPLE))
    assert (inbox.recipients, len(inbox.received)) == (list(PEOPLE), 1)


def test_where_one_is_refused_nobody_is_left_out_unnoticed(tmp_path: Path):
    inbox = Forwarding(refused=PEOPLE[1])
    with mail_server(inbox, tmp_path) as (address, trust), pytest.raises(DeliveryFailure) as problem:
        send(address, trust, message=MESSAGE._replace(recipients=PEOPLE))
    assert (problem.value.reason, inbox.received) == (DeliveryReason.REFUSED, [])


def test_a_line_cut_after_the_last_byte_leaves_it_in_doubt(tmp_path: Path):
    inbox = Inbox(answer=None)
    with mail_server(inbox, tmp_path) as (address, trust), pytest.raises(DeliveryUnknown):
        send(address, trust)
    assert len(inbox.received) == 1


@contextmanager
def a_scripted_server(*replies: bytes) -> Iterator[str]:
    """A server that says these lines, one for each that it hears after the first, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            line, _ = listening.accept()
            with line, line.makefile("rb") as heard:
                for reply in replies:
                    line.sendall(reply)
                    heard.readline()

        Thread(target=talk, daemon=True).start()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.parametrize(
    ("replies", "reason"),
    [
        ((), DeliveryReason.UNREACHABLE),
        ((b"421 too many of you\r\n",), DeliveryReason.BUSY),
        ((b"554 no mail here\r\n",), DeliveryReason.UNREACHABLE),
        ((b"220 hello\r\n", b"250 STARTTLS\r\n"), DeliveryReason.UNENCRYPTED),
        ((b"220 hello\r\n", b"250-x\r\n250 STARTTLS\r\n", b"454 no certificate\r\n"), DeliveryReason.UNENCRYPTED),
        ((b"220 hello\r\n", b"250-x\r\n250 STARTTLS\r\n", b"220 go on\r\n"), DeliveryReason.UNREACHABLE),
    ],
    ids=["hangs up", "busy", "no mail", "no STARTTLS", "no certificate", "breaks in the handshake"],
)
def test_a_line_that_does_not_come_about_is_told_by_its_reason(replies: tuple[bytes, ...], reason: DeliveryReason):
    with a_scripted_server(*replies) as address, pytest.raises(DeliveryFailure) as problem:
        send(address, None)
    assert problem.value.reason is reason
