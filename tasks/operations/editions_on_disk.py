"""The editions whose folders lie in reports/, whatever the ledger says."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tasks.errors import UsageError
from tasks.program_folder.paths import REPORTS
from tasks.rules.reporting.lost_editions import EditionKey
from tasks.rules.reporting.periods import parse_period

_NUMBER = re.compile("[1-9][0-9]{0,8}")
"""What any database keeps; no program makes as many."""


def list_editions_on_disk(program_folder: Path) -> Iterator[EditionKey]:
    """List the editions whose folders are there; a folder of another name isn't one."""
    for folder in sorted((program_folder / REPORTS).glob("*/*/edition-*")):
        number, period, report = folder.name.removeprefix("edition-"), folder.parent.name, folder.parents[1].name
        with suppress(UsageError):
            if _NUMBER.fullmatch(number) and parse_period(period).name == period:
                yield report, period, int(number)
