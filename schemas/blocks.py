"""What is kept of the form's tab from one reading to the next: of each block of lines keyed digests, and no word."""

from typing import NamedTuple


class Block(NamedTuple):
    """Lines of a tab that were read together, as they are known again: keyed digests and counts."""

    digest: bytes
    """Of all its bytes; 16 bytes, as the next."""
    first: bytes
    """Of its first line."""
    size: int
    """In bytes."""
    row_count: int
    """Of its rows, empty ones too."""
    filled_count: int
    """Of those in which something stands."""
    offsets: tuple[int, ...]
    """Which of its rows count: neither empty nor of a closed day; the first is 0."""
    prints: bytes
    """Their fingerprints, 16 bytes each."""
    answers: bytes
    """Of each a short keyed digest of all but the time of sending, 4 bytes: equal answers have equal ones."""
    proofs: tuple[int, ...]
    """What its dates say of the order of day and month, three counts a column."""


class Reading(NamedTuple):
    """A reading of the form's tab: its blocks, and what all that follows from their bytes rests on besides them."""

    source: bytes
    """The digest of all that was read and validated by."""
    context: bytes
    """The digest of what decides how a line becomes a row and its fingerprint."""
    blocks: tuple[Block, ...]
