"""The attack on all that a supplier and the public were ever sent: no small number behind the rows is nearly found.

LBN_ATTACKED raises how many programs are attacked.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import NamedTuple

import pytest

from schemas.family import Family
from schemas.figures import QuotedTable
from schemas.period import Cadence, Period
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tasks.rules.reporting.periods import parse_period
from tests.long.attack.attacker import Block, Range, bound_pair, is_told
from tests.long.attack.worlds import FAMILIES, Sent, World, gather, make_world, send_all

SEEDS = range(int(os.environ.get("LBN_ATTACKED", "3")))
QUARTERS = tuple(map(parse_period, ("2026-Q1", "2026-Q2")))
BEFORE = parse_period("2025-Q3")
"""Of it there is a table where the public asked for the year before anybody else asked for anything."""
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


def list_labels(world: World, family: Family) -> list[str]:
    """What everybody knows: which labels there may be."""
    return sorted({getattr(one, family.value) for one in world.events})


def find_table(sent: list[Sent], family: Family, quarter: Period) -> QuotedTable | None:
    """The table of a family and a quarter, where one was sent."""
    found = [one for mail in sent for one in mail.tables if (one.by, one.period) == ((family.value,), quarter.name)]
    assert all(one == found[0] for one in found), "made once, and quoted"
    return found[0] if found else None


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("quarter", [BEFORE, *QUARTERS], ids=str)
def test_no_hidden_cell_is_found(family: Family, quarter: Period, attacked: tuple[World, list[Sent]]):
    check_hidden_cells(*attacked, family, quarter)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_cell_of_a_quiet_year_is_found(family: Family, seed: int):
    """Tables of years, whose months and quarters the supplier and the public know."""
    world = replace(make_world(seed, 80 + seed * 53 % 220, (5, 30)), public=PUBLIC[-1])
    check_hidden_cells(world, send_all(world, date(2027, 2, 20)), family, parse_period("2026"))


def check_hidden_cells(world: World, sent: list[Sent], family: Family, period: Period) -> None:
    """Look for each label without a row how low and how high it may be, in the period and in each of its months."""
    pytest.importorskip("highspy")
    block, last = Block(family, period, list_labels(world, family), sent), len(sent) - 1
    table = find_table(sent, family, period)
    shown = {str(row[0]) for row in table.rows} if table else set()
    totals = {month: sent[last].totals.get(month, 0) for month in block.months}
    for label in set(block.labels) - shown:
        for months in (block.months, *([month] for month in block.months)):
            whole = sum(totals[month] for month in months)
            found = block.find_range(block.select([label], months, last))
            assert found.low <= world.count(family, label, period), "a true world is among the possible"
            assert not is_told(found, min(SMALLEST, whole)), (label, months, found, whole)


@pytest.mark.parametrize("family", FAMILIES)
def test_no_late_row_is_placed(family: Family, attacked: tuple[World, list[Sent]]):
    pytest.importorskip("highspy")
    world, sent = attacked
    block = Block(family, QUARTERS[0], list_labels(world, family), sent)
    if len(block.labels) < 2:
        return
    for mail in range(4, len(sent)):
        for month in block.months:
            late = sent[mail].totals[month] - sent[mail - 1].totals[month]
            found = block.find_range(block.select(block.labels[:1], [month], mail, since=mail))
            assert found == Range(0, late)


def test_no_pair_of_groupings_is_found(attacked: tuple[World, list[Sent]]):
    _, sent = attacked
    for quarter in (BEFORE, *QUARTERS):
        tables = [table for family in FAMILIES if (table := find_table(sent, family, quarter)) and table.rows]
        for one, other in combinations(tables, 2):
            total = sum(int(row[1]) for row in one.rows)
            assert total == sum(int(row[1]) for row in other.rows)
            for (_, count), (_, count_of_other) in ((row, its) for row in one.rows for its in other.rows):
                assert not is_told(bound_pair(int(count), int(count_of_other), total), SMALLEST)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_program_in_which_one_label_has_all_is_sent_alike(family: Family, attacked: tuple[World, list[Sent]]):
    """A reader who knows the rules cannot tell it apart: all that is behind the rows may be one label's."""
    world, sent = attacked
    tables = [find_table(sent, family, quarter) for quarter in (BEFORE, *QUARTERS)]
    first = next((table for table in tables if table and table.rows and table.rows[-1][0] == ALL_OTHERS), None)
    if first is None:
        return
    quarter, shown = parse_period(first.period), {str(row[0]) for row in first.rows}
    hidden = [label for label in list_labels(world, family) if label not in shown]
    tried = hidden[:MOST_TRIED]
    alike = [label for label in tried if send_all(gather(world, family, quarter, hidden, label)) == sent]
    assert len(alike) >= len(tried) - 1, "all but the one at which the rows end"


def test_the_attack_finds_what_an_edition_made_anew_tells():
    """An attacker who finds nothing anywhere would prove nothing: a table that was made again tells of a late row."""
    pytest.importorskip("highspy")
    quarter, labels = QUARTERS[0], ["A", "B", "C"]
    months = [parse_period(f"2026-0{number}") for number in (1, 2, 3)]

    def mail(total: int, *rows: tuple[str, int], title: str) -> Sent:
        table = QuotedTable(title=title, by=("zip",), measures=("distributions",), rows=rows, period=quarter.name,
                            made_on=quarter.last_on)  # fmt: skip
        return Sent(quarter.last_on, dict(zip(months, (total, 0, 0), strict=True)), (table,))

    first = mail(52, ("A", 40), (ALL_OTHERS, 12), title="first")
    again = mail(53, ("A", 40), ("B", 13), title="again")
    once, twice = (Block(Family.ZIP, quarter, labels, some) for some in ([first], [first, again]))
    assert once.find_range(once.select("B", months, 0)) == Range(0, 12)
    assert is_told(twice.find_range(twice.select("C", months, 0)), SMALLEST), "C has none"
    late = twice.find_range(twice.select("B", months, 1, since=1))
    assert late == Range(1, 1)


class Shown(NamedTuple):
    """How many distributions have a row of their own, of how many."""

    rows: int
    total: int


def count_shown(seeds: range, a_year: int, zips: tuple[int, int]) -> float:
    """Count the share of distributions that are shown by ZIP code per quarter."""
    counted = [
        one for seed in seeds for one in _list_shown(send_all(make_world(seed, a_year, zips)))
    ]  # fmt: skip
    return sum(one.rows for one in counted) / sum(one.total for one in counted)


def _list_shown(sent: list[Sent]) -> Iterator[Shown]:
    for quarter in QUARTERS:
        table = find_table(sent, Family.ZIP, quarter)
        total = max(mail.totals.get(quarter, 0) for mail in sent)
        yield Shown(sum(int(row[1]) for row in table.rows if row[0] != ALL_OTHERS) if table else 0, total)


@pytest.mark.parametrize(
    ("a_year", "zips", "least"),
    [(1500, (3, 14), 0.9), (500, (3, 14), 0.6), (1500, (14, 40), 0.65), (500, (14, 40), 0.45)],
    ids=["1,500 a year, 3-14 ZIPs", "500, 3-14", "1,500, 14-40", "500, 14-40"],
)
def test_most_of_a_busy_program_is_shown(a_year: int, zips: tuple[int, int], least: float):
    shown = count_shown(range(len(SEEDS)), a_year, zips)
    print(f"shown by ZIP code per quarter: {shown:.1%}")  # noqa: T201 - read with -rP
    assert shown >= least
