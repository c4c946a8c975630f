"""Figures: a report's measures and tables, summed from the ledger for a period.

Periods are by date of distribution. A figure depends on the ledger, the definition and the period, on nothing else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, assert_never

from schemas.figures import STOCK_LEVELS, Measured, Number, Table
from schemas.labels import LAST_LABELS
from schemas.report import TableDefinition
from tasks.errors import UsageError
from tasks.rules.reporting.frames import PeriodFrames
from tasks.rules.reporting.measures import GROUPINGS, MEASURES, STOCK_OF, Frame, Moment, Source, find_frame
from tasks.rules.reporting.periods import list_months
from tasks.rules.reporting.tracked import is_measure_tracked, list_tracked, was_tracked
from tasks.rules.stock.flows import Flow

if TYPE_CHECKING:
    import pandas as pd

Labels = tuple[str, ...]
Sums = dict[Labels, Number]


def sum_measures(ledger: PeriodFrames, names: Sequence[str]) -> dict[str, Measured]:
    """Sum measures of a period, in the order asked for; none for those that the program does not track."""
    check_names(names, ())
    tracked = [name for name in names if is_measure_tracked(name, ledger.whole.tracked)]
    sums = _sums(ledger, tracked, ())
    return {name: sums[name].get((), 0) if name in sums else None for name in names}


def sum_earlier(ledger: PeriodFrames, names: Sequence[str]) -> dict[str, Measured]:
    """Sum measures of a period that stands beside a report's own: the one before, or one of a chart.

    A tab's first row makes it tracked in every period, past ones too. But nothing can be compared with the 0 of a time
    before that row: it was not tracked then.
    """
    tracked, until = ledger.whole.tracked, ledger.period.last_on
    sums = sum_measures(ledger, names)
    return {name: value if value or was_tracked(name, tracked, until) else None for name, value in sums.items()}


def tabulate_tracked(ledger: PeriodFrames, definitions: Iterable[TableDefinition]) -> list[Table]:
    """Tabulate what the program tracks of some tables."""
    return [tabulate(ledger, definition) for definition in list_tracked(definitions, ledger.whole.tracked)]


def tabulate(ledger: PeriodFrames, definition: TableDefinition) -> Table:
    """Sum measures by groupings: a row for each combination of labels that occurs."""
    check_names(definition.measures, definition.by)
    sums = _sums(ledger, definition.measures, definition.by)
    columns = [sums[name] for name in definition.measures]
    found = {label for column in columns for label, value in column.items() if value}
    rows = tuple(
        (*label, *(column.get(label, 0) for column in columns)) for label in sorted(found, key=_order(definition.by))
    )
    return Table(title=definition.title, by=definition.by, measures=definition.measures, rows=rows)


def count_distributions(ledger: PeriodFrames, by: tuple[str, ...]) -> dict[Labels, int]:
    """Count the distributions behind each combination of labels."""
    return _counts(ledger, "distributions", by)


def count_kits(ledger: PeriodFrames, by: tuple[str, ...]) -> dict[Labels, int]:
    """Count the kits given out for each combination of labels: never fewer than distributions."""
    return _counts(ledger, "kits_distributed", by)


def _counts(ledger: PeriodFrames, name: str, by: tuple[str, ...]) -> dict[Labels, int]:
    return {labels: int(count) for labels, count in _sums(ledger, (name,), by)[name].items()}


def select_measures(asked: Sequence[str], by: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some measures, or of all, that go together with these groupings.

    Raises:
        UsageError: none of them does.
    """
    fitting = tuple(name for name in asked or MEASURES if find_frame(name, by))
    if not fitting:
        check_names(asked, by)
    return fitting


def check_names(names: Sequence[str], by: Sequence[str]) -> None:
    """Stop at a measure or grouping that does not exist, or at two that do not go together.

    Raises:
        UsageError: naming it, and what there is.
    """
    for asked, known, kind in ((names, MEASURES, "measure"), (by, GROUPINGS, "grouping")):
        for name in asked:
            if name not in known:
                msg = f"There is no {kind} “{name}”. There are: {', '.join(known)}."
                raise UsageError(msg)
    for name in names:
        if not find_frame(name, tuple(by)):
            fitting = [grouping for grouping in GROUPINGS if find_frame(name, (grouping,))]
            msg = f"{name} cannot be grouped by {' and '.join(by)}, only by {', '.join(fitting)}."
            raise UsageError(msg)


def _sums(ledger: PeriodFrames, names: Iterable[str], by: tuple[str, ...]) -> dict[str, Sums]:
    """Sum measures by groupings; what is summed from the same rows is summed at once."""
    columns_of: dict[Source, dict[str, str]] = defaultdict(dict)
    sums: dict[str, Sums] = {}
    for name in names:
        if name in STOCK_LEVELS and "month" in by:
            sums[name] = _stock_by_month(ledger, name, by)
            continue
        source, column = _find_source(name, by)
        columns_of[source][name] = column
    for source, columns in columns_of.items():
        sums |= _added_up(_find_rows(ledger, source), columns, by)
    return sums


def _find_source(name: str, by: tuple[str, ...]) -> tuple[Source, str]:
    """Return from which rows a measure is summed by these groupings, and which of their columns."""
    measure = MEASURES[name]
    if find_frame(name, by) is not measure.frame:
        return STOCK_OF[name], "quantity" if measure.column == "kits" else measure.column
    return measure.source, measure.column


def _find_rows(ledger: PeriodFrames, source: Source) -> "pd.DataFrame":
    match source:
        case Flow():
            return ledger.flow(source)
        case Moment.START:
            return ledger.opening
        case Moment.END:
            return ledger.closing
        case Frame.DISTRIBUTIONS:
            return ledger.distributions
        case Frame.TRAININGS:
            return ledger.trainings
        case Frame.ORDERS:
            return ledger.orders
        case _ as never:
            assert_never(never)


def _stock_by_month(ledger: PeriodFrames, name: str, by: tuple[str, ...]) -> Sums:
    """Sum the stock at that end of each of the period's months."""
    index = by.index("month")
    rest = by[:index] + by[index + 1 :]
    return {
        (*labels[:index], month.name, *labels[index:]): value
        for month in list_months(ledger.period)
        for labels, value in _sums(ledger.whole.within(month), (name,), rest)[name].items()
    }


def _added_up(rows: "pd.DataFrame", columns: dict[str, str], by: tuple[str, ...]) -> dict[str, Sums]:
    wanted = list(dict.fromkeys(columns.values()))
    if not by:
        totals = rows[wanted].sum()
        return {name: {(): _exact(totals[column])} for name, column in columns.items()}
    sums = rows.groupby(list(by), sort=False)[wanted].sum()
    labels = [label if isinstance(label, tuple) else (label,) for label in sums.index]
    return {
        name: dict(zip(labels, map(_exact, sums[column].to_numpy()), strict=True)) for name, column in columns.items()
    }


def _exact(value: float) -> Number:
    """Return a whole number as such: half a NYC unit is the only fraction there is."""
    return int(value) if value == int(value) else float(value)


def _order(by: tuple[str, ...]) -> Callable[[Labels], tuple[tuple[int, str], ...]]:
    orders = [GROUPINGS[name].order for name in by]

    def key(labels: Labels) -> tuple[tuple[int, str], ...]:
        return tuple(_rank(label, order) for label, order in zip(labels, orders, strict=True))

    return key


def _rank(label: str, order: tuple[str, ...]) -> tuple[int, str]:
    """Sort the form's own order first, then names by the alphabet, then what has no name."""
    if label in order:
        return order.index(label), ""
    return len(order) + (1 + LAST_LABELS.index(label) if label in LAST_LABELS else 0), label
