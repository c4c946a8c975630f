"""Opening a program: its folder, settings, key, ledger and source."""

import os
import re
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from schemas.problem import WrongCall
from schemas.report import ReportDefinition
from schemas.settings import Settings
from tasks.catalogue import definitions
from tasks.settings import load_settings
from tasks.sources.files import Files
from tasks.sources.raw import Source
from tasks.store.database import Database
from tasks.whole_files import write_whole

KEY_FILE = "secret.key"
KEY_VARIABLE = "LBN_SECRET_KEY"
KEY_BYTES = 32

Clock = Callable[[], datetime]


class Program(NamedTuple):
    """A program that is open: everything its operations need."""

    folder: Path
    settings: Settings
    database: Database
    clock: Clock

    @property
    def slug(self) -> str:
        """The name under which the ledger keeps it."""
        return self.database.program

    @property
    def source(self) -> Source:
        """Where its tabs are; one that is opened anew, with nothing read yet."""
        if self.settings.source.kind == "files":
            return Files(self.settings, self.folder)
        from tasks.sources.google_sheet import GoogleSheet  # noqa: PLC0415 - half a second that files do not need

        return GoogleSheet(self.settings, self.folder)

    @property
    def definitions(self) -> dict[str, ReportDefinition]:
        """The reports it can make."""
        return definitions(self.folder)

    def now(self) -> datetime:
        """The time, as the ledger keeps it: UTC, without a zone, to the second."""
        return self.clock().astimezone(UTC).replace(tzinfo=None, microsecond=0)

    def local(self, moment: datetime) -> datetime:
        """A time of the ledger as people at the agency read it."""
        return moment.replace(tzinfo=UTC).astimezone(self.settings.agency.zone)

    def today(self) -> date:
        """The day at the agency."""
        return self.local(self.now()).date()

    def key(self) -> bytes:
        """The key of the row fingerprints; made at the first call, unless the variable LBN_SECRET_KEY gives it."""
        given = os.environ.get(KEY_VARIABLE)  # noqa: TID251 - a secret is not passed round as a parameter
        return _key(given, KEY_VARIABLE) if given else _key(_kept_key(self.folder / KEY_FILE), KEY_FILE)


def system_clock() -> datetime:
    """The time."""
    return datetime.now(UTC)  # noqa: TID251 - the one clock of the program; tests open it with another


def open_program(folder: Path, clock: Clock = system_clock) -> Program:
    """Open the program in a folder.

    Raises:
        WrongCall: the settings are wrong.
    """
    settings = load_settings(folder)
    return Program(folder, settings, Database(settings.store.url, folder, slug_of(settings.agency.name)), clock)


def slug_of(name: str) -> str:
    """An agency's name as a key: lower-case letters and digits, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "program"


def _kept_key(path: Path) -> str:
    """The key in the program's folder; the first to hold the ledger's lock makes it."""
    if not path.exists():
        write_whole(path, secrets.token_hex(KEY_BYTES).encode())
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def _key(written: str, where: str) -> bytes:
    text = written.strip()
    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return bytes.fromhex(text)
    msg = (
        f"{where} must hold {KEY_BYTES * 2} hexadecimal digits, and does not. Restore it from a backup: without it "
        f"every row counts as new."
    )
    raise WrongCall(msg)
