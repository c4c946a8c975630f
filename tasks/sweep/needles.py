"""Many needles in large haystacks at once: as quick for ten thousand as for ten."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

KEY = 8
"""So many bytes a needle has at least: by the first ones it is found."""

_AT_ONCE = 4_000_000
_BITS = 19
_SPREAD = np.uint32(2_654_435_769)
_CASE = np.uint32(0x20202020)
_FOLD = bytes(letter | 0x20 for letter in range(256))
"""Sets the bit that tells small letters from capital ones: what differs otherwise stays apart, but for a few signs."""

Words = NDArray[np.uint32]


class Needles:
    """Byte strings to be looked for."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        """Note by which bytes they begin; one that is too short to be anybody's is left out."""
        self._by_key: dict[bytes, list[bytes]] = {}
        for needle in {one for one in needles if len(one) >= KEY}:
            self._by_key.setdefault(needle[:KEY].translate(_FOLD), []).append(needle)
        halves = np.frombuffer(b"".join(self._by_key), dtype="<u4").reshape(-1, 2)
        self._halves = [_mark(_mix(half)) for half in halves.T]

    def find(self, haystack: bytes) -> Iterator[tuple[int, bytes]]:
        """Find where they stand, and which it is: as they are written, or where capital letters are taken for small."""
        for start in range(0, max(len(haystack) - KEY + 1, 0), _AT_ONCE):
            for at in self._find_candidates(haystack[start : start + _AT_ONCE + KEY - 1]):
                key = haystack[start + at : start + at + KEY].translate(_FOLD)
                for needle in self._by_key.get(key, ()):
                    there = haystack[start + at : start + at + len(needle)]
                    if needle in (there, there.lower()):
                        yield start + at, needle

    def _find_candidates(self, haystack: bytes) -> list[int]:
        """Find where the first four bytes are some needle's, and the next four: tables tell it."""
        found = []
        for offset in range(4):
            count = (len(haystack) - offset) // 4
            words = np.frombuffer(haystack, dtype="<u4", count=count, offset=offset)
            at = np.flatnonzero(self._halves[0][_mix(words[:-1])])
            found.append(at[self._halves[1][_mix(words[at + 1])]] * 4 + offset)
        return [int(one) for one in np.sort(np.concatenate(found))]


def _mark(values: Words) -> NDArray[np.bool_]:
    known = np.zeros(1 << _BITS, dtype=np.bool_)
    known[values] = True
    return known


def _mix(words: Words) -> Words:
    """Spread four bytes over the places of a table, whatever their case."""
    return ((words | _CASE) * _SPREAD) >> np.uint32(32 - _BITS)
