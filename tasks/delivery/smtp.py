"""SMTP with STARTTLS or TLS; nothing is said before the line is encrypted.

The message is handed over by hand, command by command, because only so it is known on which side of the last byte a
line broke: before it the server has nothing, after it nobody knows.
"""

import os
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from select import select
from typing import NamedTuple
from urllib.parse import urlsplit

from schemas.delivery import DeliveryReason
from schemas.mail import Mail
from tasks.delivery.encryption import find_cause, is_encrypted_from_first_byte
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing
from tasks.messages.delivery_words import FailureCause

PASSWORD_VARIABLE = "LBN_SMTP_PASSWORD"  # noqa: S105 - the name of a variable

TIMEOUT_SECONDS = 60
SILENCE_SECONDS = 3
"""After which a port without a greeting is asked whether it waits for TLS; many servers greet late on purpose."""
TAKEN = range(200, 300)
"""251 and its like: a server may take a message in more ways than one."""
START_OF_MAIL_INPUT = range(354, 355)
TRY_LATER = range(400, 500)

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_END_OF_MAIL = b".\r\n"

Login = Callable[[smtplib.SMTP], object]


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


def open_smtp(mail: Mail) -> "Smtp":
    """Make the sender; a login is made where the environment holds a password."""
    password = os.environ.get(PASSWORD_VARIABLE)  # noqa: TID251 - a secret is not passed round as a parameter
    login = make_password_login(mail.user or mail.sender, password) if password else None
    return Smtp(Server.parse(mail.smtp or ""), login)


class _EncryptedPort(OSError):
    """The port waits for TLS, and we for its greeting."""


class _PlainFirst(smtplib.SMTP):
    """A line that begins without encryption: a port that says nothing at first is looked at."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = socket.create_connection((host, port), timeout)
        if select([line], [], [], SILENCE_SECONDS)[0]:
            return line
        line.close()  # a server that takes one line at a time would keep us waiting for ourselves
        if is_encrypted_from_first_byte((host, port)):
            raise _EncryptedPort
        return socket.create_connection((host, port), timeout)


_NO_LINE = (
    (_EncryptedPort, (DeliveryReason.UNENCRYPTED, FailureCause.ENCRYPTED_PORT)),
    (smtplib.SMTPConnectError, (DeliveryReason.UNREACHABLE, FailureCause.NO_WELCOME)),
    (smtplib.SMTPNotSupportedError, (DeliveryReason.UNENCRYPTED, FailureCause.NOT_OFFERED)),
    (smtplib.SMTPResponseException, (DeliveryReason.UNENCRYPTED, FailureCause.NOT_READY)),  # the answer to STARTTLS
)


class Smtp:
    """Sends over one server; a login is made if there is one."""

    repeats_safely = False

    def __init__(self, server: Server, login: Login | None, trust: ssl.SSLContext | None = None) -> None:
        self._server = server
        self._login = login
        self._trust = trust or ssl.create_default_context()

    def look(self) -> None:
        """Make the line, and log in."""
        with _closed_after(self._connected()) as line:
            self._log_in(line)

    def send(self, message: Outgoing, before_handing_over: Callable[[], None]) -> None:
        """Hand the message over."""
        with _closed_after(self._connected()) as line:
            self._log_in(line)
            _check(lambda: line.mail(message.sender), DeliveryReason.REFUSED)
            for recipient in message.recipients:  # all of them or none: nobody is left out unnoticed
                _check(partial(line.rcpt, recipient), DeliveryReason.REFUSED)
            _check(lambda: line.docmd("data"), DeliveryReason.REFUSED, expected=START_OF_MAIL_INPUT)
            _say_all_but_the_end(line, message.raw)
            before_handing_over()
            _end(line)

    def _connected(self) -> smtplib.SMTP:
        """Make the line and encrypt it; nothing else is said before."""
        line: smtplib.SMTP | None = None
        try:
            line = self._answered()
            if self._server.scheme == "smtp":
                line.starttls(context=self._trust)
            line.ehlo()
        except (OSError, smtplib.SMTPException) as error:
            failure = self._find_failure(error)
        else:
            return line
        if line:
            line.close()
        raise failure

    def _answered(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=self._trust)
        return _PlainFirst(host, port, timeout=TIMEOUT_SECONDS)

    def _find_failure(self, error: OSError | smtplib.SMTPException) -> DeliveryFailure:
        """Find why there is no line, as far as can be told from here."""
        if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
            cause = find_cause(error, is_first_byte=self._server.scheme == "smtps")
            return DeliveryFailure(DeliveryReason.UNENCRYPTED, cause)
        if isinstance(error, smtplib.SMTPConnectError) and error.smtp_code in TRY_LATER:
            return DeliveryFailure(DeliveryReason.BUSY)
        causes = (cause for kind, cause in _NO_LINE if isinstance(error, kind))
        return DeliveryFailure(*next(causes, (DeliveryReason.UNREACHABLE, None)))

    def _log_in(self, line: smtplib.SMTP) -> None:
        if self._login is None:
            return
        try:
            self._login(line)
        except smtplib.SMTPServerDisconnected:
            reason = DeliveryReason.UNREACHABLE
        except smtplib.SMTPAuthenticationError as answer:
            reason = DeliveryReason.BUSY if answer.smtp_code in TRY_LATER else DeliveryReason.LOGIN
        except (smtplib.SMTPException, UnicodeError):  # smtplib sends no account and no password beyond ASCII
            reason = DeliveryReason.LOGIN
        except OSError:
            reason = DeliveryReason.UNREACHABLE
        else:
            return
        raise DeliveryFailure(reason)


def make_password_login(user: str, password: str) -> Login:
    """Make a login with a password or an app password."""
    return lambda line: line.login(user, password)


def make_token_login(user: str, token: Callable[[], str]) -> Login:
    """Make a login with an OAuth token (XOAUTH2), as Microsoft 365 and Google ask for.

    A token that they do not take is answered by a challenge, which says why; an empty answer brings the refusal.
    """

    def log_in(line: smtplib.SMTP) -> object:
        answer = f"user={user}\x01auth=Bearer {token()}\x01\x01"
        return line.auth("XOAUTH2", lambda challenge=None: answer if challenge is None else "")

    return log_in


@contextmanager
def _closed_after(line: smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    """End a line with a goodbye, but where it broke off in the middle of a message: no server would hear it."""
    with closing(line):
        try:
            yield line
        except DeliveryFailure:
            _say_goodbye(line)
            raise
        _say_goodbye(line)


def _say_goodbye(line: smtplib.SMTP) -> None:
    """Say goodbye; what a server makes of it changes nothing of what became of the message."""
    with suppress(OSError, smtplib.SMTPException):
        line.quit()


def _check(command: Callable[[], tuple[int, bytes]], reason: DeliveryReason, expected: range = TAKEN) -> None:
    """Say a command before the message itself: whatever fails here, the server has nothing."""
    try:
        code, _ = command()
    except (OSError, smtplib.SMTPException):
        code = 0
    if code not in expected:
        raise DeliveryFailure(
            DeliveryReason.UNREACHABLE if not code else DeliveryReason.BUSY if code in TRY_LATER else reason
        )


def _say_all_but_the_end(line: smtplib.SMTP, raw: bytes) -> None:
    text = _LEADING_DOT.sub(b"..", raw)
    try:
        line.send(text if text.endswith(b"\r\n") else text + b"\r\n")
    except (OSError, smtplib.SMTPException):
        is_cut_off = True
    else:
        is_cut_off = False
    if is_cut_off:
        raise DeliveryFailure(DeliveryReason.UNREACHABLE)  # without its end it isn't a message


def _end(line: smtplib.SMTP) -> None:
    try:
        line.send(_END_OF_MAIL)
        code, _ = line.getreply()
    except (OSError, smtplib.SMTPException):
        code = 0
    if not code:
        raise DeliveryUnknown
    if code not in TAKEN:
        raise DeliveryFailure(DeliveryReason.BUSY if code in TRY_LATER else DeliveryReason.REFUSED)
