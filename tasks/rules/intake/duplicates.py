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
    """A form as sent: its answers (every mapped cell but the time), the time, and where it stands in the tab."""

    answers: Cells
    submitted: str
    place: int


def group_close_in_time(rows: Sequence[Cells]) -> list[list[Sent]]:
    """The groups of rows that could be one form sent twice, each in the order of sending.

    Only such rows depend on their neighbours; all others can be judged alone.
    """
    places: dict[Cells, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row[1:]].append(place)
    groups = []
    for answers, these in places.items():
        if len(these) > 1:
            sent = sorted(Sent(answers, rows[place][0], place) for place in these)
            groups += _runs(sent)
    return groups


def _runs(sent: Sequence[Sent]) -> list[list[Sent]]:
    """Equal answers, in the order of sending, cut where more than the window lies between."""
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
    """The places of the rows that repeat the one sent before, in a group in the order of sending."""
    return [later.place for earlier, later in pairwise(group) if _is_within(earlier.submitted, later.submitted)]


def _is_within(earlier: str, later: str) -> bool:
    try:
        return datetime.fromisoformat(later) - datetime.fromisoformat(earlier) <= WINDOW
    except (ValueError, TypeError):
        return False
