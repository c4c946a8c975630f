"""The editions whose folders lie in reports/, whatever the ledger says."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from tasks.errors import OperationError, UsageError
from tasks.program_folder.paths import REPORTS, find_edition_folder
from tasks.rules.reporting.lost_editions import EditionKey
from tasks.rules.reporting.periods import parse_period

_NUMBER = re.compile("[1-9][0-9]{0,8}")
"""What any database keeps; no program makes as many."""


def list_editions_on_disk(program_folder: Path, of: str = "*/*") -> Iterator[EditionKey]:
    """List the editions whose folders are there, of all reports or of one and a period; another name isn't one."""
    for folder in sorted((program_folder / REPORTS).glob(f"{of}/edition-*")):
        number, period, report = folder.name.removeprefix("edition-"), folder.parent.name, folder.parents[1].name
        with suppress(UsageError):
            if _NUMBER.fullmatch(number) and parse_period(period).name == period:
                yield report, period, int(number)


def set_former_aside(program_folder: Path, edition_key: EditionKey) -> None:
    """Rename the folders that lie where a new edition will, and those after it: a ledger that was lost left them.

    Files that are there are never written over by a run, and would say something else than the edition and its message.

    Raises:
        OperationError: this account can't rename one of them.
    """
    report, period, number = edition_key
    for _, _, other in [*list_editions_on_disk(program_folder, f"{report}/{period}")]:
        if other >= number:
            _rename(program_folder, find_edition_folder(report, period, other))


def _rename(program_folder: Path, folder: Path) -> None:
    try:
        (program_folder / folder).rename(_find_free_name(program_folder / folder))
    except OSError as error:
        msg = f"The folder {folder.as_posix()} cannot be renamed ({error.strerror}); allow this account to do it."
        raise OperationError(msg) from None


def _find_free_name(folder: Path) -> Path:
    names = (folder.with_name(f"{folder.name}-former{f'-{copy}' if copy else ''}") for copy in count())
    return next(name for name in names if not name.exists())
