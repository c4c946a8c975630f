"""Restore a backup into a folder of its own: ledger and key, settings and answers, for this account only."""

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tasks.context import open_program
from tasks.errors import OperationError, UsageError
from tasks.operations.back_up_program import LEDGER, unpack

OWN_MODE = 0o700


class Restored(NamedTuple):
    """What was restored, and where to."""

    folder: Path
    names: tuple[str, ...]
    ledger: Path | None
    """Where the ledger stands now; none where the backup has none, because it is on a server."""


def restore_program(file: Path, folder: Path) -> Restored:
    """Put what a backup holds into a new or an empty folder, once all of it is checked.

    Raises:
        UsageError: there is no such file, or the folder has something in it.
        OperationError: the file isn't a backup or is damaged, or the folder cannot be written.
    """
    _check_call(file, folder)
    problem, restored = "", None
    try:
        folder.mkdir(mode=OWN_MODE, parents=True, exist_ok=True)
        folder.chmod(OWN_MODE)
        restored = _restore(file, folder)
    except OSError as error:
        problem = f"The backup cannot be restored into {folder} ({error.strerror}). Look at the disk and its rights."
    finally:
        if restored is None:
            _clear(folder)
    if problem or restored is None:
        raise OperationError(problem)
    return restored


def _restore(file: Path, folder: Path) -> Restored:
    with TemporaryDirectory(dir=folder, prefix=".restoring-") as scratch:
        names = unpack(file, Path(scratch))
        for name in names:
            (Path(scratch) / name).replace(folder / name)
    return Restored(folder, tuple(names), _put_ledger(folder) if LEDGER in names else None)


def _clear(folder: Path) -> None:
    """Leave nothing of a backup that couldn't be restored: the folder was empty."""
    with suppress(OSError):
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _check_call(file: Path, folder: Path) -> None:
    if not file.is_file():
        msg = f"There is no backup {file}. Write the path of a file that `lbn backup` made."
        raise UsageError(msg)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        msg = f"{folder} isn't an empty folder, and a backup never takes the place of files. Name a new folder."
        raise UsageError(msg)


def _put_ledger(folder: Path) -> Path:
    """Put the ledger where the settings look for it, and open it: that checks its rows with its key.

    A path outside the folder may be another program's by now: there nothing is written.
    """
    program = open_program(folder)
    path, restored = program.database.path, folder / LEDGER
    if path is None or not path.is_relative_to(folder.resolve()):
        return restored
    if path != restored.resolve():
        path.parent.mkdir(mode=OWN_MODE, parents=True, exist_ok=True)
        restored.replace(path)
    with program.database.reading():
        return path
