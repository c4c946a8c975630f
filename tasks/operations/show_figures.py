"""Sum any measures by any groupings for a period."""

from collections.abc import Iterator, Sequence

from schemas.figures import Answer, Measured
from schemas.report import TableDefinition
from tasks.context import ProgramContext
from tasks.operations.load_ledger import load_ledger
from tasks.operations.summarize_status import check_was_read
from tasks.rules.reporting.figures import check_names, select_measures, sum_measures, tabulate
from tasks.rules.reporting.frames import PeriodFrames
from tasks.rules.reporting.measures import GROUPINGS, MEASURES, find_frame
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.tracked import is_column_tracked
from tasks.rules.reporting.unknown_periods import is_recorded


def show_figures(
    program: ProgramContext, period: str, measures: Sequence[str] = (), groupings: Sequence[str] = ()
) -> Answer:
    """Sum all measures of a period, and any of them by any groupings, one table per grouping.

    A measure of which no record can tell in the period has no value, and no column of a table.

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
        measures=dict(_sum_recorded(program, ledger)),
        tables=tuple(tabulate(ledger, _keep_columns(program, definition, ledger)) for definition in definitions),
    )


def _sum_recorded(program: ProgramContext, ledger: PeriodFrames) -> Iterator[tuple[str, Measured]]:
    """Sum all measures, and take back what no record says."""
    for name, value in sum_measures(ledger, tuple(MEASURES)).items():
        yield name, value if _is_recorded(program, ledger, name, ()) else None


def _keep_columns(program: ProgramContext, definition: TableDefinition, ledger: PeriodFrames) -> TableDefinition:
    """Keep the columns that are tracked and recorded; labels that are not known are a row of their own."""
    measures = [
        name
        for name in definition.measures
        if is_column_tracked(name, definition.by, ledger.whole.tracked)
        and _is_recorded(program, ledger, name, definition.by)
    ]
    return definition.model_copy(update={"measures": tuple(measures)})


def _is_recorded(program: ProgramContext, ledger: PeriodFrames, name: str, by: tuple[str, ...]) -> bool:
    frame = find_frame(name, by) or MEASURES[name].frame
    return is_recorded(frame, ledger, program.settings.program.started, program.today())
