"""What the schedule does: ingest, reports, digest, mail, in this order; and the same for past periods."""

from collections.abc import Sequence

from schemas.outcome import BackfillItem, BackfillOutcome, RunOutcome
from schemas.period import Cadence, Period
from tasks.context import ProgramContext
from tasks.errors import NotPublished, OperationError, UsageError
from tasks.operations.deliver_messages import deliver_messages
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.list_due import list_editions_made
from tasks.operations.queue_digest import queue_digest
from tasks.operations.read_before_reporting import read_before_reporting
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.report_figures import Wanted
from tasks.operations.send_report import make_editions
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.due import find_missed, list_owed
from tasks.rules.reporting.periods import (
    check_registration,
    check_report_fits,
    find_period,
    has_ended,
    list_periods_between,
    list_reports_owed,
)
from tasks.store.editions import load_last_editions


def run_program(program: ProgramContext) -> RunOutcome:
    """The daily run: what was missed of each report owed, amendments of editions made, one digest.

    Raises:
        OperationError: a part could not be done; where that is the status tab, all the rest has been.
    """
    unpublished = None
    try:
        counts = ingest_entries(program)
    except NotPublished as problem:
        counts, unpublished = problem.counts, problem
    stock = reconcile_stock(program)
    made = make_editions(program, find_due_reports(program))
    digest = queue_digest(program, stock)
    sent = tuple(deliver_messages(program))
    if unpublished:
        raise unpublished
    return RunOutcome(ingest=counts, reconcile=stock, reports=tuple(made), digest=digest, sent=sent)


def find_due_reports(program: ProgramContext) -> list[Wanted]:
    """What was missed of each report owed, and every period of which there is an edition, for amendments."""
    owed = list_owed(program.settings, program.definitions, program.today())
    with program.database.reading() as connection:
        made = list_editions_made(program, connection)
    wanted = dict.fromkeys(Wanted(*one) for one in [*made, *find_missed(owed, made)])
    return [one for one in wanted if _is_due(program, one)]


def backfill_reports(
    program: ProgramContext,
    first: Period,
    last: Period,
    *,
    slug: str | None = None,
    dry_run: bool = False,
    as_known: bool = False,
) -> BackfillOutcome:
    """Every report owed whose period ends within a range of months, after the tabs have been read.

    Args:
        program: whose reports.
        first: the first month.
        last: the last month.
        slug: only this report, owed on a schedule or not.
        dry_run: say what would be made, read nothing, and make nothing.
        as_known: make them from what was last read, and read nothing.

    Raises:
        OperationError: the tabs cannot be read.
        UsageError: the range is none, or the agency has no such report.
    """
    wanted = _wanted(program, first, last, slug)
    if dry_run:
        return _planned(program, wanted)
    if not as_known:
        read_before_reporting(program)
    made = make_editions(program, wanted)
    deliver_messages(program)
    return BackfillOutcome(reports=tuple(made), dry_run=False)


def _planned(program: ProgramContext, wanted: Sequence[Wanted]) -> BackfillOutcome:
    """What a backfill would make."""
    with program.database.reading() as connection:
        editions = load_last_editions(connection, program.slug)
    listed = [(one, editions.get((one.slug, one.period.name))) for one in wanted]
    return BackfillOutcome(
        reports=tuple(
            BackfillItem(
                report=one.slug, period=one.period.name, edition=edition and edition.edition, is_new=not edition
            )
            for one, edition in listed
        ),
        dry_run=True,
    )


def _wanted(program: ProgramContext, first: Period, last: Period, slug: str | None) -> list[Wanted]:
    if first.cadence is not Cadence.MONTHLY or last.cadence is not Cadence.MONTHLY or first.first_on > last.first_on:
        msg = f"{first} to {last} is no range of months: write the first and the last month, such as 2026-01 2026-09."
        raise UsageError(msg)
    cadences = _asked_for(program, slug)
    return [
        wanted
        for name, cadence in cadences.items()
        for month in list_periods_between(first.first_on, last.last_on, Cadence.MONTHLY)
        for wanted in [Wanted(name, find_period(month.last_on, cadence))]
        if wanted.period.last_on == month.last_on and _is_due(program, wanted)
    ]


def _asked_for(program: ProgramContext, slug: str | None) -> dict[str, Cadence]:
    """The reports of a backfill, and for which lengths of period: those owed, or the one that is named.

    Raises:
        UsageError: there is no such report, or this agency has none.
    """
    owed = list_reports_owed(program.settings, program.definitions)
    if slug is None:
        return owed
    declared = find_definition(slug, program.folder)
    check_registration(slug, declared, program.settings)
    return {slug: owed.get(slug, declared.cadences[0])}


def _is_due(program: ProgramContext, one: Wanted) -> bool:
    """Whether an edition may still be made: settings may have changed since the one before."""
    declared = program.definitions.get(one.slug)
    if declared is None:
        return False
    try:
        check_report_fits(one.slug, declared, one.period, program.settings)
    except OperationError:
        return False
    return has_ended(one.period, program.today())
