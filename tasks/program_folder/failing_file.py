"""failing.json: what does not run, since when, and what was told of it. Not in the ledger, which may be what fails.

Two processes that change it wait for each other. A file that is damaged counts as none: at worst something is told
once more.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from schemas.failure import Failing
from tasks.errors import OperationError
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.program_folder.lock_files import lock_file

FILE_NAME = "failing.json"
LOCK_NAME = "failing.json-lock"
MOST_BYTES = 1_000_000
_PATIENCE_SECONDS = 20


def load_failing(folder: Path) -> Failing:
    """Load what is known of what fails."""
    try:
        return Failing.model_validate_json(read_bounded(folder / FILE_NAME, MOST_BYTES))
    except (NotReadable, ValidationError):
        return Failing()


def change_failing(folder: Path, change: Callable[[Failing], Failing]) -> Failing:
    """Change what is known, while nobody else does; return what is known then.

    Raises:
        OperationError: the folder cannot be written, or another process has held the file for long.
    """
    with _locked(folder):
        before = load_failing(folder)
        after = change(before)
        if after != before:
            atomic_write(folder / FILE_NAME, after.model_dump_json(indent=2).encode() + b"\n")
    return after


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep others from changing the file meanwhile."""
    is_ours = False
    try:
        with lock_file(folder / LOCK_NAME, _PATIENCE_SECONDS) as problem:
            is_ours = not problem
            if is_ours:
                yield
    except (OSError, sqlite3.OperationalError):
        is_ours = False
    if not is_ours:
        msg = f"{FILE_NAME} cannot be changed: check the permissions and the free space of the program's folder."
        raise OperationError(msg)
