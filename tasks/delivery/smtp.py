"""SMTP with STARTTLS or TLS; nothing is said before the line is encrypted.

The message is handed over by hand, command by command, because only so it is known on which side of the last byte a
line broke: before it the server has nothing, after it nobody knows.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from schemas.delivery import DeliveryReason
from schemas.mail import Mail
from tasks.delivery.encryption import find_cause
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing
from tasks.delivery.smtp_line import EncryptedPort, Limits, Server, SmtpLine
from tasks.messages.delivery_words import FailureCause
from tasks.program_folder.mail_secret import PASSWORD_VARIABLE, find_mail_secret

LIMITS = Limits()

TAKEN = range(200, 300)
"""251 and its like: a server may take a message in more ways than one."""
START_OF_MAIL_INPUT = range(300, 400)
TRY_LATER = range(400, 500)
REFUSED = range(500, 600)

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_END_OF_MAIL = b".\r\n"

Login = Callable[[smtplib.SMTP], object]


def open_smtp(mail: Mail, folder: Path) -> "Smtp":
    """Make the sender; a login is made where there is a password.

    Raises:
        UsageError: what stands in the password's place isn't one.
    """
    password = find_mail_secret(folder, PASSWORD_VARIABLE)
    login = make_password_login(mail.user or mail.sender, password) if password else None
    return Smtp(Server.parse(mail.smtp or ""), login)


_NO_LINE = (
    (EncryptedPort, (DeliveryReason.UNENCRYPTED, FailureCause.ENCRYPTED_PORT)),
    (smtplib.SMTPNotSupportedError, (DeliveryReason.UNENCRYPTED, FailureCause.NOT_OFFERED)),
    (smtplib.SMTPResponseException, (DeliveryReason.UNENCRYPTED, FailureCause.NOT_READY)),  # the answer to STARTTLS
)


class Smtp:
    """Sends over one server; a login is made if there is one. One line serves for many messages."""

    repeats_safely = False

    def __init__(
        self, server: Server, login: Login | None, trust: ssl.SSLContext | None = None, limits: Limits | None = None
    ) -> None:
        self._server = server
        self._login = login
        self._trust = trust or ssl.create_default_context()
        self._limits = limits or LIMITS
        self._line: SmtpLine | None = None

    def look(self) -> None:
        """Make the line, and log in."""
        self._open()
        self.close()

    def send(self, message: Outgoing, before_handing_over: Callable[[], None]) -> None:
        """Hand the message over; the line stays for the next one where the server keeps in step."""
        line = self._begin(message)
        try:
            for recipient in message.recipients:  # all of them or none: nobody is left out unnoticed
                _check(partial(line.rcpt, recipient), is_of_message=True)
            _check(lambda: line.docmd("data"), START_OF_MAIL_INPUT, is_of_message=True)
            _say_all_but_the_end(line, message.raw)
            before_handing_over()
            _end(line)
        except DeliveryFailure:
            self._take_back()
            raise
        except BaseException:  # in the middle of a message: no server would hear a goodbye
            self._drop()
            raise
        line.taken_messages += 1

    def close(self) -> None:
        """Say goodbye; what a server makes of it changes nothing of what became of the messages."""
        if self._line and self._line.is_open:
            self._line.begin_goodbye()
            with suppress(OSError, smtplib.SMTPException):
                self._line.quit()
        self._drop()

    def _begin(self, message: Outgoing) -> SmtpLine:
        """Begin a message; a line that has served, and serves no longer, is replaced."""
        if self._line and (self._line.is_old or not self._line.is_open):
            self.close()
        if self._line and self._line.taken_messages:
            with suppress(DeliveryFailure):
                return self._say_from(message)
            self.close()
        return self._say_from(message)

    def _say_from(self, message: Outgoing) -> SmtpLine:
        line = self._line or self._open()
        line.begin_message(len(message.raw))
        _check(lambda: line.mail(message.sender))
        return line

    def _take_back(self) -> None:
        """Have the server forget a message that it did not take; a line that is out of step ends."""
        try:
            if self._line and self._line.is_open:
                _check(self._line.rset)
        except DeliveryFailure:
            self._drop()

    def _drop(self) -> None:
        if self._line:
            self._line.close()
        self._line = None

    def _open(self) -> SmtpLine:
        """Make the line, encrypt it and log in; nothing is said before it is encrypted."""
        line = self._line = SmtpLine(self._server, self._trust, self._limits)
        failure: DeliveryFailure | None = None
        try:
            self._greet(line)
        except (OSError, smtplib.SMTPException) as error:
            failure = self._find_failure(error)
        if failure:
            self._drop()
            raise failure
        try:
            self._log_in(line)
        except DeliveryFailure:
            self.close()
            raise
        return line

    def _greet(self, line: SmtpLine) -> None:
        code, words = line.connect(self._server.host, self._server.port)
        if code not in TAKEN:
            raise smtplib.SMTPConnectError(code, words)
        if self._server.scheme == "smtp":
            line.encrypt()
        line.ehlo_or_helo_if_needed()

    def _find_failure(self, error: OSError | smtplib.SMTPException) -> DeliveryFailure:
        """Find why there is no line, as far as can be told from here."""
        if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
            cause = find_cause(error, is_first_byte=self._server.scheme == "smtps")
            return DeliveryFailure(DeliveryReason.UNENCRYPTED, cause)
        if isinstance(error, (smtplib.SMTPConnectError, smtplib.SMTPHeloError)):
            if error.smtp_code in TRY_LATER:
                return DeliveryFailure(DeliveryReason.BUSY)
            cause_there_is = FailureCause.NO_WELCOME if error.smtp_code in REFUSED else None
            return DeliveryFailure(DeliveryReason.UNREACHABLE, cause_there_is)
        causes = (cause for kind, cause in _NO_LINE if isinstance(error, kind))
        return DeliveryFailure(*next(causes, (DeliveryReason.UNREACHABLE, None)))

    def _log_in(self, line: SmtpLine) -> None:
        if self._login is None:
            return
        try:
            self._login(line)
        except smtplib.SMTPServerDisconnected:
            reason = DeliveryReason.UNREACHABLE
        except smtplib.SMTPAuthenticationError as answer:
            reason = _find_reason(answer.smtp_code, DeliveryReason.LOGIN)
        except (smtplib.SMTPException, UnicodeError):  # smtplib sends no account and no password beyond ASCII
            reason = DeliveryReason.LOGIN
        except (OSError, ValueError):  # what the server asks isn't a question
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


def _find_reason(code: int, refused: DeliveryReason) -> DeliveryReason:
    """Find what a reply means by its class; one of another class says nothing that can be understood."""
    if code in TRY_LATER:
        return DeliveryReason.BUSY
    return refused if code in REFUSED else DeliveryReason.UNREACHABLE


def _check(command: Callable[[], tuple[int, bytes]], expected: range = TAKEN, *, is_of_message: bool = False) -> None:
    """Say a command before the message itself: whatever fails here, the server has nothing.

    A server that asks to wait before it has seen the message would ask that for any.
    """
    try:
        code, _ = command()
    except (OSError, smtplib.SMTPException):
        code = 0
    if code not in expected:
        reason = _find_reason(code, DeliveryReason.REFUSED)
        raise DeliveryFailure(reason, is_of_message=is_of_message and reason is DeliveryReason.REFUSED)


def _say_all_but_the_end(line: SmtpLine, raw: bytes) -> None:
    text = _LEADING_DOT.sub(b"..", raw)
    try:
        line.send(text if text.endswith(b"\r\n") else text + b"\r\n")
    except (OSError, smtplib.SMTPException):
        is_cut_off = True
    else:
        is_cut_off = False
    if is_cut_off:  # without its end it isn't a message; it may be one that this server cannot stand
        raise DeliveryFailure(DeliveryReason.UNREACHABLE, is_of_message=True)


def _end(line: SmtpLine) -> None:
    try:
        line.send(_END_OF_MAIL)
        line.begin_answer()
        code, _ = line.getreply()
    except (OSError, smtplib.SMTPException):
        code = 0
    if code in TAKEN:
        return
    if code not in TRY_LATER and code not in REFUSED:
        raise DeliveryUnknown
    raise DeliveryFailure(_find_reason(code, DeliveryReason.REFUSED), is_of_message=True)
