"""A spreadsheet that saves a file again may drop the seconds of its times: its rows are still the rows that they were.

Excel shows 9/3/2026 10:03:27 as `9/3/2026 10:03` and writes to a CSV what it shows. The ledger knows the seconds of
the rows that seem to be gone: a new row that has the fingerprint of one of them, but for its seconds, is that row. The
other way round, a row that was first read without seconds is the same when a later export shows them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from schemas.tabs import Cells, Tab
from tasks.rules.intake.fingerprint import Identity, fingerprint_rows, number_identities
from tasks.rules.intake.snapshot import compare_snapshots
from tasks.rules.intake.validate import ValidatedRow

SECONDS_A_MINUTE = 60
NO_SECONDS = ":00"

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")

Trial = tuple[int, str]
"""A row, by its index, and a time that it may have in the ledger."""


class Recognized(NamedTuple):
    """The form's rows as the ledger may know them."""

    cells: list[Cells]
    found: list[Identity]
    times: Mapping[Identity, datetime]
    """Of rows that the ledger knows by another second: the time that it has."""


def recognize_rows(
    cells: list[Cells],
    known: set[Identity],
    load_times: Callable[[Collection[Identity]], Mapping[Identity, datetime | None]],
    key: bytes,
) -> Recognized:
    """Find which row of the ledger each row is; seconds that a file lost, or shows for once, make no other row.

    Args:
        cells: all rows of the tab, in one form.
        known: the rows of the ledger.
        load_times: tells when some rows of the ledger were sent; called only where rows seem to be gone.
        key: the key of the fingerprints.
    """
    found = number_identities(fingerprint_rows(Tab.RESPONSES, cells, key))
    new, removed, *_ = compare_snapshots(known, found)
    if not new or not removed:
        return Recognized(cells, found, {})
    times = match_resaved(cells, [index for index, one in enumerate(found) if one in new], load_times(removed), key)
    if not times:
        return Recognized(cells, found, {})
    as_known = [(times[index], *row[1:]) if index in times else row for index, row in enumerate(cells)]
    found = number_identities(fingerprint_rows(Tab.RESPONSES, as_known, key))
    # Whether a form was sent twice shows in times with seconds only.
    best = [max(row, known) for row, known in zip(cells, as_known, strict=True)]
    return Recognized(best, found, {found[index]: datetime.fromisoformat(time) for index, time in times.items()})


def match_resaved(
    rows: Sequence[Cells], new: Sequence[int], removed: Mapping[Identity, datetime | None], key: bytes
) -> dict[int, str]:
    """Match new rows with removed ones that differ in nothing but the seconds.

    Args:
        rows: all rows of the tab, in one form, the time of sending first.
        new: the indexes of the rows that the ledger doesn't know.
        removed: the ledger's rows that the tab doesn't have, and when each was sent; none: not known.
        key: the key of the fingerprints.

    Returns:
        For the index of each row that the ledger knows the time by which it knows it.
    """
    times = [(index, rows[index][0]) for index in new if _INSTANT.fullmatch(rows[index][0])]
    without, with_seconds = (
        [one for one in times if one[1].endswith(NO_SECONDS) is has_none] for has_none in (True, False)
    )
    match = _Match(rows, removed, key)
    match.take(_try_known_seconds(without, removed.values()))
    if None in removed.values():  # of a held row the ledger keeps no time
        match.take((index, time) for index, time in _try_every_second(without) if index not in match.found)
    match.take((index, time[:-3] + NO_SECONDS) for index, time in with_seconds)
    return match.found


def set_times(
    validated: Mapping[Identity, ValidatedRow], times: Mapping[Identity, datetime]
) -> dict[Identity, ValidatedRow]:
    """Give each distribution that the ledger knows by another second the time that the ledger has."""
    return {
        one: row._replace(distribution=row.distribution.model_copy(update={"submitted_at": times[one]}))
        if row.distribution and one in times
        else row
        for one, row in validated.items()
    }


class _Match:
    """Rows matched so far, and the removed rows that still wait for one."""

    def __init__(self, rows: Sequence[Cells], removed: Iterable[Identity], key: bytes) -> None:
        self.found: dict[int, str] = {}
        self._rows = rows
        self._key = key
        self._waiting = Counter(fingerprint for fingerprint, _ in removed)

    def take(self, trials: Iterable[Trial]) -> None:
        """Match each row with the first of its times that a removed row has."""
        tried = list(trials)
        cells = ((time, *self._rows[index][1:]) for index, time in tried)
        prints = fingerprint_rows(Tab.RESPONSES, cells, self._key)
        for (index, time), fingerprint in zip(tried, prints, strict=True):
            if index not in self.found and self._waiting[fingerprint]:
                self._waiting[fingerprint] -= 1
                self.found[index] = time


def _try_known_seconds(times: Iterable[Trial], known: Iterable[datetime | None]) -> Iterable[Trial]:
    """List for each row the times of its minute that removed rows have, in order."""
    known_of: dict[str, set[str]] = defaultdict(set)
    for moment in known:
        if moment:
            known_of[moment.isoformat()[:-3]].add(moment.isoformat())
    return ((index, known_time) for index, time in times for known_time in sorted(known_of.get(time[:-3], ())))


def _try_every_second(times: Iterable[Trial]) -> Iterable[Trial]:
    """List for each row all the times of its minute."""
    return ((index, f"{time[:-3]}:{second:02d}") for index, time in times for second in range(SECONDS_A_MINUTE))
