"""Lists cut to what a mail can hold: mail programs cut off what is over 100 KB, and don't say what is missing."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from tasks.messages.formatting import format_number

T = TypeVar("T")


class Cut(NamedTuple, Generic[T]):
    """The part of a list that is shown, and a sentence about the rest."""

    shown: tuple[T, ...]
    rest: str | None


def cut_list(rows: Sequence[T], most: int, where: str = "the attached workbook") -> Cut[T]:
    """Keep the first rows of a list."""
    if len(rows) <= most:
        return Cut(tuple(rows), None)
    return Cut(
        tuple(rows[:most]), f"{format_number(most)} of {format_number(len(rows))} shown; the rest is in {where}."
    )


def cut_to_largest(rows: Sequence[T], most: int, size: Callable[[T], Any]) -> Cut[T]:
    """Keep the largest rows, largest first; a list that fits keeps its order."""
    if len(rows) <= most:
        return Cut(tuple(rows), None)
    return cut_list(sorted(rows, key=size, reverse=True), most)
