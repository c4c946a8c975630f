"""A small file of what is known from one run to the next, beside the ledger, which may be what fails.

Two processes that change it wait for each other. A file that is damaged counts as none: at worst something is told
once more.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from schemas.base import Closed
from tasks.errors import OperationError
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.program_folder.lock_files import LOCKED, lock_file

MOST_BYTES = 1_000_000
_PATIENCE_SECONDS = 20

_IN_USE = f"another run has held it for {_PATIENCE_SECONDS} seconds. Try again later."
_NO_ROOM = "check the permissions and the free space of its folder."

State = TypeVar("State", bound=Closed)


def load_state(path: Path, kind: type[State]) -> State:
    """Load what is known; nothing, where there is no such file."""
    try:
        return kind.model_validate_json(read_bounded(path, MOST_BYTES))
    except (NotReadable, ValidationError):
        return kind()


def save_state(path: Path, state: Closed) -> None:
    """Write what is known, whole or not at all; whoever does holds the file's lock.

    Raises:
        OperationError: the folder cannot be written.
    """
    atomic_write(path, state.model_dump_json(indent=2).encode() + b"\n")


@contextmanager
def lock_state(path: Path) -> Iterator[None]:
    """Keep others from changing the file meanwhile.

    Raises:
        OperationError: the folder cannot be written, or another process has held the file for long.
    """
    with ExitStack() as held:
        problem = "no lock"
        with suppress(OSError, sqlite3.OperationalError):
            problem = held.enter_context(lock_file(path.with_name(f"{path.name}-lock"), _PATIENCE_SECONDS))
        if problem:
            raise OperationError(f"{path.name} cannot be changed: {_IN_USE if LOCKED in problem else _NO_ROOM}")
        yield
