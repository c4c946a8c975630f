"""Opening a program: its folder, settings, key, ledger and source."""

import os
import re
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from schemas.problem import CannotGoOn, WrongCall
from schemas.report import ReportDefinition
from schemas.settings import Settings
from tasks.catalogue import definitions, refuse_wrong_checks
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

    def key(self, *, is_first: bool) -> bytes:
        """The key of the row fingerprints: the variable LBN_SECRET_KEY gives it, or a file in the program's folder.

        Args:
            is_first: whether nothing was read with a key before, so that one may be made.

        Raises:
            CannotGoOn: the key is lost.
            WrongCall: it is none.
        """
        given = os.environ.get(KEY_VARIABLE)  # noqa: TID251 - a secret is not passed round as a parameter
        return _key(given, KEY_VARIABLE) if given else _key(_kept_key(self.folder / KEY_FILE, is_first), KEY_FILE)


def system_clock() -> datetime:
    """The time."""
    return datetime.now(UTC)  # noqa: TID251 - the one clock of the program; tests open it with another


def open_program(folder: Path, clock: Clock = system_clock) -> Program:
    """Open the program in a folder.

    Raises:
        WrongCall: the settings are wrong.
    """
    settings = load_settings(folder)
    program = Program(folder, settings, Database(settings.store.url, folder, slug_of(settings.agency.name)), clock)
    refuse_wrong_checks(settings.checked, folder, program.today())
    return program


def slug_of(name: str) -> str:
    """An agency's name as a key: lower-case letters and digits, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "program"


def _kept_key(path: Path, is_first: bool) -> str:
    """The key in the program's folder; the first to hold the ledger's lock makes it."""
    if not path.exists() and not is_first:
        msg = (
            f"The file {KEY_FILE} is gone from the program's folder, and without it every row counts as new. Nothing "
            f"was changed. Restore it from a backup, or set the variable {KEY_VARIABLE}; if it is lost for good, "
            "`lbn ingest --accept-withdrawals` begins with a new one, and decisions have to be made again."
        )
        raise CannotGoOn(msg)
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
