"""The attack on all that was told to other eyes: which small numbers a reader can work out who has every edition.

He knows the rules and the labels that there may be, and asks of every label, period and edition how low and how high
its number may be. It is told where the two are nearer than the threshold, and nearer than the totals tell anyway.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from typing import NamedTuple

from schemas.family import Family
from schemas.period import Cadence, Period
from tasks.rules.reporting.linear_program import Contradiction
from tasks.rules.reporting.periods import list_periods_between
from tasks.rules.reporting.possible_worlds import Labels, PossibleWorlds, Question, Range
from tasks.rules.reporting.told import COUNTED, Claim, Made, list_blocks, list_rows, list_totals


class Telling(NamedTuple):
    """An edition that, with all the others, tells small numbers: how many, and never which."""

    report: str
    period: str
    edition: int
    exact: int
    narrow: int


class Attacked(NamedTuple):
    """What was attacked, and which editions tell something."""

    tables: int
    editions: int
    telling: tuple[Telling, ...]
    contradicting: int = 0
    """How many blocks of tables no world fits, so that nothing can be said of them."""


class Told(NamedTuple):
    """A number that can be worked out: of which labels and period, and by which edition."""

    question: Question
    is_exact: bool


def attack_editions(made: Sequence[Made], labels: Mapping[Family, Collection[str]], smallest_cell: int) -> Attacked:
    """Attack all editions that one reader has, in the order in which they were made.

    Args:
        made: the editions.
        labels: those that there may be in each family, as everybody knows.
        smallest_cell: the least number that may be known.
    """
    tables, contradicting = 0, 0
    counts: dict[tuple[str, Period, int], Counter[bool]] = defaultdict(Counter)
    for family, rows, totals in _list_attacked(made):
        tables += len({(one.period, one.at) for one in rows})
        try:
            worlds = PossibleWorlds(rows, totals, labels.get(family, ()))
        except Contradiction:
            contradicting += 1
            continue
        for told in list_told(rows, worlds, smallest_cell):
            teller = find_teller(told.question, made)
            counts[teller[:3]][told.is_exact] += len(told.question.labels or ())
    telling = (
        Telling(report, period.name, edition, some[True], some[False])
        for (report, period, edition), some in sorted(counts.items(), key=lambda one: (one[0][1].first_on, one[0]))
    )
    return Attacked(tables, len(made), tuple(telling), contradicting)


def find_teller(question: Question, made: Sequence[Made]) -> Made:
    """Find the edition by which a number became known: of those of one reading, the one of its own period."""
    of_reading = [one for one in made if one.as_of == question.until]
    return min(of_reading, key=lambda one: (one.period != question.period, one.period.first_on not in question.period))


def _list_attacked(made: Sequence[Made]) -> Iterator[tuple[Family, list[Claim], list[Claim]]]:
    """List what was told of each family in each block of periods, and what was told of all together."""
    for measure in COUNTED:
        totals = list(list_totals(made, measure))
        for family in Family:
            for rows in list_blocks(list(list_rows(made, measure, family))):
                yield family, rows, totals


def list_told(rows: Sequence[Claim], worlds: PossibleWorlds, smallest_cell: int) -> Iterator[Told]:
    """List the small numbers of a block that can be worked out, each by the first edition that tells it.

    What is nearly told of a quarter is nearly told of its months, which is not counted again.
    """
    known: dict[tuple[Labels | None, int], list[Period]] = defaultdict(list)
    find_whole = cache(lambda question: measure_size(worlds.find_range(question)))
    for question in list_questions(rows, worlds):
        told = known[question.labels, question.since]
        width = min(smallest_cell, find_whole(question._replace(labels=None)).high)
        seen = worlds.find_seen(question)
        if question.period in told or seen.high - seen.low >= width:
            continue
        found = measure_size(worlds.find_range(question))
        is_exact, is_within = found.low == found.high, any(question.period.first_on in period for period in told)
        if is_told(found, width, smallest_cell) and (is_exact or not is_within):
            told.append(question.period)
            yield Told(question, is_exact)


def list_questions(rows: Sequence[Claim], worlds: PossibleWorlds) -> Iterator[Question]:
    """List what a reader asks: how many a label had in a period, and how many of them a later edition brought."""
    editions: dict[Period, set[int]] = defaultdict(set)
    for one in rows:
        editions[one.period].add(one.at)
    for period, of_period in editions.items():
        moments = sorted(of_period)
        for at, labels in product(moments, worlds.alike):
            for part in _list_parts(period):
                yield Question(labels, part, at)
        for (before, after), labels in product(pairwise(moments), worlds.alike):
            yield Question(labels, period, after, since=next(at for at in worlds.moments if at > before))


def _list_parts(period: Period) -> Iterator[Period]:
    """List a period and what lies within it."""
    yield period
    for cadence in (Cadence.QUARTERLY, Cadence.MONTHLY):
        within = list_periods_between(period.first_on, period.last_on, cadence)
        yield from (part for part in within if part != period)


def measure_size(found: Range) -> Range:
    """Measure how many rows came or were withdrawn, where either is known."""
    return Range(-found.high, -found.low) if found.high <= 0 else found


def is_told(found: Range, width: int, smallest_cell: int) -> bool:
    """Tell whether a small number is known exactly, or more closely than it may be; zero tells of nobody."""
    return found.high > 0 and found.low < smallest_cell and found.high - found.low < width
