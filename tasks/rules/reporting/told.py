"""What editions for other eyes have told of distributions: each number, of which labels and period, and as of when.

A reader keeps every edition, superseded ones too, and each says as of which reading of the tabs it speaks: editions of
one reading can be subtracted from each other, and between two readings rows came or were withdrawn.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from schemas.family import Family
from schemas.figures import Change, Figures, Table
from schemas.period import Period
from tasks.rules.reporting.disclosure import ALL_OTHERS

COUNTED = ("distributions", "kits_distributed")
"""The measures that are attacked, each for itself; doses are a multiple of kits."""

_MONTH = ("month",)


class Made(NamedTuple):
    """An edition for other eyes; of a damaged one nobody knows what it says."""

    report: str
    period: Period
    edition: int
    as_of: int
    """The number of the reading whose rows it knows."""
    figures: Figures | None


class Claim(NamedTuple):
    """A number that was told: of some labels, or of all but some, in a period."""

    period: Period
    at: int
    """As of which reading."""
    number: int
    labels: frozenset[str] = frozenset()
    is_of_the_rest: bool = True
    """Whether it is of all labels but these; without any, it is the total."""

    def is_about(self, label: str) -> bool:
        """Tell whether distributions of a label are in it."""
        return (label in self.labels) != self.is_of_the_rest


def list_totals(made: Sequence[Made], measure: str) -> Iterator[Claim]:
    """List what was told of all labels together: of periods, of their months, and of what was said before."""
    for one in made:
        if not one.figures:
            continue
        value = one.figures.measures.get(measure)
        if isinstance(value, int):
            yield Claim(one.period, one.as_of, value)
        for table in one.figures.tables:
            if table.by == _MONTH and measure in table.measures:
                yield from _read_months(table, measure, one.as_of)
        former = _find_superseded(made, one)
        for change in one.figures.changes:
            if change.measure == measure and isinstance(change.was, int) and former is not None:
                yield Claim(one.period, former, change.was)


def _read_months(table: Table, measure: str, at: int) -> Iterator[Claim]:
    for label, value in _read_rows(table, measure).items():
        with suppress(ValueError):  # small months were put together by an earlier rule
            yield Claim(Period.from_name(label), at, value)


def list_rows(made: Sequence[Made], measure: str, family: Family) -> Iterator[Claim]:
    """List what was told of a family's labels; a table that is quoted again says nothing new."""
    quoted = set()
    for one in made:
        for table in one.figures.tables if one.figures else ():
            key = (table.period, table.made_on, table.rows)
            if table.by != (family.value,) or measure not in table.measures or (table.made_on and key in quoted):
                continue
            quoted.add(key)
            period = Period.from_name(table.period) if table.period else one.period
            yield from _read_table(table, measure, period, one.as_of)
        yield from _read_changes(made, one, measure, family)


def _read_table(table: Table, measure: str, period: Period, at: int) -> Iterator[Claim]:
    rows = _read_rows(table, measure)
    if not rows:
        return  # too few, or small ones alone: it tells nothing
    others = rows.pop(ALL_OTHERS, 0)
    yield from (Claim(period, at, count, frozenset([label]), False) for label, count in rows.items())
    yield Claim(period, at, others, frozenset(rows))


def _read_rows(table: Table, measure: str) -> dict[str, int]:
    column = len(table.by) + table.measures.index(measure)
    return {str(row[0]): int(row[column]) for row in table.rows}


def _read_changes(made: Sequence[Made], one: Made, measure: str, family: Family) -> Iterator[Claim]:
    """Read what an edition says that the one before it told; that one may be damaged by now."""
    former = _find_superseded(made, one)
    if one.figures is None or former is None:
        return
    tables = {table.title: table for table in one.figures.tables}
    for change in one.figures.changes:
        table = tables.get(change.table or "")
        if table and table.by == (family.value,) and _is_of(change, table, measure) and change.row != ALL_OTHERS:
            yield Claim(one.period, former, int(change.was or 0), frozenset([str(change.row)]), False)


def _is_of(change: Change, table: Table, measure: str) -> bool:
    is_measure = change.column == measure if change.column else table.measures == (measure,)
    return is_measure and change.was is not None


def _find_superseded(made: Sequence[Made], one: Made) -> int | None:
    if not one.figures or not one.figures.changes:
        return None  # it says nothing of the one before
    key = (one.report, one.period, one.figures.supersedes)
    return next((former.as_of for former in made if former[:3] == key), None)


def list_blocks(claims: Collection[Claim]) -> Iterator[list[Claim]]:
    """Put claims together whose periods overlap: a reader can subtract within a block, and nowhere else."""
    block: list[Claim] = []
    for claim in sorted(claims, key=lambda one: (one.period.first_on, -one.period.last_on.toordinal())):
        if block and claim.period.first_on > max(one.period.last_on for one in block):
            yield block
            block = []
        block.append(claim)
    if block:
        yield block
