"""Writing a file whole or not at all: what a killed run or a full disk leaves behind is the file as it was before.

A draft is named after its content: two runs that write the same at once write the same bytes, and the draft that a
killed run has left is taken up by the next one.
"""

import os
from contextlib import suppress
from glob import escape
from hashlib import blake2b
from pathlib import Path

from tasks.errors import OperationError
from tasks.program_folder.paths import PRIVATE


def atomic_write(path: Path, content: bytes) -> None:
    """Put a file in its place, readable by this account only; one that holds the same already is left alone.

    Raises:
        OperationError: the disk is full or the folder cannot be written.
    """
    draft = path.with_name(f".{path.name}.{blake2b(content, digest_size=4).hexdigest()}")
    problem = None
    try:
        if _holds(path, content):
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY, PRIVATE), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(draft, path, content)
    except OSError as error:
        problem = (
            f"{path.name} cannot be written to {path.parent} ({error.strerror}). "
            "Make room or allow writing there, then run it again."
        )
    if problem:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise OperationError(problem)


def _put_in_place(draft: Path, path: Path, content: bytes) -> None:
    """Rename the draft, unless another run has just done so; what killed runs left of other content goes."""
    try:
        draft.replace(path)
    except FileNotFoundError:
        if not _holds(path, content):
            raise
    for left in path.parent.glob(f".{escape(path.name)}.????????"):
        left.unlink(missing_ok=True)


def _holds(path: Path, content: bytes) -> bool:
    """Tell whether a file holds this; a longer one isn't read."""
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
