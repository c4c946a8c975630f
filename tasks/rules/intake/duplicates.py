"""A form sent twice: the same answers again within 60 seconds (a double tap, the back button).

Two equal rows may both be real, so the second one is held for a person to decide, never dropped. Each row is compared
with the one sent before it, wherever it stands in the tab.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from schemas.tabs import Cells

WINDOW = timedelta(seconds=60)


class Sent(NamedTuple):
    """A form as sent: its answers (every mapped cell but the time), the time, and its index among the rows."""

    answers: Cells
    submitted: str
    row_index: int


def group_close_in_time(rows: Sequence[Cells]) -> list[list[Sent]]:
    """Group the rows that could be one form sent twice, each group in the order of sending.

    Only such rows depend on their neighbors; all others can be validated alone.
    """
    indexes: dict[Cells, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        indexes[row[1:]].append(index)
    groups = []
    for answers, these in indexes.items():
        if len(these) > 1:
            sent = sorted(Sent(answers, rows[index][0], index) for index in these)
            groups += _runs(sent)
    return groups


def _runs(sent: Sequence[Sent]) -> list[list[Sent]]:
    """Cut equal answers, in the order of sending, where more than the window lies between."""
    runs: list[list[Sent]] = []
    for earlier, later in pairwise(sent):
        if not _is_within(earlier.submitted, later.submitted):
            continue
        if runs and runs[-1][-1] is earlier:
            runs[-1].append(later)
        else:
            runs.append([earlier, later])
    return runs


def find_repeats(group: Sequence[Sent]) -> list[int]:
    """Find the indexes of the rows that repeat the one sent before, in a group in the order of sending."""
    return [later.row_index for earlier, later in pairwise(group) if _is_within(earlier.submitted, later.submitted)]


def _is_within(earlier: str, later: str) -> bool:
    try:
        return datetime.fromisoformat(later) - datetime.fromisoformat(earlier) <= WINDOW
    except (ValueError, TypeError):
        return False
