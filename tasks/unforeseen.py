"""An exception that nobody foresaw, said without a word of what the program was working on."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from traceback import extract_tb
from typing import ParamSpec, TypeVar

from tasks.errors import NotPublished, OperationError, Unreachable

Given = ParamSpec("Given")
Outcome = TypeVar("Outcome")

_DEEPEST = 4


def restate_unforeseen(error: Exception) -> OperationError:
    """Put a sentence in its place: its own words may quote a row. All but the network's is an error in the program."""
    if isinstance(error, ConnectionError | TimeoutError):
        return Unreachable("The network failed. This step was not completed. Try again later.")
    what = f"{type(error).__name__} at {_trace(error)}"
    return OperationError(f"This is an error in the program, not a mistake of yours: {what}. Please report it.")


def _trace(error: Exception) -> str:
    """Say where it happened, innermost first: files and lines, no words."""
    frames = reversed(extract_tb(error.__traceback__)[-_DEEPEST:])
    return " < ".join(f"{Path(frame.filename).stem}:{frame.lineno}" for frame in frames)


def restate(error: Exception) -> OperationError:
    """Say the same in a sentence of ours, without what it followed from."""
    if isinstance(error, NotPublished):
        return NotPublished(str(error), error.counts)
    return type(error)(str(error)) if isinstance(error, OperationError) else restate_unforeseen(error)


def in_own_words(work: Callable[Given, Outcome]) -> Callable[Given, Outcome]:
    """Let an exception out as a sentence of ours only: Prefect keeps its words, its cause and its context forever."""

    @wraps(work)
    def quoting_nothing(*args: Given.args, **kwargs: Given.kwargs) -> Outcome:
        try:
            return work(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - any exception may quote a row
            problem = restate(error)
        raise problem

    return quoting_nothing
