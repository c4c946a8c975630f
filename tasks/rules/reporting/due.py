"""Which reports are owed for which periods, what has become of each, and which of them a run makes.

A report is owed for every period that has ended since the program started; a health department's not before the period
in which the agency was registered. A run makes what was missed since a report's newest edition; of a report that was
never made it makes the last period only, for nobody expects the mails of years from a first run.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from schemas.due import Due, DueState, NeverMade, ToHandIn
from schemas.period import Cadence, Period, ReportPeriod
from schemas.report import ReportDefinition
from schemas.settings import Settings
from tasks.errors import UsageError
from tasks.rules.reporting.periods import (
    check_report_fits,
    find_due_day,
    find_owed_since,
    find_period,
    has_ended,
    list_periods_between,
    list_reports_owed,
)


def list_owed(settings: Settings, definitions: dict[str, ReportDefinition], today: date) -> list[ReportPeriod]:
    """List every report owed for every period that has ended, oldest first within a report."""
    return [
        ReportPeriod(slug, period)
        for slug, cadence in list_reports_owed(settings, definitions).items()
        for period in _ended_since(find_owed_since(definitions[slug], settings), today, cadence)
    ]


def find_missed(owed: Iterable[ReportPeriod], made: Collection[ReportPeriod]) -> list[ReportPeriod]:
    """Find what a run makes of the reports owed: those missed since the newest edition, or else the last one.

    Args:
        owed: every report owed for a period that has ended, oldest first within a report.
        made: the reports and periods of which there is an edition.
    """
    by_report: dict[str, list[Period]] = {}
    for slug, period in owed:
        by_report.setdefault(slug, []).append(period)
    return [
        ReportPeriod(slug, period)
        for slug, periods in by_report.items()
        for period in _since_newest(periods, [one.period for one in made if one.report == slug])
    ]


def list_due(
    owed: Iterable[ReportPeriod],
    definitions: Mapping[str, ReportDefinition],
    made: Collection[ReportPeriod],
    filed: Collection[ReportPeriod],
    today: date,
    has_left: Collection[ReportPeriod] = (),
) -> list[Due]:
    """List what has become of each report owed, in the order in which they are due.

    Args:
        owed: every report owed for a period that has ended.
        definitions: of all reports that may be owed.
        made: the reports and periods of which there is an edition.
        filed: those that a person noted as handed in.
        today: the day at the agency.
        has_left: those for a supplier whose message has left by mail, which is all that can be known of them.
    """
    listed = [
        Due(
            report=one.report,
            period=one.period.name,
            due_on=day,
            state=_state(one, day, made, filed, today, has_left),
            is_made=one in made,
            has_left=one in has_left,
        )
        for one in owed
        for day in [find_due_day(definitions[one.report], one.period)]
    ]
    return sorted(listed, key=lambda due: (due.due_on, due.report, due.period))


def list_to_come(settings: Settings, definitions: dict[str, ReportDefinition], today: date) -> list[Due]:
    """List of each report the one for the period that runs now, in the order in which they will be due."""
    running = [
        (slug, find_period(today, cadence)) for slug, cadence in list_reports_owed(settings, definitions).items()
    ]
    listed = [
        Due(report=slug, period=period.name, due_on=find_due_day(definitions[slug], period), state=DueState.OWED)
        for slug, period in running
        if period.last_on >= find_owed_since(definitions[slug], settings)
    ]
    return sorted(listed, key=lambda due: (due.due_on, due.report))


def check_can_be_filed(
    slug: str, definition: ReportDefinition, period: Period, settings: Settings, on: date, today: date
) -> None:
    """Stop a note that a report was handed in which cannot have been.

    Raises:
        UsageError: the agency has no such report, its period has not ended, or the day is not between that and today.
    """
    check_report_fits(slug, definition, period, settings)
    cadence = list_reports_owed(settings, {slug: definition}).get(slug, period.cadence)
    if period.cadence is not cadence:
        msg = f"The report {slug} is owed {cadence} here, and {period} is another length: write the period handed in."
        raise UsageError(msg)
    if not has_ended(period, today):
        msg = f"{period} ends on {period.last_on}: nothing can have been handed in for it yet."
        raise UsageError(msg)
    if on > today:
        msg = f"{on} is still to come: write the day on which the report was handed in, such as --on {today}."
        raise UsageError(msg)
    if on < period.last_on:
        msg = f"{on} lies before the end of {period}: write the day on which the report was handed in."
        raise UsageError(msg)


def group_never_made(due: Iterable[Due]) -> list[NeverMade]:
    """Group what was never made, one line a report; the report whose first one is due first comes first."""
    by_report: dict[str, list[Due]] = {}
    for one in due:
        if one.is_never_made:
            by_report.setdefault(one.report, []).append(one)
    return [
        NeverMade(
            report=report,
            first=some[0].period,
            last=some[-1].period,
            count=len(some),
            due_on=some[0].due_on,
            is_overdue=some[0].state is DueState.OVERDUE,
        )
        for report, some in by_report.items()
    ]


def group_to_hand_in(due: Iterable[Due]) -> list[ToHandIn]:
    """Group what was made and is to be handed in, each period by itself; what is due first comes first.

    Periods of a report that are overdue and follow each other are one; a period that needs nothing parts them.

    Args:
        due: what has become of each report owed, in the order in which they are due.
    """
    by_report: dict[str, list[Due]] = {}
    for one in due:
        by_report.setdefault(one.report, []).append(one)
    named = [
        _name_to_hand_in(run)
        for some in by_report.values()
        for state, listed in groupby(some, lambda one: one.state if one.is_to_hand_in else None)
        if state
        for run in _part(list(listed), is_overdue=state is DueState.OVERDUE)
    ]
    return sorted(named, key=lambda one: one.due_on)


def _part(run: list[Due], *, is_overdue: bool) -> list[list[Due]]:
    """Part what isn't overdue: each has a day of its own that is still to come."""
    return [run] if is_overdue else [[one] for one in run]


def _name_to_hand_in(run: Sequence[Due]) -> ToHandIn:
    return ToHandIn(
        report=run[0].report,
        first=run[0].period,
        last=run[-1].period,
        others=tuple(one.period for one in run[1:]),
        count=len(run),
        due_on=run[0].due_on,
        is_overdue=run[0].state is DueState.OVERDUE,
    )


def _state(
    one: ReportPeriod,
    due: date,
    made: Collection[ReportPeriod],
    filed: Collection[ReportPeriod],
    today: date,
    has_left: Collection[ReportPeriod],
) -> DueState:
    """Find what has become of a report; past its day it is overdue, made or not, unless nothing more is to be done."""
    if one in filed:
        return DueState.FILED
    if one in has_left or (one in made and today <= due):
        return DueState.MADE
    return DueState.OVERDUE if today > due else DueState.OWED


def _ended_since(since: date, today: date, cadence: Cadence) -> Iterator[Period]:
    return (period for period in list_periods_between(since, today, cadence) if has_ended(period, today))


def _since_newest(periods: Sequence[Period], made: Sequence[Period]) -> Sequence[Period]:
    """Find the periods after the newest edition; one of another length counts only where this length has none."""
    same = [period for period in made if period.cadence is periods[0].cadence] or made
    if not same:
        return periods[-1:]
    newest = max(period.last_on for period in same)
    return [period for period in periods if period.last_on > newest]
