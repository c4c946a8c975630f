"""The rows of a tab that was read in blocks: those of known blocks are taken apart only when somebody asks for them."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import overload

from schemas.tabs import Cells


class BlockCells(Sequence[Cells]):
    """Rows in one form, in the order of the tab.

    Args:
        blocks: the rows of each block; none: they weren't read yet.
        counts: how many each has.
        read: reads the rows of a block, by its number.
    """

    def __init__(
        self,
        blocks: Sequence[Sequence[Cells] | None],
        counts: Sequence[int],
        read: Callable[[int], Sequence[Cells]],
    ) -> None:
        self._blocks = list(blocks)
        self._starts = list(accumulate(counts, initial=0))
        self._read = read

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, index: int) -> Cells: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Cells]: ...

    def __getitem__(self, index: int | slice) -> Cells | Sequence[Cells]:
        """Return a row, or several."""
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        number = bisect_right(self._starts, at) - 1
        return self._open(number)[at - self._starts[number]]

    def __iter__(self) -> Iterator[Cells]:
        for number in range(len(self._blocks)):
            yield from self._open(number)

    def _open(self, number: int) -> Sequence[Cells]:
        rows = self._blocks[number]
        if rows is None:
            rows = self._blocks[number] = self._read(number)
        return rows
