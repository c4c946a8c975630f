"""Write desk.html: where the program stands, for people who look rather than read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from schemas.as_of import AsOf
from schemas.decisions import UnusableDecisions
from schemas.desk import Duties
from schemas.desk_page import Desk, MonthGiven
from schemas.due import Due
from schemas.edition_made import EditionMade
from schemas.failure import Work
from schemas.finding import Finding
from schemas.freshness import Silence
from schemas.period import Period
from schemas.reconciliation import Reconciliation
from schemas.stock import LotConflict
from schemas.to_do import ToDo
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.messages.desk.lines import list_desk_lines
from tasks.messages.desk.page import render_desk
from tasks.messages.item_words import name_stock
from tasks.operations.find_recent_silence import find_recent_silence
from tasks.operations.find_unusable_decisions import find_unusable_decisions
from tasks.operations.list_due import list_due_reports
from tasks.operations.list_duties import list_duties
from tasks.operations.list_linked_findings import list_linked_findings
from tasks.operations.list_made_too_early import list_made_too_early
from tasks.operations.load_ledger import LoadedLedger, load_ledger
from tasks.operations.read_as_of import read_as_of
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.summarize_status import summarize_failing
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.paths import DESK_PAGE
from tasks.program_folder.report_definitions import DESK, find_template_folders
from tasks.rules.digest.gathered_counts import gather_counts
from tasks.rules.digest.hidden_lots import hide_doubtful_lots
from tasks.rules.digest.to_do import find_to_do
from tasks.rules.reporting.distribution_columns import DISTRIBUTION_COLUMNS
from tasks.rules.reporting.due import group_never_made, group_to_hand_in, list_to_come
from tasks.rules.reporting.last_months import find_known_until, list_last_months
from tasks.rules.reporting.tracked import is_kit_stock_tracked
from tasks.rules.stock.doubtful_lots import list_doubtful_lots, name_lot
from tasks.rules.stock.lot_conflicts import list_lot_conflicts
from tasks.rules.stock.ordering.young import find_rate_since
from tasks.rules.watching.failures import is_stale
from tasks.store.rows import find_last_read

_PICK_KITS = itemgetter(*map(DISTRIBUTION_COLUMNS.index, ("distributed_on", "kits")))


class _Read(NamedTuple):
    """What the ledger says, read at one moment."""

    loaded: LoadedLedger
    read_at: datetime | None
    """As the ledger keeps time."""
    as_of: AsOf
    findings: Sequence[Finding]
    due: Sequence[Due]
    duties: Duties
    silence: Silence | None
    too_early: Sequence[EditionMade]
    decisions: UnusableDecisions


def write_desk(program: ProgramContext, stock: Reconciliation, *, is_run_over: bool = True) -> Path:
    """Write the page into the program's folder, readable by this account only.

    Args:
        program: whose desk.
        stock: what is to be done about it.
        is_run_over: whether a daily run has come this far, so that one that failed before is over.

    Raises:
        OperationError: the file cannot be written, or, after it, the tab of the Sheet.
        UsageError: the program's own template of the page has a mistake.
    """
    desk = make_desk(program, stock, is_run_over=is_run_over)
    path = program.folder / DESK_PAGE
    atomic_write(path, render_desk(desk, find_template_folders(DESK, program.folder)).encode())
    if is_run_over and program.settings.source.desk_tab:
        _publish(program, desk)
    return path


def _publish(program: ProgramContext, desk: Desk) -> None:
    """Show the same in the Sheet; a run that failed may have failed for the Sheet, so it is left alone then."""
    if sheet := program.source.shared_sheet:
        sheet.wait_for_turn()
        sheet.publish_desk(list_desk_lines(desk))


def rewrite_desk(program: ProgramContext) -> Path:
    """Write the page where no daily run has come to its end: one has failed, or what it says was closed.

    Raises:
        OperationError: the ledger cannot be read, or the file not be written.
        UsageError: the program's own template of the page has a mistake.
    """
    return write_desk(program, reconcile_stock(program), is_run_over=False)


def make_desk(program: ProgramContext, stock: Reconciliation, *, is_run_over: bool) -> Desk:
    """Collect what the page says."""
    settings, today, read = program.settings, program.today(), _read(program)
    over = frozenset({Work.DAILY_RUN}) if is_run_over else frozenset()
    return Desk(
        agency=settings.agency.name,
        made_at=program.local(program.now()),
        read_at=read.as_of.read_at,
        is_stale=is_stale(read.read_at, program.now()),
        newest_entry=read.as_of.newest_entry,
        failing=summarize_failing(program, read.read_at, over),
        silence=read.silence,
        unusable_tabs=tuple(read.loaded.unusable_tabs),
        made_too_early=tuple(read.too_early),
        findings=tuple(read.findings),
        lot_conflicts=tuple(_list_lot_conflicts(read)),
        doubtful_lots=tuple(list_doubtful_lots(read.loaded.movements)),
        questions_missing=read.as_of.questions_missing,
        decisions_not_understood=read.decisions.not_understood,
        decisions_of_no_row=read.decisions.of_no_row,
        never_made=tuple(group_never_made(read.due)),
        made=tuple(group_to_hand_in(read.due)),
        to_come=tuple(list_to_come(settings, program.definitions, today)),
        titles={slug: declared.title for slug, declared in program.definitions.items()},
        is_stock_tracked=is_kit_stock_tracked(read.loaded.tracked),
        shelves=stock.shelves,
        low=stock.low,
        stock=name_stock(settings, find_rate_since(settings, today)),
        to_do=tuple(_list_to_do(read, stock, today)),
        months=tuple(_list_months(read, settings.program.started, today)),
    )


def _read(program: ProgramContext) -> _Read:
    with program.database.reading() as connection:
        as_of = read_as_of(connection, program)
        return _Read(
            load_ledger(connection, program.slug, program.settings),
            find_last_read(connection, program.slug),
            as_of,
            list_linked_findings(program, connection),
            list_due_reports(program, connection),
            list_duties(program, connection),
            find_recent_silence(program, connection, as_of.read_at),
            list_made_too_early(program, connection),
            _find_decisions(program, connection),
        )


def _find_decisions(program: ProgramContext, connection: Connection) -> UnusableDecisions:
    """Find the decisions that change nothing; where the file can't be read, that is what fails, and stands on top."""
    try:
        return find_unusable_decisions(program, connection)
    except OperationError:
        return UnusableDecisions()


def _list_to_do(read: _Read, stock: Reconciliation, today: date) -> list[ToDo]:
    """List what is to be done; reports have a list of their own, and no lot is named that may tell of a person."""
    to_do = find_to_do(stock, read.loaded.unusable_tabs, (), read.duties, today)
    return gather_counts(map(hide_doubtful_lots, to_do))


def _list_lot_conflicts(read: _Read) -> Iterator[LotConflict]:
    """List the lots with two expiration dates; none is named that may tell of a person."""
    for one in list_lot_conflicts(read.loaded.movements):
        yield one.model_copy(update={"lot": name_lot(one.lot)})


def _list_months(read: _Read, started: date, today: date) -> list[MonthGiven]:
    given = map(_PICK_KITS, read.loaded.rows)
    known_until = find_known_until(read.as_of.read_at.date() if read.as_of.read_at else None, read.silence)
    return list_last_months(partial(_count_kits, _add_up_months(given)), started, known_until, today)


def _add_up_months(given: Iterable[tuple[date, int]]) -> Counter[tuple[int, int]]:
    """Add up the kits of each month: all of a program's are looked at once, and no frame is built for them."""
    kits: Counter[tuple[int, int]] = Counter()
    for on, count in given:
        kits[on.year, on.month] += count
    return kits


def _count_kits(kits: Counter[tuple[int, int]], month: Period) -> int:
    return kits[month.first_on.year, month.first_on.month]
