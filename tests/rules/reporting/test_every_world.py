"""A reader who knows the rules, and thinks through every program that there could be, knows no small number.

Small programs, with a small threshold: of each number of distributions in the period that an order is drawn from and
in the one that has a table, all ways in which they may be spread over the labels. Those that release the same are the
worlds among which the reader cannot choose.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

import pytest

from tasks.rules.reporting.attack import is_told
from tasks.rules.reporting.possible_worlds import Range
from tasks.rules.reporting.released_rows import choose_rows, draw_order

NAMES = "ABCDE"

Spread = tuple[int, ...]


def list_spreads(total: int, labels: int) -> Iterator[Spread]:
    """All ways in which so many may be spread over labels."""
    if labels == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in list_spreads(total - first, labels - 1))


def name(spread: Spread) -> dict[str, int]:
    """The counts by label; none is said of a label that has none."""
    return {label: count for label, count in zip(NAMES, spread, strict=False) if count}


def find_told(drawn: int, total: int, labels: int, smallest: int) -> list[tuple[object, str]]:
    """What is told of either period: with which release, and of which label."""
    orders: dict[tuple[str, ...], set[Spread]] = defaultdict(set)
    for spread in list_spreads(drawn, labels):
        orders[draw_order(name(spread), NAMES[:labels], smallest)].add(spread)
    worlds: dict[object, tuple[set[Spread], set[Spread]]] = defaultdict(lambda: (set(), set()))
    for (order, drawn_from), spread in product(orders.items(), list(list_spreads(total, labels))):
        rows, others = choose_rows(name(spread), order, smallest, labels)
        before, now = worlds[tuple(rows.items()), others]
        before |= drawn_from
        now.add(spread)
    return [
        (release, label)
        for release, periods in worlds.items()
        for spreads in periods
        for label in list_nearly_known(list(spreads), smallest)
    ]


def list_nearly_known(spreads: Sequence[Spread], smallest: int) -> list[str]:
    """The labels of which a small number is known, or within the threshold."""
    width = min(smallest, sum(spreads[0]))
    ranges = [Range(min(counts), max(counts)) for counts in zip(*spreads, strict=True)]
    return [label for label, found in zip(NAMES, ranges, strict=False) if is_told(found, width, smallest)]


@pytest.mark.parametrize(("labels", "smallest", "most"), [(2, 3, 16), (3, 3, 14), (4, 3, 11), (3, 4, 16)])
def test_no_small_number_is_known(labels: int, smallest: int, most: int):
    for drawn, total in product(range(most), repeat=2):
        assert find_told(drawn, total, labels, smallest) == [], (drawn, total)


@pytest.mark.parametrize(
    ("spreads", "known"),
    [
        ([(2, 9)], ["A"]),
        ([(0, 9), (2, 7)], ["A"]),
        ([(0, 9), (3, 6)], []),
        ([(0, 2), (2, 0)], []),
        ([(0, 2), (1, 1)], ["A", "B"]),
    ],
)
def test_what_all_worlds_share_is_known(spreads: list[Spread], known: list[str]):
    assert list_nearly_known(spreads, 3) == known
