"""A real mail server on loopback for the tests: STARTTLS, logins, and every way to break off."""

import socket
import ssl
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD, TOKEN = "lbn@example.gov", "correct horse", "token-1"


class Inbox:
    """Keeps what arrives; `answer` is what the server says after the last byte, or breaks the line for none."""

    def __init__(self, answer: str | None = "250 OK", *, refuse_recipient: str | None = None) -> None:
        self.received: list[bytes] = []
        self.answer = answer
        self.refuse_recipient = refuse_recipient

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


class _Server(SMTP):
    async def auth_XOAUTH2(self, _server: SMTP, args: list[str]) -> AuthResult:
        """Check a token as Microsoft and Google do."""
        expected = f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01"
        return AuthResult(success=b64decode(args[1]).decode() == expected, handled=False)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def mail_server(
    inbox: Inbox, folder: Path, *, needs_login: bool = False, offers_tls: bool = True
) -> Iterator[tuple[str, ssl.SSLContext]]:
    """A server that runs for the length of the block: its address, and whom a client must trust."""
    certificate = make_certificate(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    controller = _Controller(
        inbox,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=context if offers_tls else None,
        require_starttls=offers_tls,
        authenticator=_authenticate,
        auth_required=needs_login,
    )
    controller.start()
    trust = ssl.create_default_context(cafile=str(certificate))
    try:
        yield f"smtp://127.0.0.1:{controller.port}", trust
    finally:
        controller.stop()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def make_certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody else trusts, with its key."""
    path = folder / "server.pem"
    if not path.exists():
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
             "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(folder / "certificate.pem")],
            check=True, capture_output=True,
        )  # fmt: skip
        path.write_bytes(path.read_bytes() + (folder / "certificate.pem").read_bytes())
    return path
