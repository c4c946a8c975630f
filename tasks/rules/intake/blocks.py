"""The lines of a tab in blocks: those that were read before are known by their keyed digests, wherever they stand now.

Between two readings a tab changes in few lines. What follows from a block's bytes alone (rows in one form, their
fingerprints, what their dates prove) is kept of the last reading; only the lines of other blocks are read again.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

from schemas.blocks import Block
from schemas.tabs import Cells

LEAST_BYTES = 16_384
"""Of a block, but for the last: a hundred rows or so."""

_MOST_MISSES = 1000
"""So often a line may look like the first of a block that isn't there: else equal lines would cost too much."""

_NONE = -1
_END = b"\n"
_QUOTE = b'"'
_ANSWER_BYTES = 4
_BETWEEN = "\x1f"


class Piece(NamedTuple):
    """Some lines of a tab: where they begin and end, and the block that they are; none: they must be read."""

    start: int
    end: int
    block: Block | None
    number: int = _NONE
    """Which of the known blocks."""


class BlockKeys:
    """Makes the keyed digests of blocks and of rows' answers."""

    def __init__(self, key: bytes) -> None:
        self._of_lines = blake2b(key=key, digest_size=16, person=b"lines of a tab")
        self._of_answers = blake2b(key=key, digest_size=_ANSWER_BYTES, person=b"answers")

    def digest_lines(self, lines: bytes) -> bytes:
        """Make the digest of some lines, 16 bytes."""
        digest = self._of_lines.copy()
        digest.update(lines)
        return digest.digest()

    def digest_answers(self, rows: Sequence[Cells]) -> bytes:
        """Make of each row a digest of 4 bytes over all of its cells but the first; equal cells have equal ones.

        So may others, now and then: it tells which rows are worth a look.
        """
        digests = []
        for row in rows:
            digest = self._of_answers.copy()
            digest.update(_BETWEEN.join(row[1:]).encode("utf-8", "surrogatepass"))
            digests.append(digest.digest())
        return b"".join(digests)


def list_answers(digests: Iterable[bytes]) -> Sequence[int]:
    """List the answers of rows as numbers: a million of them take 4 MB."""
    return memoryview(b"".join(digests)).cast("I")


def match_blocks(body: bytes, start: int, known: Sequence[Block], keys: BlockKeys) -> list[Piece]:
    """Find the known blocks in a tab; what lies between them is cut into pieces that must be read.

    A known block that stands before a few new lines and has room for them is read again with them, so that a tab to
    which rows are added one by one doesn't fall into ever smaller blocks.

    Args:
        body: the tab as it came.
        start: where its rows begin.
        known: the blocks of the last reading, in its order.
        keys: what makes the digests.
    """
    pieces: list[Piece] = []
    unread = start
    for piece in _find_known(body, start, known, keys):
        _add_unread(pieces, body, unread, piece.start)
        pieces.append(piece)
        unread = piece.end
    _add_unread(pieces, body, unread, len(body))
    return pieces


def is_in_order(pieces: Sequence[Piece]) -> bool:
    """Tell whether the known blocks stand in the order in which they stood."""
    numbers = [piece.number for piece in pieces if piece.block]
    return all(before < after for before, after in pairwise(numbers))


def _find_known(body: bytes, start: int, known: Sequence[Block], keys: BlockKeys) -> Iterator[Piece]:
    """Find known blocks: the next one is looked for first, then any by its first line."""
    by_first = {block.first: number for number, block in enumerate(known)}
    at, expected, misses = start, 0, 0
    while known and at < len(body) and misses < _MOST_MISSES:
        if _is_there(body, at, known, expected, keys):
            end = at + known[expected].size
            yield Piece(at, end, known[expected], expected)
            at, expected = end, expected + 1
            continue
        end_of_line = body.find(_END, at) + 1 or len(body)
        found = by_first.get(keys.digest_lines(body[at:end_of_line]), _NONE)
        is_miss = found in (expected, _NONE)
        misses += expected != _NONE
        at, expected = (end_of_line, _NONE) if is_miss else (at, found)


def _is_there(body: bytes, at: int, known: Sequence[Block], number: int, keys: BlockKeys) -> bool:
    """Tell whether a known block stands at a place, up to the end of a line."""
    if not 0 <= number < len(known):
        return False
    block, end = known[number], at + known[number].size
    is_whole = end == len(body) or body[end - 1 : end] == _END
    return end <= len(body) and is_whole and keys.digest_lines(body[at:end]) == block.digest


def _add_unread(pieces: list[Piece], body: bytes, start: int, end: int) -> None:
    if start == end:
        return
    if pieces and pieces[-1].end - pieces[-1].start + end - start <= LEAST_BYTES:
        start = pieces.pop().start
    pieces += [Piece(*ends, None) for ends in _cut(body, start, end)]


def _cut(body: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut lines where as many quotation marks were opened as closed; where that isn't so, reading them shows it."""
    at = start
    while at < end:
        at = min(end, body.find(_END, at + LEAST_BYTES) + 1 or end)
        if at == end or body.count(_QUOTE, start, at) % 2 == 0:
            yield start, at
            start = at
