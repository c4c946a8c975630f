"""All worlds that fit what was told of a family: how low and how high a number may be in them.

What is told is sums over cells: distributions of a label in a month that came with an edition. Labels of which nothing
was told for themselves are alike, so one stands for all of them. Rows are thought to be added only; where a number
fell, they were withdrawn, and where others rose as well, anything may have happened.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise, product
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from schemas.period import Cadence, Period
from tasks.rules.reporting.linear_program import MOST, Contradiction, LinearProgram, Values
from tasks.rules.reporting.periods import list_periods_between
from tasks.rules.reporting.told import Claim

_ROUNDING = 1e-6

Chosen = NDArray[np.bool_]


class Range(NamedTuple):
    """How low and how high a number may be."""

    low: int
    high: int


Labels = tuple[str, ...]
"""Labels that are alike: the same was told of each, so the first stands for any of them."""


class Question(NamedTuple):
    """A number that a reader would like to know: of a label, or of all, in a period, as of an edition."""

    labels: Labels | None
    period: Period
    until: int
    since: int = 0
    """Only what came with this edition or a later one."""


class Moves(NamedTuple):
    """Which way the numbers went that are known of two editions."""

    has_risen: bool = False
    has_fallen: bool = False

    @property
    def bounds(self) -> tuple[float, float]:
        """Return how few and how many distributions an edition may bring to a cell."""
        return -MOST if self.has_fallen else 0.0, MOST if self.has_risen or not self.has_fallen else 0.0


ANY_MOVES = Moves(has_risen=True, has_fallen=True)


class PossibleWorlds:
    """The worlds that fit what was told of a family in a block of periods."""

    def __init__(self, rows: Collection[Claim], totals: Iterable[Claim], labels: Iterable[str]) -> None:
        """Write what was told as a linear program.

        Args:
            rows: what was told of labels.
            totals: what was told of all of them together.
            labels: those that there may be.

        Raises:
            Contradiction: no world fits.
        """
        first, last = min(one.period.first_on for one in rows), max(one.period.last_on for one in rows)
        within = [one for one in totals if first <= one.period.first_on and one.period.last_on <= last]
        last_row = max(one.at for one in rows)
        self._known = [*rows, *(one for one in within if one.at <= last_row)]
        self._later = list_bounds(within, last_row)
        self.months = list(list_periods_between(first, last, Cadence.MONTHLY))
        self.moments = sorted({one.at for one in self._known})
        self.alike = group_labels(rows, labels)
        # Of each cell: of which labels, whether of those that the first stands for, of which month, with which edition.
        cells = [
            (number, is_of_others, month, at)
            for (number, alike), month, at in product(enumerate(self.alike), range(len(self.months)), self.moments)
            for is_of_others in range(min(len(alike), 2))
        ]
        self._alike, self._is_of_others, self._month, self._at = np.array(cells).T
        self._worlds: list[Values] = []
        self._program = self._find_fitting(find_moves(self._known))

    def find_range(self, question: Question) -> Range:
        """Find how low and how high a number may be."""
        chosen = self._choose(question).astype(float)
        for is_highest in (False, True):
            self._worlds.append(self._program.find_extreme(chosen, is_highest=is_highest))
        low, high = (float(world @ chosen) for world in self._worlds[-2:])
        return Range(ceil(low - _ROUNDING), floor(high + _ROUNDING))

    def find_seen(self, question: Question) -> Range:
        """Find how low and how high a number is in the worlds that were seen: it may be still lower and higher."""
        seen = np.array(self._worlds) @ self._choose(question)
        return Range(ceil(seen.min() - _ROUNDING), floor(seen.max() + _ROUNDING))

    def _choose(self, question: Question) -> Chosen:
        chosen: Chosen = self._is_within(question.period) & (question.since <= self._at) & (self._at <= question.until)
        if question.labels:
            chosen &= (self._alike == self.alike.index(question.labels)) & (self._is_of_others == 0)
        return chosen

    def _is_within(self, period: Period) -> Chosen:
        is_within: Chosen = np.array([month.first_on in period for month in self.months])[self._month]
        return is_within

    def _find_fitting(self, moves: Mapping[int, Moves]) -> LinearProgram:
        """Find a program that some world fits: a row that only changed its label makes no total fall."""
        for tried in (moves, dict.fromkeys(self.moments, ANY_MOVES)):
            program = self._write(tried)
            try:
                self._worlds = [program.find_extreme(np.zeros(len(self._at)), is_highest=False)]
            except Contradiction:
                continue
            return program
        raise Contradiction

    def _write(self, moves: Mapping[int, Moves]) -> LinearProgram:
        program = LinearProgram([moves.get(at, Moves()).bounds for at in self._at])
        for claims, low in ((self._known, 1.0), (self._later, 0.0)):
            for claim in claims:
                is_about = np.array([claim.is_about(labels[0]) for labels in self.alike])[self._alike]
                chosen = is_about & self._is_within(claim.period) & (self._at <= claim.at)
                program.add_sum(np.flatnonzero(chosen).tolist(), low * claim.number, claim.number)
        for at in (at for at, move in moves.items() if move.has_fallen):
            self._keep_above_zero(program, at)
        return program

    def _keep_above_zero(self, program: LinearProgram, at: int) -> None:
        """Let no cell hold less than nothing after rows were withdrawn."""
        for number, is_of_others, month in {*zip(self._alike, self._is_of_others, self._month, strict=True)}:
            same = (self._alike == number) & (self._is_of_others == is_of_others) & (self._month == month)
            program.add_sum(np.flatnonzero(same & (self._at <= at)).tolist(), 0.0, MOST)


def group_labels(rows: Iterable[Claim], labels: Iterable[str]) -> list[Labels]:
    """Group labels of which the same was told."""
    claims, groups = list(dict.fromkeys(rows)), defaultdict(list)
    shown = {label for one in claims for label in one.labels}
    for label in sorted(shown.union(labels)):
        groups[tuple(one.is_about(label) for one in claims)].append(label)
    return [tuple(group) for group in groups.values()]


def find_moves(claims: Sequence[Claim]) -> dict[int, Moves]:
    """Find with which editions numbers rose or fell; between two that tell one number, any may have brought it."""
    moments = sorted({one.at for one in claims})
    moves: dict[int, Moves] = defaultdict(Moves)
    for before, after in _list_next(claims):
        for at in (at for at in moments if before.at < at <= after.at):
            was = moves[at]
            moves[at] = Moves(
                was.has_risen or after.number > before.number, was.has_fallen or after.number < before.number
            )
    return dict(moves)


def list_bounds(totals: Sequence[Claim], last_row: int) -> list[Claim]:
    """List totals that were told after the last row of a label: of what was known before there were no more.

    One that fell says nothing: nobody knows what was withdrawn.
    """
    fell = {(after.period, after.at) for before, after in _list_next(totals) if after.number < before.number}
    bounds: dict[Period, Claim] = {}
    for one in sorted((one for one in totals if one.at > last_row), key=lambda one: one.at):
        bounds.setdefault(one.period, one)
    return [one._replace(at=last_row) for one in bounds.values() if (one.period, one.at) not in fell]


def _list_next(claims: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """List each number with what was told of it next."""
    told: dict[object, list[Claim]] = defaultdict(list)
    for one in sorted(claims, key=lambda one: one.at):
        if not (one.is_of_the_rest and one.labels):
            told[one.period, one.labels].append(one)
    return [pair for some in told.values() for pair in pairwise(some)]
