"""The parts of a period's distributions that readers know without any table: its months and quarters, and lots in each.

A supplier is told the stock of each lot month by month, so he knows how many kits of it went out in a month. Each of
the other distributions took a kit of another lot at least, and there were no more than the month had.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from tasks.rules.reporting.released_rows import Whole

Kits = Mapping[tuple[str, str], int]
"""Kits given out, by month and lot, or by month and item."""


def find_known_parts(by_month: Mapping[str, int], kits: Iterable[Kits], spans: Collection[Collection[str]]) -> Whole:
    """Find how many distributions each part that readers know has at least, of all that a period has.

    Args:
        by_month: the period's distributions.
        kits: the kits that they took, by each grouping that readers see month by month.
        spans: the months of the period, of each quarter of it, and each month.
    """
    parts = [sum(by_month.get(month, 0) for month in span) for span in spans]
    parts += [part for some in kits for part in _list_parts(by_month, some, spans)]
    return Whole(sum(by_month.values()), tuple(parts))


def _list_parts(by_month: Mapping[str, int], kits: Kits, spans: Iterable[Collection[str]]) -> Iterator[int]:
    of_month: Counter[str] = Counter()
    for (month, _), count in kits.items():
        of_month[month] += count
    labels = sorted({label for _, label in kits})
    for span in spans:
        for label in labels:
            others = {month: of_month[month] - kits.get((month, label), 0) for month in span}
            yield sum(max(0, by_month.get(month, 0) - count) for month, count in others.items())
