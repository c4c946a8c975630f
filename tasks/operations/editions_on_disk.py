"""The editions whose folders lie in reports/, whatever the ledger says."""

from collections.abc import Iterator
from contextlib import suppress

from tasks.context import ProgramContext
from tasks.errors import UsageError
from tasks.program_folder.paths import REPORTS
from tasks.rules.reporting.periods import parse_period


def list_editions_on_disk(program: ProgramContext) -> Iterator[tuple[str, str, int]]:
    """List the editions whose folders are there; a folder of another name isn't one."""
    for folder in sorted((program.folder / REPORTS).glob("*/*/edition-*")):
        number, period, report = folder.name.removeprefix("edition-"), folder.parent.name, folder.parents[1].name
        with suppress(UsageError):
            if number.isdecimal() and parse_period(period).name == period:
                yield report, period, int(number)
