"""Editions that lie in reports/ and aren't in the ledger, put together where their periods follow each other.

One sentence and one command is about all of them, and the command is about no others.
"""

from collections.abc import Collection, Mapping
from datetime import date

from schemas.lost_editions import LostEditions
from schemas.period import ReportPeriod
from schemas.report import ReportDefinition
from schemas.settings import Settings
from tasks.rules.reporting.periods import find_period_before, is_report_made, parse_period

EditionKey = tuple[str, str, int]
"""An edition's report, period and number."""


def is_next_made(
    edition_key: EditionKey, definitions: Mapping[str, ReportDefinition], settings: Settings, today: date
) -> bool:
    """Tell whether the next edition can be made in the place of one: its report may not be declared any more."""
    report, period, _ = edition_key
    declared = definitions.get(report)
    return declared is not None and is_report_made(report, declared, parse_period(period), settings, today)


def find_lost(
    on_disk: Collection[EditionKey],
    kept: Collection[EditionKey],
    newest: Mapping[tuple[str, str], int],
) -> list[EditionKey]:
    """Find the editions in force that the ledger doesn't hold, by report and period.

    One that is newer than what the ledger has was told all the same.

    Args:
        on_disk: what lies in reports/.
        kept: those of which the ledger has kept no more than the number.
        newest: the number of the newest edition that the ledger has, or has kept the number of, by report and period.
    """
    lost: dict[tuple[str, str], EditionKey] = {}
    for report, period, number in sorted({*on_disk, *kept}):
        held = newest.get((report, period), 0)
        if number > held or ((report, period, number) in kept and number == held):
            lost[report, period] = (report, period, number)
    return list(lost.values())


def group_lost(lost: Mapping[ReportPeriod, int]) -> list[LostEditions]:
    """Group lost editions by report, in runs of periods of one length that follow each other without a gap.

    Args:
        lost: their reports and periods, and the number of each.
    """
    runs: list[list[ReportPeriod]] = []
    for one in sorted(lost, key=lambda one: (one.report, one.period.cadence, one.period.first_on)):
        before = ReportPeriod(one.report, find_period_before(one.period))
        if runs and runs[-1][-1] == before:
            runs[-1].append(one)
        else:
            runs.append([one])
    return [
        LostEditions(
            report=some[0].report,
            first=some[0].period.name,
            last=some[-1].period.name,
            count=len(some),
            edition=lost[some[-1]],
        )
        for some in runs
    ]
