"""What a server says reaches nobody's terminal and no log, whichever library reads it."""

import logging
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from schemas.mail import MicrosoftOAuth
from tasks.delivery import tokens, web
from tasks.delivery.graph import Graph
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing
from tasks.delivery.smtp import Smtp, make_password_login
from tasks.delivery.smtp_line import Limits, Server
from tasks.errors import OperationError
from tasks.library_logs import close_library_logs
from tasks.operations.ingest_entries import ingest_entries
from tasks.sources.google import access
from tests.support.google.faults import Fault
from tests.support.google.server import TOKEN, GoogleServer
from tests.support.google.small import small_program
from tests.support.rude_mail import REPLIES, RudeMail, rude_mail
from tests.support.rude_web import MARKER, rude_web

MESSAGE = Outgoing("test.eml", b"Subject: test\r\n\r\nOne\r\n", "lbn@example.gov", ("coordinator@example.gov",))
TALKATIVE = ("garbage", "headers that are words", "another document")


@pytest.fixture(autouse=True)
def silence(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Expect that nothing of it is printed or logged, however much a log takes."""
    close_library_logs()
    monkeypatch.setattr(web, "CALL_SECONDS", 0.5)
    monkeypatch.setattr(access, "CALL_SECONDS", 0.5)
    heard: list[str] = []
    handler = logging.Handler(0)
    handler.emit = lambda record: heard.append(f"{record.getMessage()} {record.exc_text}")  # type: ignore[method-assign]
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield
    root.setLevel(level)
    root.removeHandler(handler)
    assert not any(MARKER in line for line in heard)
    assert MARKER not in "".join(capfd.readouterr())


@pytest.mark.parametrize("reply", REPLIES)
def test_of_a_mail_server(reply: str, tmp_path: Path):
    limits = Limits(reply_seconds=0.5, silence_seconds=0.1)
    with rude_mail(RudeMail(reply, "talks nonsense"), tmp_path) as (address, trust):
        sender = Smtp(Server.parse(address), make_password_login("lbn", "password"), trust, limits)
        with closing(sender), pytest.raises((DeliveryFailure, DeliveryUnknown)) as told:
            sender.send(MESSAGE, lambda: None)
    assert MARKER not in str(told.value)


@pytest.mark.parametrize("manner", TALKATIVE)
def test_of_microsofts_services(manner: str):
    with rude_web(manner) as address, closing(Graph(address, lambda: "t")) as sender:
        with suppress(DeliveryUnknown):
            sender.send(MESSAGE, lambda: None)
        oauth = MicrosoftOAuth(provider="microsoft", tenant="agency", client="lbn", endpoint=address)
        with pytest.raises(DeliveryFailure) as told:
            tokens.fetch_microsoft_token(oauth, "secret", tokens.GRAPH_SCOPE)
    assert MARKER not in str(told.value)


@pytest.mark.parametrize("call", [TOKEN, "GET metadata", "GET batch"])
@pytest.mark.parametrize("manner", TALKATIVE)
def test_of_googles_services(manner: str, call: str, google: GoogleServer, tmp_path: Path):
    program = small_program(google, tmp_path)
    google.fail(call, Fault(manner=manner), times=None)
    with pytest.raises(OperationError) as told:
        ingest_entries(program)
    assert MARKER not in str(told.value)
