"""Make the sheet of the yearly review: duties with what was done, changes since, open points."""

from sqlalchemy import Connection

from schemas.outcome import Status
from schemas.period import Period
from schemas.review import MadeAgain, Review
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.messages.sheets.review_facts import ReviewFacts
from tasks.messages.sheets.review_sheet import build_review_sheet
from tasks.operations.doubt_figures import doubt_figures
from tasks.operations.list_due import list_lost
from tasks.operations.load_figures import load_figures
from tasks.operations.load_ledger import LoadedLedger, load_ledger
from tasks.operations.make_sheets import SheetsMade, write_sheets
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.summarize_status import check_was_read, summarize_status
from tasks.operations.write_desk import make_desk
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.refiling import compare_kits
from tasks.rules.reporting.review import find_pack, find_review_day
from tasks.rules.reporting.reviewed import (
    count_counts,
    count_orders,
    is_of_review,
    list_made_again,
    list_periods_of,
    sum_reviewed,
    tabulate_reviewed,
    tally_reports,
)
from tasks.rules.stock.kept_items import list_kits
from tasks.store.editions import list_lost_editions, list_made
from tasks.store.filings import load_filings
from tasks.store.rows import count_low_flags

PROGRAM_REVIEW = "program-review"


def make_review_sheet(program: ProgramContext) -> SheetsMade:
    """Make the sheet of the period that the yearly review is of.

    Raises:
        OperationError: no period of the program has ended, the tabs were never read, or the folder can't be written.
    """
    period = find_reviewed_period(program)
    check_was_read(program)
    facts = gather_review(program, period)
    return write_sheets(program, f"review-{period}.pdf", build_review_sheet(facts))


def find_reviewed_period(program: ProgramContext) -> Period:
    """Find the period to review.

    Raises:
        OperationError: none has ended since the program started.
    """
    started = program.settings.program.started
    pack = find_pack(started, program.today())
    if pack is None:
        msg = f"No quarter has ended since the program started ({started}), so there is nothing to review yet."
        raise OperationError(msg)
    return parse_period(pack)


def gather_review(program: ProgramContext, period: Period) -> ReviewFacts:
    """Gather what the sheet says."""
    stock = reconcile_stock(program)
    desk, state = make_desk(program, stock, is_run_over=False), summarize_status(program)
    with program.database.reading() as connection:
        loaded = load_ledger(connection, program.slug, program.settings)
        review = _review(program, connection, loaded, state, period)
    return ReviewFacts(review, desk, state, stock, program.settings)


def _review(
    program: ProgramContext, connection: Connection, loaded: LoadedLedger, state: Status, period: Period
) -> Review:
    settings, tracked, within = program.settings, loaded.tracked, loaded.ledger.within(period)
    lost = list_lost_editions(connection, program.slug)
    doubts = doubt_figures(program, period.name)
    made = {key: program.local(at).date() for key, at in list_made(connection, program.slug) if key not in lost}
    filed = [one for one in load_filings(connection, program.slug) if is_of_review(one.period, period)]
    return Review(
        period=period.name,
        reviewed_on=settings.procedure.reviewed,
        due_on=find_review_day(settings.procedure.reviewed),
        measures=sum_reviewed(within),
        tables=tabulate_reviewed(within, settings.units),
        reports=tally_reports(state.due, period),
        made_again=tuple(_compare(program, connection, one) for one in list_made_again(made, period)),
        is_any_made=any(is_of_review(of, period) for _, of, _ in made),
        is_any_lost=any(is_of_review(of, period) for _, of, _ in (*lost, *list_lost(program, connection))),
        filed_count=len(filed),
        filings=tuple(one for one in state.duties.filings if is_of_review(one.period, period)),
        program_reviews=list_periods_of(PROGRAM_REVIEW, made, period),
        counts=count_counts(loaded.counts, tracked, period),
        orders=count_orders(loaded.movements, list_kits(settings), tracked, period),
        low_reports=_count_low_reports(program, connection, loaded, period),
        left_empty=doubts.left_empty if doubts else {},
        silence=doubts.silence if doubts else None,
        is_read_too_early=doubts is not None and doubts.is_read_too_early,
    )


def _compare(program: ProgramContext, connection: Connection, one: MadeAgain) -> MadeAgain:
    """Add how many kits more an edition has than the one before it, where both are as they were made."""
    before, now = (
        load_figures(connection, program.slug, (one.report, one.period, number))
        for number in (one.edition - 1, one.edition)
    )
    return one._replace(kits=compare_kits(before, now))


def _count_low_reports(
    program: ProgramContext, connection: Connection, loaded: LoadedLedger, period: Period
) -> int | None:
    """Count the forms that said that kits run low; none where the form doesn't ask."""
    if "low" not in loaded.tracked.fields:
        return None
    return count_low_flags(connection, program.slug, period.first_on, period.last_on)
