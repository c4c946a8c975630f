"""One report for one period: read the tabs, then make its edition where its figures are new, and send its message."""

from schemas.held_since import HeldSince
from schemas.outcome import ReportOutcome
from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.operations.check_clock import check_clock
from tasks.operations.deliver_messages import deliver_made, look_for_missing
from tasks.operations.find_held_since import find_held_since
from tasks.operations.load_ledger import load_ledger
from tasks.operations.make_editions import EditionMaker
from tasks.operations.read_as_of import read_as_of
from tasks.operations.read_before_reporting import read_before_reporting
from tasks.operations.release_tables import TableReleases
from tasks.operations.report_figures import ReportFigures
from tasks.operations.summarize_status import check_was_read
from tasks.operations.tables_for_others import TablesForOthers
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.periods import (
    check_may_be_previewed,
    check_report_fits,
    has_ended,
    parse_period,
)
from tasks.store.releases import load_releases


def send_report(  # noqa: PLR0913 - each is an option of the command
    program: ProgramContext,
    *,
    report: str,
    period: str,
    send: bool = True,
    resend: bool = False,
    as_known: bool = False,
    is_date_known: bool = False,
) -> ReportOutcome:
    """Make one report after the tabs have been read: a new edition where its figures are new.

    A period that has not ended gives a preview; for the public it is refused.

    Args:
        program: whose report.
        report: the report's name.
        period: for which period, as people write it: 2026-09, 2026-Q3 or 2026.
        send: queue the message of a new edition.
        resend: queue the message of the edition in force once more.
        as_known: make it from what was last read, and read nothing.
        is_date_known: a person knows that the date is right, where the clock seems to have jumped.

    Raises:
        OperationError: the tabs cannot be read, or never were.
        UsageError: there is no such report, this agency or this period has none, or has none yet for the public.
    """
    wanted = _check_and_read(program, report, period, as_known=as_known, is_date_known=is_date_known)
    if not has_ended(wanted.period, program.today()):
        return _preview(program, wanted)
    with program.database.writing() as connection:
        outcome = EditionMaker(program, connection).make(wanted, send=send, resend=resend, is_asked=True)
    figures = outcome.figures
    made = f"Made edition {figures.edition} of {figures.report} for {figures.period}." if outcome.is_new else ""
    waiting = deliver_made(program, made).waiting_messages
    others = tuple(look_for_missing(program).describe({wanted}))
    since = None if outcome.is_new else find_held_since(program, [wanted]).get(wanted)
    return outcome.model_copy(update={"waiting": waiting, "others_missing": others, "held_since": since})


def look_before_resending(
    program: ProgramContext, *, report: str, period: str, as_known: bool, is_date_known: bool
) -> HeldSince | None:
    """Read the tabs, and find what an edition that is to be sent once more says otherwise of rows on hold.

    Nothing is found where its figures are no longer those of the ledger: the next edition is made then, and is sent.
    Takes and raises what send_report does.
    """
    wanted = _check_and_read(program, report, period, as_known=as_known, is_date_known=is_date_known)
    since = find_held_since(program, [wanted]).get(wanted)
    if since is None:
        return None
    with program.database.reading() as connection:
        return since if EditionMaker(program, connection).is_current(wanted) else None


def _check_and_read(
    program: ProgramContext, report: str, period: str, *, as_known: bool, is_date_known: bool
) -> ReportPeriod:
    """Check that there is such a report, and read the tabs for it."""
    wanted, declared = ReportPeriod(report, parse_period(period)), find_definition(report, program.folder)
    check_report_fits(report, declared, wanted.period, program.settings)
    check_may_be_previewed(report, declared, wanted.period, program.today())
    if as_known:
        check_clock(program, is_date_known=is_date_known)
    else:
        read_before_reporting(program, is_date_known=is_date_known)
    return wanted


def _preview(program: ProgramContext, wanted: ReportPeriod) -> ReportOutcome:
    check_was_read(program)
    with program.database.reading() as connection:
        loaded = load_ledger(connection, program.slug, program.settings)
        releases = TableReleases(program.settings, program.today(), load_releases(connection, program.slug), None)
        tables = TablesForOthers(program.settings.privacy.smallest_cell, loaded.ledger, releases)
        figures = ReportFigures(program, loaded, read_as_of(connection, program), tables).of(wanted)
    has_begun = wanted.period.first_on <= program.today()
    nothing = {} if has_begun else {"measures": dict.fromkeys(figures.measures), "tables": ()}
    preview = figures.model_copy(update={"preliminary": True} | nothing)
    return ReportOutcome(figures=preview, is_new=False, messages=(), folder=None)
