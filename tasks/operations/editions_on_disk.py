"""The editions whose folders lie in reports/, whatever the ledger says."""

import re
from collections.abc import Iterator
from contextlib import suppress

from tasks.context import ProgramContext
from tasks.errors import UsageError
from tasks.program_folder.paths import REPORTS
from tasks.rules.reporting.periods import is_report_made, parse_period

EditionKey = tuple[str, str, int]
"""An edition's report, period and number."""

_NUMBER = re.compile("[1-9][0-9]{0,8}")
"""What any database keeps; no program makes as many."""


def list_editions_on_disk(program: ProgramContext) -> Iterator[EditionKey]:
    """List the editions whose folders are there; a folder of another name isn't one."""
    for folder in sorted((program.folder / REPORTS).glob("*/*/edition-*")):
        number, period, report = folder.name.removeprefix("edition-"), folder.parent.name, folder.parents[1].name
        with suppress(UsageError):
            if _NUMBER.fullmatch(number) and parse_period(period).name == period:
                yield report, period, int(number)


def is_replaceable(program: ProgramContext, edition_key: EditionKey) -> bool:
    """Tell whether `lbn report` makes the next edition in the place of one that was lost.

    It makes none of a report that isn't declared any more, or for a period that the report has no more. To be told of
    such a one, day after day, would be to be told of what nobody can do.
    """
    report, period, _ = edition_key
    declared = program.definitions.get(report)
    return declared is not None and is_report_made(
        report, declared, parse_period(period), program.settings, program.today()
    )
