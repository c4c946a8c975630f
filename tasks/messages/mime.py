"""A message as an e-mail, and how it is put into the outbox folder.

The same message gives the same bytes on every run: its date, its Message-ID and the boundaries between its parts
all follow from what it is about. A mail server that is handed it twice can tell, and so can a person.
"""

from datetime import datetime, tzinfo
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from hashlib import blake2b
from typing import NamedTuple

from schemas.delivery import MailboxMarks
from schemas.message import Rendered
from tasks.errors import UsageError

UNFOLDED = SMTP.clone(max_line_length=998)
"""Headers stay on one line, of any length that mail allows: Python folds a long Message-ID of a reference to pieces."""


class MessageName(NamedTuple):
    """What a message is about: a report's edition, or a digest (no edition), and which copy of it is sent."""

    slug: str
    period: str
    edition: int | None
    resend: int = 0

    @property
    def dotted(self) -> str:
        """Write it as the Message-ID begins: nysdoh-quarterly.2026-Q3.e1."""
        edition = "" if self.edition is None else f".e{self.edition}"
        return f"{self.slug}.{self.period}{edition}" + (f".resend-{self.resend}" if self.resend else "")

    @property
    def file_name(self) -> str:
        """Write the name of its file in the outbox: nysdoh-quarterly-2026-Q3-edition-1.eml."""
        edition = "" if self.edition is None else f"-edition-{self.edition}"
        return f"{self.slug}-{self.period}{edition}" + (f"-resend-{self.resend}.eml" if self.resend else ".eml")

    @property
    def of_edition(self) -> str:
        """Write how the edition's files are called outside the program: nysdoh-quarterly-2026-Q3-edition-1."""
        return self._replace(resend=0).file_name.removesuffix(".eml")

    @property
    def earlier(self) -> tuple["MessageName", ...]:
        """List the editions before it, first to last."""
        return tuple(MessageName(self.slug, self.period, edition) for edition in range(1, self.edition or 1))


class Envelope(NamedTuple):
    """From whom to whom, and when; the agency's name is put before the sender's address."""

    agency: str
    sender: str
    recipients: tuple[str, ...]
    sent_at: datetime


def compose(name: MessageName, envelope: Envelope, rendered: Rendered) -> bytes:
    """Write the whole e-mail, ready to be sent or filed: text, html with its pictures, and the attached files.

    Raises:
        UsageError: an address in lbn.toml isn't one.
    """
    message = EmailMessage(policy=SMTP)
    _head(message, name, envelope, rendered.subject)
    message.set_content(rendered.text, cte="quoted-printable")
    _add_html(message, name, envelope, rendered)
    _attach(message, name, rendered)
    _fix_boundaries(message, name)
    return message.as_bytes(policy=UNFOLDED)


def find_marks(raw: bytes, zone: tzinfo) -> MailboxMarks:
    """Find what a person looks for a message by in a mailbox, with its time as it is shown there."""
    head = BytesHeaderParser(policy=SMTP).parsebytes(raw.split(b"\r\n\r\n", 1)[0])
    sent_at = head["Date"].datetime.astimezone(zone)
    return MailboxMarks(str(head["To"]), str(head["Subject"]), sent_at, str(head["Message-ID"]))


def _head(message: EmailMessage, name: MessageName, envelope: Envelope, subject: str) -> None:
    message["From"] = _address("mail.from", envelope.sender, envelope.agency)
    message["To"] = [_address("agency.coordinator", recipient) for recipient in envelope.recipients]
    message["Subject"] = _one_line(subject)
    message["Date"] = envelope.sent_at
    message["Message-ID"] = _message_id(name, envelope)
    if name.earlier:
        message["In-Reply-To"] = _message_id(name.earlier[-1], envelope)
        message["References"] = " ".join(_message_id(earlier, envelope) for earlier in name.earlier)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"


def _add_html(message: EmailMessage, name: MessageName, envelope: Envelope, rendered: Rendered) -> None:
    """Add the html beside the text; its pictures, which are files beside it, become parts that it names."""
    html = rendered.html
    ids = {file_name: f"{file_name}.{_message_id(name, envelope)[1:-1]}" for file_name in rendered.png}
    for file_name, content_id in ids.items():
        html = html.replace(f'src="{file_name}"', f'src="cid:{content_id}"')
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    body = list(message.iter_parts())[-1]
    for file_name, content in rendered.png.items():
        body.add_related(content, "image", "png", cid=f"<{ids[file_name]}>", filename=file_name, disposition="inline")


def _attach(message: EmailMessage, name: MessageName, rendered: Rendered) -> None:
    """Attach the files of an edition, each under a name that no other edition's has."""
    for content, maintype, ending in (
        (rendered.pdf, "application/pdf", "pdf"),
        (rendered.xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        (rendered.csv, "text/csv", "csv"),
    ):
        if content is not None:
            kind, _, subtype = maintype.partition("/")
            params = {"charset": "utf-8"} if kind == "text" else {}
            message.add_attachment(
                content, maintype=kind, subtype=subtype, filename=f"{name.of_edition}.{ending}", params=params
            )


def _address(key: str, written: str, display_name: str = "") -> Address:
    msg = f"lbn.toml: {key} isn't an e-mail address; write one such as coordinator@example.gov."
    if not written.isascii():
        raise UsageError(msg)
    try:
        return Address(display_name=_one_line(display_name), addr_spec=written)
    except (ValueError, HeaderParseError, IndexError):
        raise UsageError(msg) from None


def _message_id(name: MessageName, envelope: Envelope) -> str:
    """Make one for each message and its recipients; programs that share a sender's domain differ by their agency."""
    to_whom = blake2b("\n".join((envelope.agency, *envelope.recipients)).encode(), digest_size=6).hexdigest()
    return f"<{name.dotted}.{to_whom}@{envelope.sender.rpartition('@')[2]}>"


def _one_line(text: str) -> str:
    """Keep any text of a report's folder or of the settings from beginning a header of its own."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _fix_boundaries(message: EmailMessage, name: MessageName) -> None:
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        digest = blake2b(f"{name.dotted} {number}".encode(), digest_size=12).hexdigest()
        part.set_boundary(f"=_{digest}")
