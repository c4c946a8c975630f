"""Every report owed for past months; what is made already and unchanged stays as it is."""

from collections.abc import Sequence

from schemas.months_left_out import MonthsLeftOut
from schemas.outcome import BackfillItem, BackfillOutcome
from schemas.period import Cadence, Period, ReportPeriod
from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.messages.formatting import format_count
from tasks.operations.check_clock import check_clock
from tasks.operations.deliver_messages import deliver_made, look_for_missing
from tasks.operations.find_due_reports import is_due, is_owed
from tasks.operations.find_held_since import find_held_since
from tasks.operations.list_due import find_missing
from tasks.operations.make_editions import make_editions
from tasks.operations.read_before_reporting import read_before_reporting
from tasks.operations.summarize_status import check_was_read
from tasks.operations.told_before import keep_editions_told
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.months_left_out import find_months_left_out
from tasks.rules.reporting.periods import (
    check_registration,
    find_period,
    list_periods_between,
    list_reports_owed,
    parse_month,
)
from tasks.store.editions import load_last_editions


def backfill_reports(  # noqa: PLR0913 - each is an option of the command
    program: ProgramContext,
    *,
    first_month: str,
    last_month: str,
    report: str = "",
    dry_run: bool = False,
    as_known: bool = False,
    is_date_known: bool = False,
) -> BackfillOutcome:
    """Make every report owed whose period ends within a range of months, after the tabs have been read.

    Editions that a former ledger made of these reports are replaced, whatever the length of their period.

    Args:
        program: whose reports.
        first_month: the first month, such as 2026-01.
        last_month: the last month.
        report: only this report, owed on a schedule or not; empty: every report owed.
        dry_run: say what would be made, read nothing, and make nothing.
        as_known: make them from what was last read, and read nothing.
        is_date_known: a person knows that the date is right, where the clock seems to have jumped.

    Raises:
        OperationError: the tabs cannot be read, or an edition is damaged: all others are made.
        UsageError: these aren't months in their order, or the agency has no such report.
    """
    first, last = parse_month(first_month), parse_month(last_month)
    wanted = _find_wanted(program, first, last, report)
    left_out = _find_left_out(program, first, last, report)
    if dry_run:
        return _plan(program, wanted, left_out)
    if as_known:
        check_clock(program, is_date_known=is_date_known)
    else:
        read_before_reporting(program, is_date_known=is_date_known)
    wanted = list(dict.fromkeys([*wanted, *_find_lost(program, first, last, report)]))
    made = make_editions(program, wanted, is_asked=True)
    new = sum(item.is_new for item in made)
    delivered = deliver_made(program, f"Made {format_count(new, 'edition')}." if new else "")
    missing = look_for_missing(program)
    others = [one for one in missing.list_periods() if one not in wanted]
    if damaged := missing.describe(others):
        msg = f"Made {format_count(new, 'edition')}, and none in the place of what is damaged: {' '.join(damaged)}"
        raise OperationError(msg)
    return BackfillOutcome(
        reports=_compare_held(program, made),
        dry_run=False,
        months_left_out=left_out,
        others_missing=tuple(missing.describe()),
        sent=delivered.names,
        waiting=delivered.waiting_messages,
    )


def _compare_held(program: ProgramContext, made: Sequence[BackfillItem]) -> tuple[BackfillItem, ...]:
    """Add to each edition that stays in force what it says otherwise of rows on hold than is so now."""
    periods = [ReportPeriod(one.report, Period.from_name(one.period)) for one in made]
    listed = list(zip(made, periods, strict=True))
    since = find_held_since(program, [period for item, period in listed if not item.is_new])
    return tuple(item.model_copy(update={"held_since": since.get(period)}) for item, period in listed)


def _plan(
    program: ProgramContext, wanted: Sequence[ReportPeriod], left_out: tuple[MonthsLeftOut, ...]
) -> BackfillOutcome:
    """Say what a backfill would make."""
    with program.database.reading() as connection:
        editions = load_last_editions(connection, program.slug)
    listed = [(one, editions.get((one.report, one.period.name))) for one in wanted]
    return BackfillOutcome(
        reports=tuple(
            BackfillItem(
                report=one.report,
                period=one.period.name,
                edition=edition and edition.edition,
                is_new=not edition or edition.is_lost,
            )
            for one, edition in listed
        ),
        dry_run=True,
        months_left_out=left_out,
    )


def _find_wanted(program: ProgramContext, first: Period, last: Period, report: str) -> list[ReportPeriod]:
    if first.first_on > last.first_on:
        msg = f"{first} comes after {last}: write the first month before the last, such as 2026-01 2026-09."
        raise UsageError(msg)
    cadences = _find_cadences(program, report)
    return [
        wanted
        for name, cadence in cadences.items()
        for month in list_periods_between(first.first_on, last.last_on, Cadence.MONTHLY)
        for wanted in [ReportPeriod(name, find_period(month.last_on, cadence))]
        if wanted.period.last_on == month.last_on and is_due(program, wanted)
    ]


def _find_left_out(program: ProgramContext, first: Period, last: Period, report: str) -> tuple[MonthsLeftOut, ...]:
    found = find_months_left_out(first, last, _find_cadences(program, report), program.today())
    return tuple(
        one
        for one in found
        if not one.report or is_owed(program, ReportPeriod(one.report, Period.from_name(one.period)))
    )


def _find_lost(program: ProgramContext, first: Period, last: Period, report: str) -> list[ReportPeriod]:
    """Find the editions within a range of months that were made by a former ledger, or are damaged."""
    check_was_read(program)
    with program.database.writing() as connection:
        keep_editions_told(connection, program)
        missing = find_missing(program, connection).list_periods()
    reports = _find_cadences(program, report)
    return [one for one in missing if one.report in reports and first.first_on <= one.period.last_on <= last.last_on]


def _find_cadences(program: ProgramContext, report: str) -> dict[str, Cadence]:
    """Find the reports of a backfill and their lengths of period: those owed, or the one that is named.

    Raises:
        UsageError: there is no such report, or this agency has none.
    """
    owed = list_reports_owed(program.settings, program.definitions)
    if not report:
        return owed
    declared = find_definition(report, program.folder)
    check_registration(report, declared, program.settings)
    return {report: owed.get(report, declared.cadences[0])}
