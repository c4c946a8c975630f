"""What the schedule does: ingest, reports, digest, mail, in this order; and the same for past periods."""

from schemas.outcome import BackfillItem, BackfillOutcome, RunOutcome
from schemas.period import Cadence, Period
from schemas.problem import CannotGoOn, NotPublished, WrongCall
from tasks.catalogue import definition
from tasks.program.books import reconcile
from tasks.program.digest import queue_digest
from tasks.program.ingest import ingest
from tasks.program.opening import Program
from tasks.program.posting import post
from tasks.program.report_figures import Wanted
from tasks.program.reports import make_editions
from tasks.rules.periods import has_ended, last_ended, periods_between, refuse_misfits, reports_owed
from tasks.store.editions import last_editions


def run(program: Program) -> RunOutcome:
    """The daily run: the last ended period of each report owed, amendments of editions made, one digest.

    Raises:
        CannotGoOn: a part could not be done; where that is the status tab, all the rest has been.
    """
    unpublished = None
    try:
        counts = ingest(program)
    except NotPublished as problem:
        counts, unpublished = problem.counts, problem
    stock = reconcile(program)
    made = make_editions(program, due_reports(program))
    digest = queue_digest(program, stock)
    sent = tuple(post(program))
    if unpublished:
        raise unpublished
    return RunOutcome(ingest=counts, reconcile=stock, reports=tuple(made), digest=digest, sent=sent)


def due_reports(program: Program) -> list[Wanted]:
    """The last ended period of each report owed, and every period of which there is an edition, for amendments."""
    today, started = program.today(), program.settings.program.started
    owed = reports_owed(program.settings, program.definitions)
    latest = [Wanted(slug, last_ended(cadence, today)) for slug, cadence in owed.items()]
    with program.database.reading() as connection:
        made = [Wanted(slug, Period.parse(period)) for slug, period in last_editions(connection, program.slug)]
    wanted = dict.fromkeys([*made, *(one for one in latest if one.period.last_on >= started)])
    return [one for one in wanted if _is_due(program, one)]


def backfill(
    program: Program, first: Period, last: Period, *, slug: str | None = None, dry_run: bool = False
) -> BackfillOutcome:
    """Every report owed whose period ends within a range of months.

    Args:
        program: whose reports.
        first: the first month.
        last: the last month.
        slug: only this report.
        dry_run: say what would be made, and make nothing.

    Raises:
        WrongCall: the range is none, or the report is not owed.
    """
    wanted = _wanted(program, first, last, slug)
    if not dry_run:
        made = make_editions(program, wanted)
        post(program)
        return BackfillOutcome(reports=tuple(made), dry_run=False)
    with program.database.reading() as connection:
        editions = last_editions(connection, program.slug)
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


def _wanted(program: Program, first: Period, last: Period, slug: str | None) -> list[Wanted]:
    if first.cadence is not Cadence.MONTHLY or last.cadence is not Cadence.MONTHLY or first.first_on > last.first_on:
        msg = f"{first} to {last} is no range of months: write the first and the last month, such as 2026-01 2026-09."
        raise WrongCall(msg)
    owed = reports_owed(program.settings, program.definitions)
    if slug and slug not in owed:
        definition(slug, program.folder)
        msg = f"The report {slug} is not owed by this agency on a schedule; it owes {', '.join(owed) or 'none'}."
        raise WrongCall(msg)
    today, started = program.today(), program.settings.program.started
    return [
        Wanted(name, period)
        for name, cadence in owed.items()
        if slug in (None, name)
        for month in periods_between(first.first_on, last.last_on, Cadence.MONTHLY)
        for period in [Period.holding(month.last_on, cadence)]
        if period.last_on == month.last_on and period.last_on >= started and has_ended(period, today)
    ]


def _is_due(program: Program, one: Wanted) -> bool:
    """Whether an edition may still be made: settings may have changed since the one before."""
    declared = program.definitions.get(one.slug)
    if declared is None:
        return False
    try:
        refuse_misfits(one.slug, declared, one.period, program.settings)
    except CannotGoOn:
        return False
    return has_ended(one.period, program.today())
