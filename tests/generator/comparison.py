"""The real program on a generated folder, held against the oracle: every disagreement in a line."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from schemas.figures import Table
from schemas.period import Cadence, Period
from tasks.context import ProgramContext
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.show_figures import show_figures
from tasks.operations.summarize_status import summarize_status
from tasks.rules.reporting.periods import find_period
from tests.generator.oracle import LABELS, Expected
from tests.generator.oracle_rows import Attention
from tests.generator.oracle_stock import NO_LOT

Counted = Mapping[str, float]

STOCK_GROUPINGS = ("unit", "item", "lot")


def disagreements(expected: Expected, program: ProgramContext, cadences: Iterable[Cadence] = Cadence) -> list[str]:
    """Everything in which the ledger's state is not what the oracle says, for periods of these lengths."""
    return [
        *attention_disagreements(expected, program),
        *stock_disagreements(expected, program),
        *(line for period in periods(expected, cadences) for line in figure_disagreements(expected, program, period)),
    ]


def attention_disagreements(expected: Expected, program: ProgramContext) -> Iterator[str]:
    """Rows that a person must look at: tab, row number and code."""
    found = {Attention(item.tab, item.row, item.code) for item in summarize_status(program).attention}
    yield from _only_in("findings", expected.attention(), found)


def stock_disagreements(expected: Expected, program: ProgramContext) -> Iterator[str]:
    """Stock, variances and shortfalls, as `lbn reconcile --json` lists them."""
    said = reconcile_stock(program).model_dump(mode="json")
    if not expected.has_stock:
        yield from (f"{what}: the program has {rows}, and tracks no stock" for what, rows in said.items() if rows)
        return
    ledger = expected.ledger
    stock = {
        (location, item, lot or None, _iso(ledger.expiries.get((item, lot)))): held
        for (location, item, lot), held in ledger.held.items()
        if held
    }
    yield from _only_in(
        "stock",
        stock.items(),
        [((row["location"], row["item"], row["lot"], row["expires"]), row["on_hand"]) for row in said["stock"]],
    )
    variances = [
        (found.day.isoformat(), found.location, found.item, found.lot or None, found.expected, found.counted)
        for found in ledger.variances
    ]
    yield from _only_in("variances", variances, (tuple(row.values()) for row in said["variances"]))
    shortfalls = {
        (day.isoformat(), location, item, None if lot == NO_LOT else lot, quantity)
        for (day, flow, (location, item, lot)), quantity in ledger.flows.items()
        if flow == "shortfall"
    }
    yield from _only_in("shortfalls", shortfalls, (tuple(row.values()) for row in said["shortfalls"]))


def figure_disagreements(expected: Expected, program: ProgramContext, period: Period) -> Iterator[str]:
    """Every measure of a period, and every table."""
    first, last = period.first_on, period.last_on
    answer = show_figures(program, period.name, groupings=(*LABELS, *STOCK_GROUPINGS))
    said = {name: value for name, value in answer.measures.items() if value is not None}
    yield from _only_in(f"{period}: not tracked", expected.not_tracked, answer.measures.keys() - said.keys())
    yield from _unequal(f"{period}", expected.measures(first, last), said)
    tables = [_labelled(table) for table in answer.tables]
    for grouping, have in zip(LABELS, tables, strict=False):
        yield from _unequal_tables(f"{period} by {grouping}", expected.table(grouping, first, last), have)
    for grouping, have in zip(STOCK_GROUPINGS, tables[len(LABELS) :], strict=True):
        yield from _unequal_tables(f"{period} by {grouping}", expected.stock_table(grouping, first, last), have)


def periods(expected: Expected, cadences: Iterable[Cadence]) -> list[Period]:
    """Every month, quarter and year in which something happened, and those before."""
    day, days = expected.program.settings.started.replace(day=1), []
    while day <= expected.program.last_day:
        days.append(day)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    days.append(date(days[0].year - 1, 12, 1))
    return sorted({find_period(day, cadence) for day in days for cadence in cadences})


def _labelled(table: Table) -> dict[str, Counted]:
    return {str(row[0]): dict(zip(table.measures, map(float, row[1:]), strict=True)) for row in table.rows}


def _unequal_tables(where: str, want: Mapping[str, Counted], have: Mapping[str, Counted]) -> Iterator[str]:
    """Tables that differ, in the measures that the oracle's has; no row stands for none of anything."""
    names = {name for row in want.values() for name in row}
    for label in sorted(want.keys() | have.keys()):
        found = {name: value for name, value in have.get(label, {}).items() if name in names}
        yield from _unequal(f"{where}: {label}", want.get(label, {}), found)


def _unequal(where: str, want: Counted, have: Counted) -> Iterator[str]:
    for name in sorted(want.keys() | have.keys()):
        wanted, found = float(want.get(name, 0)), float(have.get(name, 0))
        if wanted != found:
            yield f"{where}: {name}: oracle {wanted:g}, program {found:g}"


def _only_in(what: str, want: Iterable[object], have: Iterable[object]) -> Iterator[str]:
    wanted, found = Counter(want), Counter(have)
    yield from sorted(f"{what}: only the oracle has {one}" for one in wanted - found)
    yield from sorted(f"{what}: only the program has {one}" for one in found - wanted)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
