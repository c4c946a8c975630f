"""The ledger, loaded once for all the figures of a command: frames, replayed stock, and what is held."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, cast

from sqlalchemy import Connection

from schemas.figures import Answer
from schemas.inventory import Count, Movement, Training
from schemas.period import Period
from schemas.report import TableDefinition
from schemas.stock import Reconciliation
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.operations.read_as_of import AsOf, read_as_of
from tasks.rules.reporting import figures as sums
from tasks.rules.reporting import frames
from tasks.rules.reporting.measures import GROUPINGS, MEASURES
from tasks.rules.stock.reconcile import reconcile_stock as reconcile_books
from tasks.rules.stock.replay import StockReplay, replay_stock
from tasks.store import rows as stored


class LoadedLedger(NamedTuple):
    """Everything that the ledger knows."""

    ledger: frames.LedgerFrames
    stock_replay: StockReplay
    movements: list[Movement]
    held_days: list[date | None]
    as_of: AsOf


def load_ledger(connection: Connection, program: ProgramContext) -> LoadedLedger:
    """Read the ledger and replay its stock."""
    settings, name = program.settings, program.slug
    rows = stored.load_distributions(connection, name, frames.DISTRIBUTION_COLUMNS)
    movements = cast("list[Movement]", stored.load_facts(connection, name, Tab.INVENTORY))
    counts = cast("list[Count]", stored.load_facts(connection, name, Tab.COUNTS))
    trainings = cast("list[Training]", stored.load_facts(connection, name, Tab.TRAINING))
    entries = frames.build_distributions_frame(rows, settings)
    stock_replay = replay_stock(movements, frames.list_daily_distributions(entries, settings), counts)
    return LoadedLedger(
        frames.build_frames(entries, trainings, stock_replay, settings),
        stock_replay,
        movements,
        stored.load_held_days(connection, name),
        read_as_of(connection, program),
    )


def reconcile_stock(program: ProgramContext) -> Reconciliation:
    """Books against counts, and what follows from the stock."""
    with program.database.reading() as connection:
        return reconcile_loaded(
            load_ledger(connection, program), stored.load_low_flags(connection, program.slug), program
        )


def reconcile_loaded(known: LoadedLedger, load_low_flags: dict[str, date], program: ProgramContext) -> Reconciliation:
    """The reconciliation of a ledger that is loaded."""
    return reconcile_books(known.stock_replay, known.movements, load_low_flags, program.settings, program.today())


def show_figures(
    program: ProgramContext, period: Period, measures: Sequence[str] = (), groupings: Sequence[str] = ()
) -> Answer:
    """Any measures by any groupings: all measures as totals, and one table per grouping.

    Args:
        program: whose figures.
        period: for which period.
        measures: the columns of the tables; none: all that go together with the grouping.
        groupings: one table each; a measure that does not go together with one is left out of its table.

    Raises:
        UsageError: one of them does not exist, or no measure goes together with a grouping.
    """
    sums.check_names(measures, ())
    sums.check_names((), groupings)
    definitions = [
        TableDefinition(
            title=f"By {GROUPINGS[grouping].title}",
            by=(grouping,),
            measures=sums.select_measures(measures, (grouping,)),
        )
        for grouping in groupings
    ]
    with program.database.reading() as connection:
        ledger = load_ledger(connection, program).ledger.within(period)
    return Answer(
        period=period.name,
        measures=sums.sum_measures(ledger, tuple(MEASURES)),
        tables=tuple(sums.tabulate(ledger, definition) for definition in definitions),
    )
