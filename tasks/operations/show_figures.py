"""Sum any measures by any groupings for a period."""

from collections.abc import Sequence

from schemas.figures import Answer
from schemas.report import TableDefinition
from tasks.context import ProgramContext
from tasks.operations.load_ledger import load_ledger
from tasks.operations.summarize_status import check_was_read
from tasks.rules.reporting.figures import check_names, select_measures, sum_measures, tabulate
from tasks.rules.reporting.frames import PeriodFrames
from tasks.rules.reporting.measures import GROUPINGS, MEASURES
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.tracked import is_column_tracked
from tasks.rules.reporting.unknown_periods import is_recorded


def show_figures(
    program: ProgramContext, period: str, measures: Sequence[str] = (), groupings: Sequence[str] = ()
) -> Answer:
    """Sum all measures of a period, and any of them by any groupings, one table per grouping.

    Args:
        program: whose figures.
        period: for which period, as people write it: 2026-09, 2026-Q3 or 2026.
        measures: the columns of the tables; none: all that go together with the grouping.
        groupings: one table each; a measure that does not go together with one is left out of its table.

    Raises:
        UsageError: it isn't a period, one of the names does not exist, or no measure goes together with a grouping.
        OperationError: the tabs were never read.
    """
    asked = parse_period(period)
    check_names(measures, ())
    check_names((), groupings)
    definitions = [
        TableDefinition(
            title=f"By {GROUPINGS[grouping].title}",
            by=(grouping,),
            measures=select_measures(measures, (grouping,)),
        )
        for grouping in groupings
    ]
    check_was_read(program)
    with program.database.reading() as connection:
        ledger = load_ledger(connection, program.slug, program.settings).ledger.within(asked)
    return Answer(
        period=asked.name,
        measures=sum_measures(ledger, tuple(MEASURES)),
        tables=tuple(tabulate(ledger, _keep_tracked(definition, ledger)) for definition in definitions),
        unrecorded=tuple(name for name in MEASURES if not _is_recorded(program, ledger, name)),
    )


def _keep_tracked(definition: TableDefinition, ledger: PeriodFrames) -> TableDefinition:
    """Keep the columns that are tracked; labels that are not known are a row of their own."""
    tracked = ledger.whole.tracked
    measures = [name for name in definition.measures if is_column_tracked(name, definition.by, tracked)]
    return definition.model_copy(update={"measures": tuple(measures)})


def _is_recorded(program: ProgramContext, ledger: PeriodFrames, name: str) -> bool:
    return is_recorded(MEASURES[name].frame, ledger, program.settings.program.started, program.today())
