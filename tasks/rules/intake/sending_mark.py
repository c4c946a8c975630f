"""The keyed mark of the minute in which a form was sent: all that the ledger keeps of its time of day.

A second, beside a ZIP code, finds the record of the dispatch. A mark tells without the key only that two forms were
sent in one minute; with the key and the tab it shows which row is which, where a spreadsheet changed times or answers.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b

from schemas.tabs import Cells
from tasks.rules.intake.fingerprint import Identity

MINUTE_LENGTH = len("2026-09-03T10:03")

_BYTES = 8
_PERSON = b"minute sent"

Marks = Mapping[Identity, bytes | None]
"""Distributions that the ledger knows, with their marks; none: an earlier version kept none."""

Marker = Callable[[str], bytes]
"""Makes the mark of a time, as the tab has it."""


def make_marker(key: bytes) -> Marker:
    """Make what marks times with a program's key; times of one minute get one mark."""
    keyed = blake2b(key=key, digest_size=_BYTES, person=_PERSON)

    def mark(sent: str) -> bytes:
        digest = keyed.copy()
        digest.update(sent[:MINUTE_LENGTH].encode("utf-8", "surrogatepass"))
        return digest.digest()

    return mark


def mark_rows(cells: Mapping[Identity, Cells], wanted: Iterable[Identity], key: bytes) -> dict[Identity, bytes]:
    """Mark the minute of sending of some rows of the form."""
    mark = make_marker(key)
    return {identity: mark(cells[identity][0]) for identity in wanted}


def correct_marks(known: Marks, cells: Mapping[Identity, Cells], key: bytes) -> dict[Identity, bytes]:
    """Find the marks that distributions lack, for an earlier version kept none, or that are damaged."""
    wanted = [identity for identity in known if identity in cells]
    return {identity: mark for identity, mark in mark_rows(cells, wanted, key).items() if mark != known[identity]}
