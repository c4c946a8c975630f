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
from tasks.context import Program
from tasks.operations.read_as_of import AsOf, as_of
from tasks.rules.reporting import figures as sums
from tasks.rules.reporting import frames
from tasks.rules.reporting.measures import GROUPINGS, MEASURES
from tasks.rules.stock.reconcile import reconcile as reconcile_books
from tasks.rules.stock.replay import Books, replay
from tasks.store import rows as stored


class Known(NamedTuple):
    """Everything that the ledger knows."""

    ledger: frames.Ledger
    books: Books
    movements: list[Movement]
    held_days: list[date | None]
    as_of: AsOf


def load(connection: Connection, program: Program) -> Known:
    """Read the ledger and replay its stock."""
    settings, name = program.settings, program.slug
    rows = stored.entry_rows(connection, name, frames.ENTRY_COLUMNS)
    movements = cast("list[Movement]", stored.all_facts(connection, name, Tab.INVENTORY))
    counts = cast("list[Count]", stored.all_facts(connection, name, Tab.COUNTS))
    trainings = cast("list[Training]", stored.all_facts(connection, name, Tab.TRAINING))
    entries = frames.entries_frame(rows, settings)
    books = replay(movements, frames.hand_outs(entries, settings), counts)
    return Known(
        frames.ledger(entries, trainings, books, settings),
        books,
        movements,
        stored.held_days(connection, name),
        as_of(connection, program),
    )


def reconcile(program: Program) -> Reconciliation:
    """Books against counts, and what follows from the stock."""
    with program.database.reading() as connection:
        return reconciled(load(connection, program), stored.low_flags(connection, program.slug), program)


def reconciled(known: Known, low_flags: dict[str, date], program: Program) -> Reconciliation:
    """The reconciliation of a ledger that is loaded."""
    return reconcile_books(known.books, known.movements, low_flags, program.settings, program.today())


def figures(program: Program, period: Period, measures: Sequence[str] = (), groupings: Sequence[str] = ()) -> Answer:
    """Any measures by any groupings: all measures as totals, and one table per grouping.

    Args:
        program: whose figures.
        period: for which period.
        measures: the columns of the tables; none: all that go together with the grouping.
        groupings: one table each; a measure that does not go together with one is left out of its table.

    Raises:
        WrongCall: one of them does not exist, or no measure goes together with a grouping.
    """
    sums.refuse_unknown(measures, ())
    sums.refuse_unknown((), groupings)
    definitions = [
        TableDefinition(
            title=f"By {GROUPINGS[grouping].title}",
            by=(grouping,),
            measures=sums.fitting_measures(measures, (grouping,)),
        )
        for grouping in groupings
    ]
    with program.database.reading() as connection:
        ledger = load(connection, program).ledger.within(period)
    return Answer(
        period=period.name,
        measures=sums.measures(ledger, tuple(MEASURES)),
        tables=tuple(sums.table(ledger, definition) for definition in definitions),
    )
