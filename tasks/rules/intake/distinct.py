"""Answers repeat: what follows from a cell is worked out once for each distinct one."""

from collections.abc import Callable
from typing import Any


class Distinct(dict[Any, Any]):
    """The distinct cells of a column and what follows from each; it lives no longer than the sync that reads them."""

    def __init__(self, follow: Callable[[Any], Any]) -> None:
        super().__init__()
        self._follow = follow

    def __missing__(self, cell: Any) -> Any:
        self[cell] = value = self._follow(cell)
        return value
