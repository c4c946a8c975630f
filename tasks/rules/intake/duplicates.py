"""A form sent twice: the same answers again within 60 seconds (a double tap, the back button).

Two equal rows may both be real, so the second one is held for a person to decide, never dropped. Each row is compared
with the one sent before it, wherever it stands in the tab.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from schemas.tabs import Cells
from tasks.rules.intake.distinct import Distinct

WINDOW = timedelta(seconds=60)


_TIME_LENGTH = len("2026-09-30T14:03:22")
_HOUR_LENGTH = len("2026-09-30T14")


class Sent(NamedTuple):
    """A form as sent: when, on a clock that is never put forward or back, and its index among the rows."""

    sent_at: datetime
    row_index: int


def group_close_in_time(rows: Sequence[Cells], zone: ZoneInfo, among: Sequence[int] | None = None) -> list[list[Sent]]:
    """Group the rows that could be one form sent twice, each group in the order of sending.

    Only such rows depend on their neighbors; all others can be validated alone.

    Args:
        rows: all rows of the tab.
        zone: the agency's.
        among: the indexes of those that are looked at, in order; none: all are.
    """
    indexes: dict[Cells, list[int]] = defaultdict(list)
    for index in _find_alike(rows) if among is None else among:
        indexes[rows[index][1:]].append(index)
    clock = _Clock(zone)
    groups = []
    for these in indexes.values():
        if len(these) > 1:
            times = ((clock.read(rows[index][0]), index) for index in these)
            groups += _runs(sorted(Sent(sent_at, index) for sent_at, index in times if sent_at))
    return groups


def _find_alike(rows: Sequence[Cells]) -> list[int]:
    """Find the rows whose answers another row may have, too: most have none like them, and need no more memory."""
    hashes = [hash(row[1:]) for row in rows]
    counts = Counter(hashes)
    return [] if len(counts) == len(rows) else [index for index, one in enumerate(hashes) if counts[one] > 1]


def _runs(sent: Sequence[Sent]) -> list[list[Sent]]:
    """Cut equal answers, in the order of sending, where more than the window lies between."""
    runs: list[list[Sent]] = []
    for earlier, later in pairwise(sent):
        if not _is_within(earlier, later):
            continue
        if runs and runs[-1][-1] is earlier:
            runs[-1].append(later)
        else:
            runs.append([earlier, later])
    return runs


def find_repeats(group: Sequence[Sent]) -> list[int]:
    """Find the indexes of the rows that repeat the one sent before, in a group in the order of sending."""
    return [later.row_index for earlier, later in pairwise(group) if _is_within(earlier, later)]


def _is_within(earlier: Sent, later: Sent) -> bool:
    return later.sent_at - earlier.sent_at <= WINDOW


class _Clock:
    """Reads local times as universal ones: in fall an hour comes twice, and in spring one is left out.

    Clocks are put forward and back on the hour, so the distance is looked up once an hour.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._offsets = Distinct(self._find_offset)

    def read(self, text: str) -> datetime | None:
        """Read a time in the one form of cells; none where it cannot be read."""
        try:
            moment = datetime.fromisoformat(text[:_TIME_LENGTH])
            offset: timedelta = self._offsets[text[:_HOUR_LENGTH] + text[_TIME_LENGTH:]]
            return moment - offset if moment.tzinfo is None else None
        except (ValueError, OverflowError):
            return None

    def _find_offset(self, hour: str) -> timedelta | None:
        """Find the distance from UTC in an hour: 2026-11-01T01, or 2026-11-01T01-05:00 where it is the second one."""
        at = datetime.fromisoformat(hour[:_HOUR_LENGTH] + ":00:00" + hour[_HOUR_LENGTH:])
        return at.utcoffset() if at.tzinfo else at.replace(tzinfo=self._zone).utcoffset()
