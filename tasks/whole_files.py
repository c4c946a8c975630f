"""Writing a file whole or not at all: what a killed run or a full disk leaves behind is the file as it was before."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from schemas.problem import CannotGoOn

PRIVATE = 0o600


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in its place, readable by this account only; one that holds the same already is left alone.

    Raises:
        CannotGoOn: the disk is full or the folder cannot be written.
    """
    if path.is_file() and path.read_bytes() == content:
        return
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    problem = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        problem = (
            f"{path.name} cannot be written to {path.parent} ({error.strerror}). "
            "Make room or give the right to write, then run it again."
        )
    if problem:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise CannotGoOn(problem)
