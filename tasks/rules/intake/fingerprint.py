"""The keyed identity of a row: what makes it the same row after sorting, or another one after an edit.

Keyed, because date, ZIP and number of kits can be guessed from a plain hash in two seconds. Taken over the mapped cells
in their one form, in the order of the fields: another export, other columns or another order of rows change nothing.
Equal rows are told apart by an occurrence number.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import count

from schemas.tabs import Cells, Tab

VERSION = 1
"""Raised when the form of the cells changes, so that it is not taken for an edit of every row."""

FIRST_FIELDS = {Tab.RESPONSES: 13, Tab.INVENTORY: 8, Tab.COUNTS: 5, Tab.TRAINING: 4}
"""How many fields each tab had in the first version. A field that is added stands behind them, and is part of the
fingerprint only where it is filled in: rows without it stay the rows that they were in every ledger in use."""

_BETWEEN = "\x1f"
_REF_LENGTH = 8
_SECOND_LENGTH = 2
_SECONDS = [f"{second:02d}" for second in range(60)]


Identity = tuple[bytes, int]
"""Which row: the 16 bytes of its fingerprint, and which of the equal ones, from 1."""


def make_ref(identity: Identity) -> str:
    """Make the short name that people use for the row, such as 3f9a2c1b or 3f9a2c1b-2."""
    fingerprint, occurrence = identity
    short = fingerprint.hex()[:_REF_LENGTH]
    return short if occurrence == 1 else f"{short}-{occurrence}"


def fingerprint_rows(tab: Tab, rows: Iterable[Cells], key: bytes) -> list[bytes]:
    """Make a 16-byte fingerprint per row."""
    keyed = _start(tab, key)
    first_count = FIRST_FIELDS[tab]
    prints = []
    for cells in rows:
        digest = keyed.copy()
        digest.update(_write_row(cells, first_count))
        prints.append(digest.digest())
    return prints


def fingerprint_seconds(cells: Cells, key: bytes) -> Iterator[tuple[str, bytes]]:
    """Make the fingerprints that a row of the form would have at each second of its minute, with the times.

    Args:
        cells: the row; its first cell is a time to the second.
        key: the key of the fingerprints.
    """
    time = cells[0]
    minute = time[:-_SECOND_LENGTH]
    row = _write_row(cells, FIRST_FIELDS[Tab.RESPONSES])
    before, _, after = row.partition(time.encode())
    keyed = _start(Tab.RESPONSES, key)
    keyed.update(before + minute.encode())
    for second in _SECONDS:
        digest = keyed.copy()
        digest.update(second.encode() + after)
        yield minute + second, digest.digest()


def _start(tab: Tab, key: bytes) -> blake2b:
    return blake2b(key=key, digest_size=16, person=f"{VERSION}:{tab.name}".encode())


def _write_row(cells: Cells, first_count: int) -> bytes:
    """Write a row as it is digested."""
    row = cells if len(cells) <= first_count else _cut_empty_end(cells, first_count)
    text = _BETWEEN.join(row)
    if text.count(_BETWEEN) >= len(row):
        text = repr(row)  # a cell holds the separator itself
    return text.encode("utf-8", "surrogatepass")


def _cut_empty_end(row: Cells, least: int) -> Cells:
    """Cut the empty cells at the end, but leave so many cells at least."""
    count = len(row)
    while count > least and not row[count - 1]:
        count -= 1
    return row[:count]


def number_identities(prints: Sequence[bytes]) -> list[Identity]:
    """Count equal fingerprints 1, 2, 3 in the order of the tab."""
    if len(set(prints)) == len(prints):
        return [(fingerprint, 1) for fingerprint in prints]
    counts = {fingerprint: count(1) for fingerprint, times in Counter(prints).items() if times > 1}
    return [(fingerprint, next(counts[fingerprint]) if fingerprint in counts else 1) for fingerprint in prints]
