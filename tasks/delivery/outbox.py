"""The outbox folder: one .eml a message, to be opened and sent on by a person."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from tasks.delivery.sender import NotFiled, Outgoing
from tasks.errors import OperationError
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.paths import OUTBOX

_FORMER = "-former"
_FORMER_NAME = re.compile(rf"{_FORMER}(-[0-9]+)?\.eml\Z")


def open_outbox(folder: Path) -> "OutboxFolder":
    """Make the sender: the outbox in the program's folder."""
    return OutboxFolder(folder / OUTBOX)


class OutboxFolder:
    """Files messages; the same one twice is one file."""

    repeats_safely = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def look(self) -> None:
        """Write a file and remove it."""
        probe = self._folder / ".check"
        atomic_write(probe, b"")
        probe.unlink()

    def send(self, message: Outgoing, before_handing_over: Callable[[], None]) -> None:
        """File the message under its name."""
        before_handing_over()
        deliver_to_outbox(self._folder, message.name, message.raw)

    def close(self) -> None:
        """End nothing: a folder is not kept open."""


def deliver_to_outbox(folder: Path, name: str, raw: bytes) -> None:
    """File a message in the outbox: whole or not at all, and once, however often it is asked for.

    Another message of that name was put there by a ledger that is gone: it is kept under a name of its own.

    Raises:
        NotFiled: something else has that name and can't be renamed, or the folder cannot be written.
    """
    path, problem = folder / name, ""
    if os.path.lexists(path) and not _holds(path, raw) and not _set_aside(path):
        msg = f"The outbox holds another message named {name}, which was left as it is; move it away, then run again."
        raise NotFiled(msg)
    try:
        atomic_write(path, raw)
    except OperationError as why:
        problem = str(why)
    if problem:
        raise NotFiled(problem)


def name_new(former: str) -> str:
    """Name the message that took the name of a former one."""
    return _FORMER_NAME.sub(".eml", former)


def list_former(program_folder: Path) -> list[str]:
    """List the names of the messages in the outbox that a ledger put there which is gone."""
    found = (program_folder / OUTBOX).glob(f"*{_FORMER}*.eml")
    return sorted(path.name for path in found if _FORMER_NAME.search(path.name))


def _set_aside(path: Path) -> bool:
    """Give a file another name, under which nothing lies; a folder, a link or a pipe is left alone."""
    if path.is_symlink() or not path.is_file():
        return False
    names = (path.with_stem(f"{path.stem}{_FORMER}{f'-{copy}' if copy else ''}") for copy in count())
    with suppress(OSError):
        path.rename(next(name for name in names if not os.path.lexists(name)))
        return True
    return False


def _holds(path: Path, raw: bytes) -> bool:
    """Tell whether a file is the message; a folder, a link or a pipe of its name isn't."""
    with suppress(OSError):
        is_file = path.is_file() and not path.is_symlink()
        return is_file and path.stat().st_size == len(raw) and path.read_bytes() == raw
    return False
