"""The cells of a database, put together so that many small ones are looked through at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

APART = b"\xff\xff"
"""Stands between two cells: no word reaches over it, in no encoding."""

_SMALL = 64


def join_cells(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[tuple[str, bytes]]:
    """Give the content of each column, small cells together and each large one by itself."""
    small: dict[str, list[bytes]] = {column: [] for column in columns}
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            cell = value if isinstance(value, bytes) else b"" if value is None else str(value).encode()
            if len(cell) <= _SMALL:
                small[column].append(cell)
            else:
                yield column, cell
    yield from ((column, APART.join(cells)) for column, cells in small.items())
