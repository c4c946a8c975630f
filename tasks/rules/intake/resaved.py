"""A spreadsheet that saves a file again may drop the seconds of its times: its rows are still the rows that they were.

Excel shows 9/3/2026 10:03:27 as `9/3/2026 10:03` and writes to a CSV what it shows. The ledger has a mark of the minute
of the rows that seem to be gone: a new row of that minute is tried at each of its seconds, and is the row whose
fingerprint it then has. The other way round, a row that was first read without seconds is the same when a later export
shows them.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.tabs import Cells, KnownRows, Tab
from tasks.rules.intake.fingerprint import Identity, fingerprint_rows, fingerprint_seconds, number_identities
from tasks.rules.intake.sending_mark import Marks, make_marker
from tasks.rules.intake.snapshot import Difference, compare_snapshots

NO_SECONDS = ":00"

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")


class Recognized(NamedTuple):
    """The form's rows as the ledger may know them."""

    cells: Sequence[Cells]
    found: list[Identity]
    difference: Difference
    is_resaved: bool
    """Whether a row was known again by another second."""


def recognize_rows(
    cells: Sequence[Cells],
    known: set[Identity],
    load_marks: Callable[[Collection[Identity]], Marks],
    key: bytes,
    known_rows: KnownRows | None = None,
) -> Recognized:
    """Find which row of the ledger each row is; seconds that a file lost, or shows for once, make no other row.

    Args:
        cells: all rows of the tab, in one form.
        known: the rows of the ledger.
        load_marks: loads the marks of some of them, as far as they have one; called only where rows seem to be gone.
        key: the key of the fingerprints.
        known_rows: what is known of the same rows without their cells.
    """
    prints = known_rows.prints if known_rows else fingerprint_rows(Tab.RESPONSES, cells, key)
    found = number_identities(prints)
    difference = compare_snapshots(known, found)
    new, removed, *_ = difference
    if not new or not removed:
        return Recognized(cells, found, difference, is_resaved=False)
    indexes = [index for index, one in enumerate(found) if one in new]
    marks = load_marks(removed)
    times = match_resaved(cells, indexes, {one: marks.get(one) for one in removed}, key)
    if not times:
        return Recognized(cells, found, difference, is_resaved=False)
    as_known = [(times[index], *row[1:]) if index in times else row for index, row in enumerate(cells)]
    found = number_identities(fingerprint_rows(Tab.RESPONSES, as_known, key))
    # Whether a form was sent twice shows in times with seconds only.
    best = [max(row, known_row) for row, known_row in zip(cells, as_known, strict=True)]
    return Recognized(best, found, compare_snapshots(known, found), is_resaved=True)


def match_resaved(
    rows: Sequence[Cells], new: Iterable[int], removed: Mapping[Identity, bytes | None], key: bytes
) -> dict[int, str]:
    """Match new rows with removed ones that differ in nothing but the seconds.

    Args:
        rows: all rows of the tab, in one form, the time of sending first.
        new: the indexes of the rows that the ledger doesn't know.
        removed: the ledger's rows that the tab doesn't have, with their marks; none: held, or of an earlier version.
        key: the key of the fingerprints.

    Returns:
        For the index of each row that the ledger knows the time by which it knows it.
    """
    waiting = Counter(fingerprint for fingerprint, _ in removed)
    found: dict[int, str] = {}
    trials = _Trials(removed.values(), key)
    for index in new:
        for time, fingerprint in trials.list_trials(rows[index]):
            if waiting.get(fingerprint):
                waiting[fingerprint] -= 1
                found[index] = time
                break
    return found


class _Trials:
    """The times at which rows are tried, with the fingerprints that they would have: as few as may lead to a match.

    Sixty fingerprints cost more than all else that a sync does with a row.
    """

    def __init__(self, marks: Iterable[bytes | None], key: bytes) -> None:
        self._marks = set(marks)
        self._mark = make_marker(key)
        self._key = key

    def list_trials(self, row: Cells) -> Iterator[tuple[str, bytes]]:
        """List the times at which a new row may be a removed one."""
        time = row[0]
        if not _INSTANT.fullmatch(time):
            return
        if not time.endswith(NO_SECONDS):
            without = time[: -len(NO_SECONDS)] + NO_SECONDS
            yield without, fingerprint_rows(Tab.RESPONSES, [(without, *row[1:])], self._key)[0]
        elif None in self._marks or self._mark(time) in self._marks:
            yield from fingerprint_seconds(row, self._key)
