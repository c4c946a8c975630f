"""A mistake of the program itself, said without a word of what it was working on."""

from pathlib import Path
from traceback import extract_tb

from schemas.problem import CannotGoOn

_DEEPEST = 4


def restated(error: Exception) -> CannotGoOn:
    """A sentence in the place of an exception that nobody foresaw: its own words may quote a row."""
    what = f"{type(error).__name__} at {_place(error)}"
    return CannotGoOn(f"This is a mistake of the program and none of yours: {what}. Please report it.")


def _place(error: Exception) -> str:
    """Where it happened, innermost first: files and lines, no words."""
    frames = reversed(extract_tb(error.__traceback__)[-_DEEPEST:])
    return " < ".join(f"{Path(frame.filename).stem}:{frame.lineno}" for frame in frames)
