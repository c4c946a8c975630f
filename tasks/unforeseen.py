"""An exception that nobody foresaw, said without a word of what the program was working on."""

from pathlib import Path
from traceback import extract_tb

from tasks.errors import OperationError, Unreachable

_DEEPEST = 4


def restate_unforeseen(error: Exception) -> OperationError:
    """Put a sentence in its place: its own words may quote a row. All but the network's is an error in the program."""
    if isinstance(error, ConnectionError | TimeoutError):
        return Unreachable("The network failed. Nothing was changed. Try again later.")
    what = f"{type(error).__name__} at {_trace(error)}"
    return OperationError(f"This is an error in the program, not a mistake of yours: {what}. Please report it.")


def _trace(error: Exception) -> str:
    """Say where it happened, innermost first: files and lines, no words."""
    frames = reversed(extract_tb(error.__traceback__)[-_DEEPEST:])
    return " < ".join(f"{Path(frame.filename).stem}:{frame.lineno}" for frame in frames)
