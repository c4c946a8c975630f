"""A real mail server on loopback for the tests: STARTTLS, logins, and every way to break off."""

import asyncio
import socket
import ssl
import subprocess
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, AnyStr, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HERE = "127.0.0.1"
USER, PASSWORD, TOKEN = "lbn@example.gov", "correct horse", "token-1"
LATER = "a password that the server cannot check now"


REPLIES = ("greeting", "EHLO", "STARTTLS", "EHLO again", "AUTH", "MAIL", "RCPT", "DATA", "message", "QUIT")
"""What the server answers while it takes one message, in order."""


class Break(NamedTuple):
    """Where a line breaks: before or after the server gives a reply; what it is that happens then."""

    reply: str
    is_answered: bool
    happens: Callable[[], object] = lambda: None
    after_seconds: float = 0.0


class Inbox:
    """Keeps what arrives; `answer` is what the server says after the last byte, or breaks the line for none."""

    def __init__(self, answer: str | None = "250 OK", *, refuse_recipient: str | None = None) -> None:
        self.received: list[bytes] = []
        self.answer = answer
        self.refuse_recipient = refuse_recipient
        self.goodbye = "221 Bye"
        self.next_break: Break | None = None
        self.last_challenge_answer: bytes | None = None

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or say why not."""
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a message and answer, or take it and break off."""
        self.received.append(bytes(envelope.content or b""))
        if self.answer is None:
            server.transport.abort()
            return "250 nobody hears this"
        return self.answer

    async def handle_QUIT(self, *_session: object) -> str:
        """Say goodbye, in whatever words."""
        return self.goodbye


class _Server(SMTP):
    replies = 0

    async def push(self, status: AnyStr) -> None:
        """Say a line; where the line is to break, it does, once."""
        is_last = status[3:4] in (" ", b" ")
        planned = self.event_handler.next_break if is_last else None
        is_here = planned is not None and REPLIES[self.replies] == planned.reply
        self.replies += is_last
        if not is_here or planned.is_answered:
            await super().push(status)
        if is_here:
            self.event_handler.next_break = None
            await asyncio.sleep(planned.after_seconds)
            planned.happens()
            self.transport.abort()

    async def auth_XOAUTH2(self, _server: SMTP, args: list[str]) -> AuthResult:
        """Check a token as Microsoft and Google do: a wrong one is answered by a challenge that says why."""
        expected = f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01"
        is_right = b64decode(args[1]).decode() == expected
        if not is_right:
            self.event_handler.last_challenge_answer = await self.challenge_auth('{"status": "400"}')
        return AuthResult(success=is_right, handled=False)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    if isinstance(data, LoginPassword) and data.password == LATER.encode():
        return AuthResult(success=False, handled=False, message="454 4.7.0 try later")
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def mail_server(
    inbox: Inbox, folder: Path, *, needs_login: bool = False, offers_tls: bool = True, at: str = HERE
) -> Iterator[tuple[str, ssl.SSLContext]]:
    """Run a server for the length of the block; yield its address, and whom a client must trust."""
    certificate = make_certificate(folder, at)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    controller = _Controller(
        inbox,
        hostname=at,
        port=free_port(),
        tls_context=context if offers_tls else None,
        require_starttls=offers_tls,
        authenticator=_authenticate,
        auth_required=needs_login,
    )
    controller.start()
    trust = ssl.create_default_context(cafile=str(certificate))
    try:
        yield f"smtp://{at}:{controller.port}", trust
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def make_certificate(folder: Path, at: str = HERE) -> Path:
    """Make a certificate for an address that nobody else trusts, with its key."""
    path = folder / "server.pem"
    if not path.exists():
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={at}",
             "-addext", f"subjectAltName=IP:{at}", "-keyout", str(path), "-out", str(folder / "certificate.pem")],
            check=True, capture_output=True,
        )  # fmt: skip
        path.write_bytes(path.read_bytes() + (folder / "certificate.pem").read_bytes())
    return path
