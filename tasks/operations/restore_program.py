"""Restore a backup into a folder of its own: ledger and key, settings and answers, for this account only."""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tasks.context import open_program
from tasks.errors import OperationError, UsageError
from tasks.operations.back_up_program import LEDGER, NAMES, unpack
from tasks.program_folder.draft_folder import clear_drafts, draft_folder
from tasks.program_folder.settings import FILE_NAME as SETTINGS

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
    """Put all into its place, the settings last: without them a folder that was left halfway isn't a program."""
    with draft_folder(folder) as drafts:
        names = unpack(file, drafts)
        place = _find_place_of_ledger(drafts, folder)
        for name in sorted(names, key=lambda one: one == SETTINGS):
            (drafts / name).replace(place if name == LEDGER else folder / name)
    return Restored(folder, tuple(names), _open_ledger(folder, place) if LEDGER in names else None)


def _clear(folder: Path) -> None:
    """Leave nothing of a backup that couldn't be restored: the folder was empty."""
    with suppress(OSError):
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _check_call(file: Path, folder: Path) -> None:
    if not file.is_file():
        msg = f"There is no backup {file}. Write the path of a file that `lbn backup` made."
        raise UsageError(msg)
    if folder.is_dir() and clear_drafts(folder) and {path.name for path in folder.iterdir()} <= NAMES:
        _clear(folder)  # a restoring was killed there
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        msg = f"{folder} isn't an empty folder, and a backup never takes the place of files. Name a new folder."
        raise UsageError(msg)


def _find_place_of_ledger(drafts: Path, folder: Path) -> Path:
    """Find where the settings look for the ledger; it stays in the folder where they look outside of it.

    A path outside the folder may be another program's by now: there nothing is written.
    """
    path = open_program(drafts).database.path
    if path and path.is_relative_to(drafts.resolve()):
        path = folder.resolve() / path.relative_to(drafts.resolve())
    if path is None or not path.is_relative_to(folder.resolve()):
        return folder / LEDGER
    path.parent.mkdir(mode=OWN_MODE, parents=True, exist_ok=True)
    return path


def _open_ledger(folder: Path, place: Path) -> Path:
    """Open the ledger where it stands, which checks its rows with its key; not another one in its place."""
    database = open_program(folder).database
    if database.path == place.resolve():
        with database.reading():
            pass
    return place
