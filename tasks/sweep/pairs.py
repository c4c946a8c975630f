"""Where certain pairs of bytes stand in many: a table tells it, several times as quick as a pattern."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Pairs = NDArray[np.bool_]


def mark_pairs(pairs: Iterable[tuple[int, int]]) -> Pairs:
    """Make the table of some pairs, such as (0x78, 0x9c)."""
    table = np.zeros(1 << 16, dtype=np.bool_)
    table[[first + (second << 8) for first, second in pairs]] = True
    return table


def find_pairs(content: bytes, pairs: Pairs) -> list[int]:
    """Find where any of them begins, in order."""
    found = [np.empty(0, dtype=np.intp)]
    for offset in range(min(len(content), 2)):
        words = np.frombuffer(content, dtype="<u2", count=(len(content) - offset) // 2, offset=offset)
        found.append(np.flatnonzero(pairs[words]) * 2 + offset)
    at: list[int] = np.sort(np.concatenate(found)).tolist()
    return at
