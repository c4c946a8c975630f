"""What stands in a call, read as it is written: a day, a number, a word of a list; else a sentence, and exit code 2."""

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import NoReturn, TypeVar

import typer

from tasks.console.terminal import tell

Word = TypeVar("Word", bound=StrEnum)

LARGEST = 999_999_999
"""The largest whole number where nothing else is said: any database keeps it."""

_WHOLE = re.compile("[0-9]{1,9}")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def read_day(name: str, find_example: Callable[[date], date] = lambda today: today) -> Callable[[str | date], date]:
    """Make what reads the day of an option; a call that can't be meant is shown one that can, made of today."""

    def read(written: str | date) -> date:
        if isinstance(written, date):
            return written
        try:
            return datetime.strptime(written.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            from tasks.context import read_clock  # noqa: PLC0415 - opens much that a right call may not need

            example = find_example(read_clock().astimezone().date())
            _refuse(f"{name} takes a day, written as year, month and day, such as {name} {example}.")

    return read


def read_whole_number(name: str, example: int, *, least: int = 1, most: int = LARGEST) -> Callable[[str | int], int]:
    """Make what reads the whole number of an option, within its bounds."""
    upwards = f"of {least} or more" if most == LARGEST else f"from {least} to {most}"

    def read(written: str | int) -> int:
        if isinstance(written, int):
            return written
        if _WHOLE.fullmatch(written.strip()) and least <= int(written) <= most:
            return int(written)
        _refuse(f"{name} takes a whole number {upwards}, in digits, such as {name} {example}.")

    return read


def read_number(name: str, example: int, *, least: float) -> Callable[[str | float], float]:
    """Make what reads a number of an option, which may have a decimal point."""

    def read(written: str | float) -> float:
        if isinstance(written, int | float):
            return written
        if _NUMBER.fullmatch(written.strip()) and float(written) >= least:
            return float(written)
        _refuse(f"{name} takes a number of {least} or more, in digits, such as {name} {example}.")

    return read


def read_word(call: str, words: type[Word]) -> Callable[[str], Word]:
    """Make what reads a word of a list; `call` is what it's written after."""

    def read(written: str) -> Word:
        try:
            return words(written)
        except ValueError:
            *others, last = words
            _refuse(f"{call} takes {', '.join(others)} or {last}, such as {call} {others[0]}.")

    return read


def _refuse(sentence: str) -> NoReturn:
    tell(sentence, err=True)
    raise typer.Exit(2) from None
