"""A reader who keeps every edition, knows the rules, and works out how low and how high each cell may be.

What he is sent is sums over cells: distributions of a label in a month, of those that were known on a day. Each
quarter is a block of its own, for no sum reaches over two of them; in it, linear programming finds the lowest and the
highest that a cell may be.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import ceil, floor
from typing import NamedTuple

from schemas.family import Family
from schemas.figures import QuotedTable
from schemas.period import Cadence, Period
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tasks.rules.reporting.periods import list_months
from tests.long.attack.worlds import Sent

ROUNDING = 1e-6


class Cell(NamedTuple):
    """Distributions of a label in a month, read between two mails."""

    label: str
    month: Period
    mail: int


class Claim(NamedTuple):
    """A sum of cells that was sent."""

    cells: tuple[Cell, ...]
    count: int


class Range(NamedTuple):
    """How low and how high a number may be."""

    low: int
    high: int


class Block:
    """All that was sent of a family and a quarter."""

    def __init__(self, family: Family, quarter: Period, labels: Sequence[str], sent: Sequence[Sent]) -> None:
        import highspy  # noqa: PLC0415 - a tool of the attack only

        self.months, self.labels = list_months(quarter), labels
        self.cells = [Cell(*one) for one in product(labels, self.months, range(len(sent)))]
        self._index = {cell: index for index, cell in enumerate(self.cells)}
        self._solver = highspy.Highs()
        self._solver.silent()
        self._solver.addVars(len(self.cells), [0.0] * len(self.cells), [highspy.kHighsInf] * len(self.cells))
        self._maximize, self._minimize = highspy.ObjSense.kMaximize, highspy.ObjSense.kMinimize
        for claim in self._list_claims(family, quarter, sent):
            indexes = [self._index[cell] for cell in claim.cells]
            self._solver.addRow(claim.count, claim.count, len(indexes), indexes, [1.0] * len(indexes))

    def _list_claims(self, family: Family, quarter: Period, sent: Sequence[Sent]) -> Iterator[Claim]:
        seen = set()
        for mail, one in enumerate(sent):
            for period, total in one.totals.items():
                if period.cadence is Cadence.MONTHLY and period in self.months:
                    yield Claim(self.select(self.labels, [period], mail), total)
            for table in one.tables:
                if table.by == (family.value,) and table.period == quarter.name and table.title not in seen:
                    seen.add(table.title)
                    yield from self._read(table, mail)

    def _read(self, table: QuotedTable, mail: int) -> Iterator[Claim]:
        shown = {str(label) for label, _ in table.rows}
        for label, value in table.rows:
            of = [one for one in self.labels if one not in shown] if label == ALL_OTHERS else [str(label)]
            yield Claim(self.select(of, self.months, mail), int(value))

    def select(self, labels: Iterable[str], months: Iterable[Period], until: int, since: int = 0) -> tuple[Cell, ...]:
        """Select the cells of some labels and months that were known by a mail."""
        return tuple(Cell(*one) for one in product(labels, months, range(since, until + 1)))

    def find_range(self, cells: Iterable[Cell]) -> Range:
        """Find how low and how high a sum of cells may be."""
        wanted = {self._index[cell] for cell in cells}
        costs = [1.0 if index in wanted else 0.0 for index in range(len(self.cells))]
        self._solver.changeColsCost(len(costs), list(range(len(costs))), costs)
        return Range(ceil(self._solve(self._minimize) - ROUNDING), floor(self._solve(self._maximize) + ROUNDING))

    def _solve(self, sense: object) -> float:
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        return self._solver.getInfo().objective_function_value


def bound_pair(one: int, other: int, total: int) -> Range:
    """Bound a cell of two groupings by its rows: what both must share, and what neither has more of."""
    return Range(max(0, one + other - total), min(one, other))


def is_told(found: Range, smallest_cell: int) -> bool:
    """Tell whether a small number is known exactly, or more closely than the threshold."""
    return found.high - found.low < smallest_cell and found.low < smallest_cell
