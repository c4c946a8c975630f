"""A mail server that behaves up to a reply, and there is slow, silent, flooding or wrong; it counts its lines."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from tests.support.mail_servers import make_certificate
from tests.support.rude_web import MARKER

REPLIES: Mapping[str, bytes] = {
    "greeting": b"220 mail.example.gov\r\n",
    "EHLO": b"250-mail.example.gov\r\n250 STARTTLS\r\n",
    "STARTTLS": b"220 go on\r\n",
    "EHLO again": b"250-mail.example.gov\r\n250 AUTH PLAIN\r\n",
    "AUTH": b"235 welcome\r\n",
    "MAIL": b"250 sender\r\n",
    "RCPT": b"250 recipient\r\n",
    "DATA": b"354 go on\r\n",
    "message": b"250 taken\r\n",
}
"""What a server says while it takes one message, in order."""

DRIP_SECONDS = 0.02
RUDE = ("silent", "drips", "floods", "stops half-way", "closes", "talks nonsense")
"""Manners besides a reply of another code."""

_VERBS = {b"AUTH": "AUTH", b"MAIL": "MAIL", b"RCPT": "RCPT", b"DATA": "DATA", b"STAR": "STARTTLS"}


class RudeMail:
    """What the server does at which replies, how many lines it was called on, and what it has taken."""

    def __init__(self, at: str = "", manner: str = "", *, from_line: int = 1) -> None:
        """Behave, but at one reply; another word is what is said there instead."""
        self.at = at
        self.manner = manner
        self.from_line = from_line
        self.lines = 0
        self.taken: list[bytes] = []
        self.released = Event()

    def answer(self, line: socket.socket, reply: str) -> None:
        """Say a reply, or misbehave; the line ends after that."""
        if reply != self.at or self.lines < self.from_line:
            line.sendall(REPLIES[reply])
        elif self.manner in RUDE:
            self._be_rude(line, reply)
            raise OSError
        else:
            line.sendall(self.manner.encode() + b"\r\n")

    def _be_rude(self, line: socket.socket, reply: str) -> None:
        code = REPLIES[reply][:3]
        if self.manner == "stops half-way":
            line.sendall(code + b"-half of")
        if self.manner in ("silent", "stops half-way"):
            self.released.wait(20)
        if self.manner == "talks nonsense":
            line.sendall(b"\xff\x00 what? " + MARKER.encode() + b"\r\n")
        while self.manner == "floods" and not self.released.is_set():
            line.sendall((code + b"-more and more\r\n") * 1_000)
        while self.manner == "drips" and not self.released.wait(DRIP_SECONDS):
            line.sendall(b"2")

    def talk(self, line: socket.socket, trust: ssl.SSLContext) -> None:
        """Take messages on a line for as long as the client likes."""
        self.answer(line, "greeting")
        if self._converse(line, is_encrypted=False):
            with trust.wrap_socket(line, server_side=True) as encrypted:
                self._converse(encrypted, is_encrypted=True)

    def _converse(self, line: socket.socket, *, is_encrypted: bool) -> bool:
        """Answer what is said; true where the client goes on encrypted."""
        with line.makefile("rb") as heard:
            while said := heard.readline():
                verb = _VERBS.get(said[:4].upper(), "")
                if said[:4].upper() in (b"EHLO", b"HELO"):
                    self.answer(line, "EHLO again" if is_encrypted else "EHLO")
                elif verb:
                    self.answer(line, verb)
                else:
                    line.sendall(b"250 as you like\r\n")
                if verb == "STARTTLS":
                    return True
                if verb == "DATA":
                    self._take(line, heard)
        return False

    def _take(self, line: socket.socket, heard: Iterator[bytes]) -> None:
        text = []
        for row in heard:
            if row == b".\r\n":
                break
            text.append(row)
        self.taken.append(b"".join(text))
        self.answer(line, "message")


@contextmanager
def rude_mail(rude: RudeMail, folder: Path) -> Iterator[tuple[str, ssl.SSLContext]]:
    """Run the server for the length of the block; yield its address, and whom a client must trust."""
    certificate = make_certificate(folder)
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    line, _ = listening.accept()
                    rude.lines += 1
                    with line, suppress(OSError):
                        rude.talk(line, ours)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        try:
            trust = ssl.create_default_context(cafile=str(certificate))
            yield f"smtp://127.0.0.1:{listening.getsockname()[1]}", trust
        finally:
            rude.released.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)
