"""Opening a program: its folder, settings, key, ledger and source."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from schemas.report import ReportDefinition
from schemas.settings import Settings
from tasks.errors import OperationError, UsageError
from tasks.library_logs import close_library_logs
from tasks.program_folder.identity import OWN_KEY_IS_GONE, Key, Owner, make_id
from tasks.program_folder.key import find_key, make_key
from tasks.program_folder.report_definitions import check_checked_reports, load_definitions
from tasks.program_folder.settings import FILE_NAME, check_days_have_passed, check_store_url, load_settings
from tasks.sources.registry import open_source
from tasks.sources.source import Source
from tasks.store.database import Database

Clock = Callable[[], datetime]


class ProgramContext(NamedTuple):
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
        """Where its tabs are; a new one each time, with nothing read yet."""
        return open_source(self.settings, self.folder)

    @property
    def definitions(self) -> dict[str, ReportDefinition]:
        """The reports it can make."""
        return load_definitions(self.folder)

    def now(self) -> datetime:
        """Read the time as the ledger keeps it: UTC, without a zone, to the second."""
        return self.clock().astimezone(UTC).replace(tzinfo=None, microsecond=0)

    def moment(self) -> datetime:
        """Read the time to the fraction of a second, for what is compared and not shown."""
        return self.clock().astimezone(UTC).replace(tzinfo=None)

    def local(self, moment: datetime) -> datetime:
        """Turn a time of the ledger into the agency's local time."""
        return moment.replace(tzinfo=UTC).astimezone(self.settings.agency.zone)

    def today(self) -> date:
        """Read the day at the agency."""
        return self.local(self.now()).date()

    def key(self, *, is_first: bool) -> Key:
        """Find the key of the row fingerprints.

        Args:
            is_first: whether nothing was read with a key before, so that one may be made.

        Raises:
            OperationError: the key is lost.
            UsageError: what stands there isn't a key.
        """
        key = find_key(self.folder) or (make_key(self.folder) if is_first else None)
        if key is None:
            raise OperationError(OWN_KEY_IS_GONE)
        return key


def read_clock() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)  # noqa: TID251 - the one clock of the program; tests open it with another


def open_program(folder: Path, clock: Clock = read_clock, *, is_moving: bool = False) -> ProgramContext:
    """Open the program in a folder.

    Args:
        folder: where its lbn.toml is.
        clock: tells the time.
        is_moving: whether a ledger that isn't in use is to be opened, too.

    Raises:
        UsageError: the settings are wrong.
    """
    close_library_logs()
    settings = load_settings(folder)
    database = _open_ledger(settings.store.url, folder, settings, is_moving=is_moving)
    program = ProgramContext(folder, settings, database, clock)
    check_checked_reports(settings.checked, folder)
    check_days_have_passed(settings, program.today())
    return program


def open_elsewhere(program: ProgramContext, url: str) -> ProgramContext:
    """Open the same program with the ledger that it has, or is to have, at another address.

    Raises:
        UsageError: the address isn't one, or may be shared by programs and this one has no id.
    """
    database = _open_ledger(check_store_url(url), program.folder, program.settings, is_moving=True)
    return program._replace(database=database)


def _open_ledger(url: str, folder: Path, settings: Settings, *, is_moving: bool) -> Database:
    owner = Owner(settings.program.id, make_former_name(settings.agency.name), partial(find_key, folder))
    database = Database(url, folder, owner, is_moving=is_moving)
    if not database.program:
        msg = (
            f"{FILE_NAME}: program.id is missing, and store.url names a database that programs may share. Add the line "
            f'id = "{make_id()}" to [program], once, and never change it.'
        )
        raise UsageError(msg)
    return database


def make_former_name(name: str) -> str:
    """Make an agency's name the key that earlier versions used: lower-case letters and digits, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "program"
