"""The mails of real commands, attacked by linear programming: no cell of two groupings, nor of the order, is told.

The reader has every mail of a supplier and every summary for the public, of eight releases and their amendments, knows
the rules and the labels, and is told more than they say: how many distributions each month had, and how many kits of
each lot, on the very day on which a table was made. LBN_MAILED raises how many programs there are of each kind.
"""

import os
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations, product
from pathlib import Path

import highspy
import pytest

from schemas.family import Family
from schemas.period import Period
from tasks.rules.reporting.attack import is_told
from tasks.rules.reporting.periods import list_months, parse_period
from tasks.rules.reporting.possible_worlds import Range
from tests.long.attack.mailed import Mailed, Rows, list_alike, list_events, send_mails
from tests.long.attack.worlds import Event

SEEDS = range(int(os.environ.get("LBN_MAILED", "1")))
KINDS = {
    "few": (24, 60, False),
    "a year": (150, 220, False),
    "grown, of equal places": (110, 330, True),
    "quarters": (450, 620, False),
    "busy": (1500, 1500, False),
}
"""Distributions of the year that is drawn from and of the one that is told, and whether all places are alike."""

SMALLEST = 11
FAMILIES = tuple(Family(name) for name in ("zip", "unit", "recipient", "reason"))
ROUNDING = 1e-6

Sums = Iterable[tuple[Iterable[int], float, float]]


class Unknowns:
    """Numbers of which some sums are known: how low and how high another sum may be."""

    def __init__(self, count: int) -> None:
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._count = count
        self._solver.addVars(count, [0.0] * count, [highspy.kHighsInf] * count)

    def know(self, low: float, high: float, plus: Iterable[int], minus: Iterable[int] = ()) -> None:
        """Know between which two numbers a sum lies."""
        signed = dict.fromkeys(plus, 1.0) | dict.fromkeys(minus, -1.0)
        self._solver.addRow(low, high, len(signed), list(signed), list(signed.values()))

    def find(self, wanted: Iterable[int]) -> Range:
        """Find the ends of a sum."""
        chosen = set(wanted)
        costs = [float(index in chosen) for index in range(self._count)]
        self._solver.changeColsCost(self._count, list(range(self._count)), costs)
        ends = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self._solver.changeObjectiveSense(sense)
            self._solver.run()
            assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, "what is true fits"
            ends.append(self._solver.getInfo().objective_function_value)
        return Range(-int(-(ends[0] - ROUNDING) // 1), int((ends[1] + ROUNDING) // 1))


@pytest.fixture(scope="module", params=product(KINDS, SEEDS), ids=str)
def mailed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mailed:
    """What left of a program."""
    kind, seed = request.param
    first, second, is_even = KINDS[kind]
    events = list_events(seed + len(kind), first, second, is_even=is_even)
    folder = Path(tmp_path_factory.mktemp("mailed")) / "program"
    return send_mails(folder, events)


def count(events: Iterable[Event], family: Family, labels: Sequence[str], period: Period) -> int:
    return sum(getattr(one, family.value) in labels and one.on in period for one in events)


def list_names(mailed: Mailed, family: Family) -> list[str]:
    """What everybody knows: which labels there may be."""
    return sorted({getattr(one, family.value) for one in mailed.events})


def test_the_mails_tell_what_is_true(mailed: Mailed):
    """So that the attack is on what left, and its readers know what the mails say: totals, and stock of each lot."""
    assert len({period for _, period, _, _ in mailed.told}) >= 15
    for on, name, measure, value in mailed.told:
        known = [one for one in mailed.list_known(on) if one.on in Period.from_name(name)]
        if measure == "distributions" and (on, name) == max(
            (day, period) for day, period, *_ in mailed.told if period == name
        ):
            assert value == len(known)
    for (family, name), table in mailed.tables.items():
        known = mailed.list_known(mailed.made_on[family, name])
        assert all(value == count(known, family, [label], table.period) for label, value in table.rows)
        assert table.others + sum(dict(table.rows).values()) == sum(one.on in table.period for one in known)
    assert mailed.lots


def find_pairs(
    one: Rows, other: Rows, names: dict[Family, list[str]], by_month: Sequence[int]
) -> list[tuple[object, Range]]:
    """Find the cells of two families that are told: of the period, and of each of its months."""
    groups = [list(list_alike(table, names[table.family])) for table in (one, other)]
    sizes = [len(some) for some in groups]
    cells = {cell: index for index, cell in enumerate(product(*map(range, sizes), range(len(by_month))))}
    unknowns = Unknowns(len(cells))
    for axis, table in enumerate((one, other)):
        counts = dict(table.rows)
        hidden = [number for number, labels in enumerate(groups[axis]) if labels[0] not in counts]
        for number, labels in enumerate(groups[axis]):
            if labels[0] in counts:
                unknowns.know(
                    *[counts[labels[0]]] * 2, [index for cell, index in cells.items() if cell[axis] == number]
                )
        if hidden:
            unknowns.know(*[table.others] * 2, [index for cell, index in cells.items() if cell[axis] in hidden])
    for month, total in enumerate(by_month):
        unknowns.know(total, total, [index for cell, index in cells.items() if cell[2] == month])
    return list(_list_told(unknowns, cells, groups, by_month))


def _list_told(unknowns: Unknowns, cells: dict, groups: list, by_month: Sequence[int]):
    for first, second in product(*(range(len(some)) for some in groups)):
        for months in (range(len(by_month)), *([month] for month in range(len(by_month)))):
            width = min(SMALLEST, sum(by_month[month] for month in months))
            found = unknowns.find(cells[first, second, month] for month in months)
            if is_told(found, width, SMALLEST) and len(groups[0][first]) == len(groups[1][second]) == 1:
                yield (groups[0][first], groups[1][second], tuple(months)), found


def test_no_cell_of_two_families_is_told(mailed: Mailed):
    names = {family: list_names(mailed, family) for family in FAMILIES}
    tried = 0
    for one, other in combinations(mailed.tables.values(), 2):
        if one.period == other.period and one.family != other.family:
            tried += 1
            known = mailed.list_known(mailed.made_on[one.family, one.period.name])
            by_month = [sum(event.on in month for event in known) for month in list_months(one.period)]
            assert find_pairs(one, other, names, by_month) == []
    assert tried or not mailed.tables


def find_lots(table: Rows, known: Sequence[Event], names: Sequence[str]) -> list[tuple[object, Range]]:
    """Find the cells of a family and a lot that are told: of the period, and of each of its months."""
    months, lots = list_months(table.period), sorted({one.lot for one in known})
    groups, counts = list(list_alike(table, names)), dict(table.rows)
    cells = {cell: index for index, cell in enumerate(product(range(len(groups)), lots, range(len(months))))}
    unknowns = Unknowns(len(cells))
    for number, labels in enumerate(groups):
        if labels[0] in counts:
            unknowns.know(*[counts[labels[0]]] * 2, [index for cell, index in cells.items() if cell[0] == number])
    hidden = [number for number, labels in enumerate(groups) if labels[0] not in counts]
    if hidden:
        unknowns.know(*[table.others] * 2, [index for cell, index in cells.items() if cell[0] in hidden])
    for at, month in enumerate(months):
        total = sum(one.on in month for one in known)
        unknowns.know(total, total, [index for cell, index in cells.items() if cell[2] == at])
        for lot in lots:
            kits = sum(one.kits for one in known if one.lot == lot and one.on in month)
            unknowns.know(0, kits, [index for cell, index in cells.items() if cell[1:] == (lot, at)])
    told = []
    for lot, some in product(lots, (range(len(months)), *([at] for at in range(len(months))))):
        whole = unknowns.find(cells[number, lot, at] for number in range(len(groups)) for at in some)
        for number, labels in enumerate(groups):
            found = unknowns.find(cells[number, lot, at] for at in some)
            if len(labels) == 1 and is_told(found, min(SMALLEST, whole.high), SMALLEST) and labels[0] in names:
                told.append(((labels, lot, tuple(some)), found))
    return told


def test_no_cell_of_a_family_and_a_lot_is_told(mailed: Mailed):
    for (family, name), table in mailed.tables.items():
        known = mailed.list_known(mailed.made_on[family, name])
        assert find_lots(table, known, list_names(mailed, family)) == []


def find_drawn(orders: Sequence[Sequence[str]], names: Sequence[str], total: int) -> list[tuple[str, Range]]:
    """Find the labels of which the order tells how few they had in the period from which it was drawn."""
    order = max(orders, key=len)
    assert all(tuple(order[: len(one)]) == tuple(one) for one in orders), "one order for all"
    names = [*order, *(name for name in names if name not in order)]
    unknowns = Unknowns(len(names))
    unknowns.know(total, total, range(len(names)))
    last = len(order) - 1
    pairs = [*zip(range(last), range(1, last + 1), strict=True), *((last, at) for at in range(last + 1, len(names)))]
    for one, after in pairs:
        unknowns.know(float(names[after] < names[one]), highspy.kHighsInf, [one], [after])
    ranges = {name: unknowns.find([at]) for at, name in enumerate(names)}
    return [(name, found) for name, found in ranges.items() if is_told(found, min(SMALLEST, total), SMALLEST)]


def test_no_order_tells_how_few_a_label_had(mailed: Mailed):
    """Who knows that equals come by their names knows that a later name before an earlier one has more."""
    for family in FAMILIES:
        tables = [table for (of, _), table in mailed.tables.items() if of is family]
        orders = [[label for label, _ in table.rows] for table in tables]
        if any(orders):
            period, on = mailed.drawn_from[family]
            total = sum(one.on in period for one in mailed.list_known(on))
            assert find_drawn(orders, list_names(mailed, family), total) == []


def test_an_order_that_is_too_long_would_be_found_out():
    """An attacker who finds nothing anywhere would prove nothing."""
    assert find_drawn(["DCB"], "ABCDE", 44) == [("A", Range(0, 9)), ("E", Range(0, 10))]
    assert find_drawn(["BCD"], "ABCDE", 44) == [("A", Range(0, 10))]
    assert find_drawn(["BCD"], "BCDEF", 44) == []


def test_too_few_behind_another_family_would_be_found_out():
    quarter, names = parse_period("2026-Q1"), {Family.ZIP: ["12203", "12206"], Family.UNIT: ["Patrol", "Traffic"]}
    zips = Rows(Family.ZIP, quarter, (("12203", 12), ("12206", 88)), 0)
    units = Rows(Family.UNIT, quarter, (("Patrol", 94),), 6)
    found = dict(find_pairs(zips, units, names, [40, 30, 30]))
    assert found[("12203",), ("Patrol",), (0, 1, 2)] == Range(6, 12)


def test_a_row_nearly_all_of_one_lot_would_be_found_out():
    """Ten distributions lie outside the month or took another lot: of seventeen, seven didn't, at least."""
    made = [*[(date(2026, 1, 5), "L1")] * 90, *[(date(2026, 1, 5), "L2")] * 5, *[(date(2026, 2, 5), "L2")] * 5]
    known = [Event(on, on, None, "Patrol", "12203", "", "", lot, 1) for on, lot in made]
    zips = Rows(Family.ZIP, parse_period("2026-Q1"), (("12206", 60), ("12203", 17)), 23)
    found = dict(find_lots(zips, known, ["12203", "12205", "12206", "12207"]))
    assert found[("12203",), "L1", (0,)] == Range(7, 17)
