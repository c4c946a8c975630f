"""The attack on all that a supplier and the public were ever sent: no small number behind the rows is nearly found.

The attacker is the one of `lbn audit`. LBN_ATTACKED raises how many programs are attacked.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import NamedTuple

import pytest

from schemas.family import Family
from schemas.figures import QuotedTable
from schemas.period import Cadence, Period
from tasks.rules.reporting.attack import attack_editions, is_told
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.possible_worlds import PossibleWorlds, Question, Range
from tasks.rules.reporting.told import list_blocks, list_rows, list_totals
from tests.long.attack.worlds import FAMILIES, Sent, World, gather, list_made, make_world, send_all

SEEDS = range(int(os.environ.get("LBN_ATTACKED", "3")))
QUARTERS = tuple(parse_period(f"2026-Q{number}") for number in (1, 2, 3, 4))
PUBLIC = ((), (Cadence.QUARTERLY, Cadence.YEARLY))
"""Months to the supplier alone; and also quarters and years to the public, who is the same reader."""
SMALLEST = 11
MOST_TRIED = 4


@pytest.fixture(scope="module", params=product(SEEDS, PUBLIC), ids=str)
def attacked(request: pytest.FixtureRequest) -> tuple[World, list[Sent]]:
    """A program, and all that was sent of it."""
    seed, public = request.param
    world = replace(make_world(seed), public=public)
    return world, send_all(world)


def list_labels(world: World) -> dict[Family, list[str]]:
    """What everybody knows: which labels there may be."""
    return {family: world.list_labels(family) for family in FAMILIES}


def list_tables(sent: list[Sent], family: Family) -> dict[Period, QuotedTable]:
    """The tables of a family, by their periods; each was made once."""
    found: dict[Period, set[QuotedTable]] = defaultdict(set)
    for table in (table for mail in sent for table in mail.tables if table.by == (family.value,)):
        found[parse_period(table.period)].add(table)
    assert all(len(tables) == 1 for tables in found.values()), "made once, and quoted"
    return {period: next(iter(tables)) for period, tables in found.items()}


def test_no_number_is_told(attacked: tuple[World, list[Sent]]):
    """With late and withdrawn rows, an amendment of each period every month, and tables by quarter or by year."""
    check_nothing_is_told(*attacked)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_of_a_quiet_year_is_told(seed: int):
    """Tables of years, whose months and quarters the supplier and the public know."""
    world = replace(make_world(seed, 80 + seed * 53 % 220, (5, 30)), public=PUBLIC[-1])
    check_nothing_is_told(world, send_all(world))


def check_nothing_is_told(world: World, sent: list[Sent]) -> None:
    """Attack all editions."""
    found = attack_editions(list_made(sent), list_labels(world), SMALLEST)
    assert found.telling == ()
    assert found.contradicting == 0
    shown = [table for family in FAMILIES for table in list_tables(sent, family).values() if table.rows]
    assert found.tables == len(shown)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_true_number_is_among_the_possible(family: Family, attacked: tuple[World, list[Sent]]):
    """Else the attack would think of worlds that cannot be, and miss one that can."""
    world, sent = attacked
    made, labels = list_made(sent), world.list_labels(family)
    for rows in list_blocks(list(list_rows(made, "distributions", family))):
        worlds = PossibleWorlds(rows, list_totals(made, "distributions"), labels)
        period, at = rows[0].period, rows[0].at
        for alike in worlds.alike:
            found = worlds.find_range(Question(alike, period, at))
            for label in alike:
                assert found.low <= world.count(family, label, period, sent[at].on) <= found.high


def test_no_pair_of_groupings_is_found(attacked: tuple[World, list[Sent]]):
    """What both must share, and what neither has more of, bounds a cell of two of them."""
    _, sent = attacked
    for one, other in combinations([list_tables(sent, family) for family in FAMILIES], 2):
        for period in one.keys() & other.keys():
            total = sum(int(row[1]) for row in one[period].rows)
            for (_, count), (_, count_of_other) in _pair(one[period], other[period]):
                found = bound_pair(int(count), int(count_of_other), total)
                assert not is_told(found, SMALLEST, SMALLEST), (period, found)


def _pair(one: QuotedTable, other: QuotedTable) -> Iterator[tuple[tuple, tuple]]:
    return ((row, its) for row in one.rows for its in other.rows)


def bound_pair(one: int, other: int, total: int) -> Range:
    """Bound a cell of two groupings by its rows."""
    return Range(max(0, one + other - total), min(one, other))


@pytest.mark.parametrize("family", FAMILIES)
def test_no_pair_of_a_lot_is_found(family: Family, attacked: tuple[World, list[Sent]]):
    """Kits by lot are exact, of the agency as a whole; and no distribution had less than a kit."""
    _, sent = attacked
    for period, table in list_tables(sent, family).items():
        mail = next(one for one in sent if table in one.tables)
        kits = sum(mail.lots[period].values())
        for lot in mail.lots[period].values():
            for _, count in table.rows:
                found = Range(max(0, int(count) - (kits - lot)), min(int(count), lot))
                assert not is_told(found, min(SMALLEST, lot), SMALLEST), (period, lot, found)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_program_in_which_one_label_has_all_is_sent_alike(family: Family, attacked: tuple[World, list[Sent]]):
    """A reader who knows the rules cannot tell it apart: all that is behind the rows may be one label's."""
    world, sent = attacked
    tables = list_tables(sent, family).values()
    first = next((table for table in tables if table.rows and table.rows[-1][0] == ALL_OTHERS), None)
    if first is None:
        return
    period, shown = parse_period(first.period), {str(row[0]) for row in first.rows}
    hidden = [label for label in world.list_labels(family) if label not in shown]
    tried = hidden[:MOST_TRIED]
    alike = [label for label in tried if send_all(gather(world, family, period, hidden, label)) == sent]
    assert len(alike) >= len(tried) - 1, "all but the one at which the rows end"


def test_tables_that_were_made_again_would_be_found_out():
    """An attacker who finds nothing anywhere would prove nothing: here each mail makes its tables anew."""
    found = []
    for seed in range(6):
        world = make_world(seed, a_year=900, zips=(8, 20))
        found.append(attack_editions(list_made(send_all(world, forgets=True)), list_labels(world), SMALLEST).telling)
    assert sum(map(bool, found)) >= 3
    assert sum(one.exact for telling in found for one in telling) >= 3


class Shown(NamedTuple):
    """How many distributions have a row of their own, of how many."""

    rows: int
    total: int


def count_shown(seeds: range, a_year: int, zips: tuple[int, int]) -> float:
    """Count the share of distributions that are shown by ZIP code per quarter."""
    counted = [one for seed in seeds for one in _list_shown(send_all(make_world(seed, a_year, zips)))]
    return sum(one.rows for one in counted) / sum(one.total for one in counted)


def _list_shown(sent: list[Sent]) -> Iterator[Shown]:
    tables = list_tables(sent, Family.ZIP)
    for quarter in QUARTERS:
        rows = tables[quarter].rows if quarter in tables else ()
        total = max(mail.totals.get(quarter, 0) for mail in sent)
        yield Shown(sum(int(row[1]) for row in rows if row[0] != ALL_OTHERS), total)


@pytest.mark.parametrize(
    ("a_year", "zips", "least"),
    [(1500, (3, 14), 0.9), (500, (3, 14), 0.66), (1500, (14, 40), 0.65), (500, (14, 40), 0.4)],
    ids=["1,500 a year, 3-14 ZIPs", "500, 3-14", "1,500, 14-40", "500, 14-40"],
)
def test_most_of_a_busy_program_is_shown(a_year: int, zips: tuple[int, int], least: float):
    """Programs differ much from each other: fewer than two dozen say little."""
    shown = count_shown(range(max(24, len(SEEDS))), a_year, zips)
    print(f"shown by ZIP code per quarter: {shown:.1%}")  # noqa: T201 - read with -rP
    assert shown >= least
