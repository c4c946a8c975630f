"""Many needles in large haystacks at once: as quick for ten thousand as for ten."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

KEY = 8
"""So many bytes a needle has at least: by the first ones it is found."""

_AT_ONCE = 4_000_000
_BITS = 22
_SPREAD = np.uint32(2_654_435_769)

Words = NDArray[np.uint32]
Numbers = NDArray[np.unsignedinteger[Any]]


class Needles:
    """Byte strings to be looked for."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        """Note by which bytes they begin; one that is too short to be anybody's is left out."""
        self._by_key: dict[bytes, list[bytes]] = {}
        for needle in {one for one in needles if len(one) >= KEY}:
            self._by_key.setdefault(needle[:KEY], []).append(needle)
        keys = np.frombuffer(b"".join(self._by_key), dtype=np.uint8).reshape(-1, KEY).T
        self._pairs = _mark(_join(keys[0], keys[1], 8), 16)
        self._halves = [_mark(_mix(_join_four(*keys[at : at + 4])), _BITS) for at in (0, 4)]

    def find(self, haystack: bytes) -> Iterator[tuple[int, bytes]]:
        """Find where they stand, and which it is."""
        for start in range(0, max(len(haystack) - KEY + 1, 0), _AT_ONCE):
            for at in self._find_candidates(haystack[start : start + _AT_ONCE + KEY - 1]):
                key = haystack[start + at : start + at + KEY]
                for needle in self._by_key.get(key, ()):
                    if haystack.startswith(needle, start + at):
                        yield start + at, needle

    def _find_candidates(self, haystack: bytes) -> list[int]:
        """Find where the first two bytes are some needle's, then the first four, then the next: tables tell it."""
        data = np.frombuffer(haystack, dtype=np.uint8)
        at = np.flatnonzero(self._pairs[_join(data[: 1 - KEY], data[1 : 2 - KEY], 8)])
        for offset, known in zip((0, 4), self._halves, strict=True):
            at = at[known[_mix(_join_four(*(data[at + offset + one] for one in range(4))))]]
        return [int(one) for one in at]


def _mark(values: Words, bits: int) -> NDArray[np.bool_]:
    known = np.zeros(1 << bits, dtype=np.bool_)
    known[values] = True
    return known


def _mix(words: Words) -> Words:
    """Spread four bytes over the places of a table."""
    return (words * _SPREAD) >> np.uint32(32 - _BITS)


def _join_four(first: Numbers, second: Numbers, third: Numbers, fourth: Numbers) -> Words:
    return _join(_join(first, second, 8), _join(third, fourth, 8), 16)


def _join(high: Numbers, low: Numbers, bits: int) -> Words:
    return high.astype(np.uint32) << np.uint32(bits) | low
