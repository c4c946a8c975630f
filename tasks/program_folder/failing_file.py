"""failing.json: what does not run, since when, and what was told of it. Not in the ledger, which may be what fails."""

from collections.abc import Callable
from pathlib import Path

from schemas.failure import Failing
from tasks.program_folder.state_file import load_state, lock_state, save_state

FILE_NAME = "failing.json"


def load_failing(folder: Path) -> Failing:
    """Load what is known of what fails."""
    return load_state(folder / FILE_NAME, Failing)


def change_failing(folder: Path, change: Callable[[Failing], Failing]) -> Failing:
    """Change what is known, while nobody else does; return what is known then.

    Raises:
        OperationError: the folder cannot be written, or another process has held the file for long.
    """
    with lock_state(folder / FILE_NAME):
        before = load_failing(folder)
        after = change(before)
        if after != before:
            save_state(folder / FILE_NAME, after)
    return after
