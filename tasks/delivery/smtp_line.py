"""A line to a mail server that keeps deadlines: smtplib's own time limit is for each piece of what comes.

A server may be silent, say a byte a second, never end its reply, or say the same line forever: each reply, the way to
the login and each message have their time, and a reply has its size.
"""

import smtplib
import socket
import ssl
import time
from select import select
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tasks.deadlines import PIECE_BYTES, Clock, Deadline, connect
from tasks.delivery.encryption import is_encrypted_from_first_byte


class Limits(NamedTuple):
    """How long a mail server may take, in seconds, and how much it may say."""

    connect_seconds: float = 40.0
    """From the first packet to the end of the login."""
    message_seconds: float = 20.0
    """For a message without its last byte; a large one has more, by `bytes_a_second`."""
    reply_seconds: float = 60.0
    """For a reply, the one to the last byte among them: whoever gives up there knows nothing."""
    session_seconds: float = 300.0
    """After which the next message gets a new line."""
    silence_seconds: float = 3.0
    """After which a port without a greeting is asked whether it waits for TLS; many servers greet late on purpose."""
    reply_bytes: int = 65_536
    bytes_a_second: int = 65_536
    clock: Clock = time.monotonic

    def begin(self, seconds: float) -> Deadline:
        """Begin a time; in it a reply may be as large as replies may be."""
        return Deadline(seconds, self.reply_bytes, self.clock)


class Server(NamedTuple):
    """Where the mail server is; `smtps` is encrypted from the first byte, `smtp` by STARTTLS."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, address: str) -> "Server":
        """Parse an address such as smtp://mail.example.gov:587."""
        parts = urlsplit(address)
        return cls(parts.scheme, parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 587))


class EncryptedPort(OSError):
    """The port waits for TLS, and we for its greeting."""


GOODBYE_SECONDS = 5.0

CLOSING = 421
"""What a server says before it hangs up, whatever it was asked."""


class SmtpLine(smtplib.SMTP):
    """A line to one server, under deadlines; a port that says nothing at first is looked at."""

    def __init__(self, server: Server, trust: ssl.SSLContext, limits: Limits) -> None:
        """Prepare the line; the time to connect begins now."""
        super().__init__(timeout=limits.reply_seconds)
        self._host = server.host  # whom a certificate must name; set by smtplib only where it connects at once
        self._trust = trust
        self._limits = limits
        self._is_encrypted_at_once = server.scheme == "smtps"
        self._deadline = limits.begin(limits.connect_seconds)
        self._session = limits.begin(limits.session_seconds)
        self._heard = b""
        self.taken_messages = 0

    @property
    def is_open(self) -> bool:
        """Whether anything can be said over it."""
        return self.sock is not None

    @property
    def is_old(self) -> bool:
        """Whether the next message gets a new line."""
        return self._session.is_over

    def begin_message(self, size_bytes: int) -> None:
        """Begin the time of a message, without its last byte."""
        self._deadline = self._limits.begin(self._limits.message_seconds + size_bytes / self._limits.bytes_a_second)

    def begin_answer(self) -> None:
        """Begin the time of a single reply."""
        self._deadline = self._limits.begin(self._limits.reply_seconds)

    def begin_goodbye(self) -> None:
        """Begin the time of the goodbye, for which nobody waits long."""
        self._deadline = self._limits.begin(min(GOODBYE_SECONDS, self._limits.reply_seconds))

    def encrypt(self) -> None:
        """Encrypt the line; what was said into it before that is forgotten."""
        self.starttls(context=self._trust)
        self._heard = b""

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply, all its lines; -1 is none that can be understood.

        Raises:
            smtplib.SMTPServerDisconnected: it took too long, was too large, or the line broke.
        """
        reply = self._limits.begin(self._limits.reply_seconds)
        lines = []
        is_last = False
        code = -1
        while not is_last:
            line = self._read_line(reply)
            lines.append(line[4:].strip(b" \t\r"))
            code = int(line[:3]) if line[:3].isdigit() else -1
            is_last = code < 0 or line[3:4] != b"-"
        if code == CLOSING:
            self.close()
        return code, b"\n".join(lines)

    def send(self, s: Any) -> None:
        """Say something, piece by piece.

        Raises:
            smtplib.SMTPServerDisconnected: it took too long, or the line broke.
        """
        said = memoryview(s.encode(self.command_encoding) if isinstance(s, str) else s)
        try:
            for start in range(0, len(said), PIECE_BYTES):
                self._open_socket().settimeout(self._deadline.left(self._limits.reply_seconds))
                self._open_socket().sendall(said[start : start + PIECE_BYTES])
        except OSError as error:
            raise self._broken() from error

    def _read_line(self, reply: Deadline) -> bytes:
        while b"\n" not in self._heard:
            try:
                self._open_socket().settimeout(self._deadline.left(reply.left()))
                piece = self._open_socket().recv(PIECE_BYTES)
                reply.take(len(piece))
            except OSError as error:
                raise self._broken() from error
            if not piece:
                raise self._broken()
            self._heard += piece
        line, _, self._heard = self._heard.partition(b"\n")
        return line

    def _open_socket(self) -> socket.socket:
        if self.sock is None:
            raise self._broken()
        return self.sock

    def _broken(self) -> smtplib.SMTPServerDisconnected:
        self.close()
        return smtplib.SMTPServerDisconnected("the line broke, or took too long")

    def _get_socket(self, host: str, port: int, _timeout: float) -> socket.socket:
        line = connect((host, port), self._deadline)
        line.settimeout(self._deadline.left())
        if self._is_encrypted_at_once:
            return self._trust.wrap_socket(line, server_hostname=host)
        if select([line], [], [], self._deadline.left(self._limits.silence_seconds))[0]:
            return line
        line.close()  # a server that takes one line at a time would keep us waiting for ourselves
        if is_encrypted_from_first_byte((host, port), self._deadline):
            raise EncryptedPort
        return connect((host, port), self._deadline)
