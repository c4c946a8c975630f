"""A backup: one file with a whole copy of a program's ledger and key, its settings and its answers.

The ledger is copied by SQLite itself as it is at one moment, whatever else runs. What was written is opened and checked
before it gets its name, and it never takes the place of a file that is there.
"""

import errno
import os
import shutil
import sqlite3
import struct
import zipfile
from collections.abc import Mapping
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import quote

import orjson

from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.program_folder.decisions import FILE_NAME as DECISIONS
from tasks.program_folder.draft_folder import draft_folder
from tasks.program_folder.identity import KEY_FILE
from tasks.program_folder.key import find_key
from tasks.program_folder.paths import PRIVATE
from tasks.program_folder.settings import FILE_NAME as SETTINGS
from tasks.store.tables import metadata

LEDGER = "lbn.db"
NAMES = frozenset({LEDGER, SETTINGS, DECISIONS, KEY_FILE})
"""All that a backup may hold."""
LIST = "backup.json"
"""The list of what the backup holds, each with its digest."""
FORMAT = 1
MOST_BYTES = 20_000_000_000
MOST_BYTES_LISTED = 10_000
_BLOCK = 1 << 20

_SAID_OF_OTHER_FILES = (
    EOFError, KeyError, NotImplementedError, OSError, RuntimeError, TypeError, ValueError, sqlite3.Error, struct.error,
    zipfile.BadZipFile,
)  # fmt: skip

_SAID_OF_THE_PLACE = frozenset({
    errno.EACCES, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.EPERM, errno.EROFS,
})  # fmt: skip
"""What keeps a whole backup from being read or unpacked: it's nothing of the backup's own."""


class Backup(NamedTuple):
    """A backup that was written and checked."""

    file: Path
    size: int
    has_ledger: bool
    """Not where the ledger is on a server, which has backups of its own."""
    has_key: bool


def back_up_program(program: ProgramContext, file: Path) -> Backup:
    """Write a whole copy of a program into one file, and check it.

    Raises:
        UsageError: the file is there already, or is to be where no folder is.
        OperationError: the ledger is damaged or in use, or the file cannot be written.
    """
    _check_free(file)
    problem = ""
    try:
        with draft_folder(file.parent) as drafts:
            found = _collect(program, drafts)
            draft = drafts / "draft"
            _write(draft, found)
            with TemporaryDirectory(dir=drafts) as unpacked:
                unpack(draft, Path(unpacked))
            _put_in_place(draft, file)
    except (OSError, sqlite3.OperationalError) as error:  # SQLite writes the copy of the ledger itself
        why = error.strerror if isinstance(error, OSError) else error
        problem = f"The backup cannot be written to {file.parent} ({why}). Nothing was made."
    if problem:
        raise OperationError(problem)
    return Backup(file, file.stat().st_size, LEDGER in found, KEY_FILE in found)


def _check_free(file: Path) -> None:
    if file.exists() or file.is_symlink():
        msg = f"{file} is there already, and a backup never takes the place of a file. Name a new one."
        raise UsageError(msg)
    if not file.parent.is_dir():
        msg = f"The folder {file.parent} is not there. Make it first, or name another."
        raise UsageError(msg)


def _collect(program: ProgramContext, drafts: Path) -> dict[str, Path]:
    """Put copies of what belongs into the backup beside each other."""
    found = {}
    with program.database.reading():
        pass  # who may not read the ledger takes no key or settings either
    if program.database.path:
        found[LEDGER] = drafts / LEDGER
        _copy_ledger(program, found[LEDGER])
    for name in (SETTINGS, DECISIONS):
        if (program.folder / name).is_file():
            found[name] = drafts / name
            shutil.copyfile(program.folder / name, found[name])
    if key := find_key(program.folder):
        found[KEY_FILE] = drafts / KEY_FILE
        found[KEY_FILE].write_text(key.value.hex(), encoding="ascii")
    return found


def _copy_ledger(program: ProgramContext, copy: Path) -> None:
    """Copy the ledger while nothing can write to it; who wants to, waits for that moment."""
    os.close(os.open(copy, os.O_CREAT | os.O_RDWR, PRIVATE))
    with program.database.reading() as connection, closing(sqlite3.connect(copy)) as target:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)  # noqa: S101 - it has a path, so it is SQLite
        source.backup(target)
        for table in reversed(metadata.sorted_tables):  # a file of several programs: each backs up its own rows
            target.execute(f"delete from {table.name} where program <> ?", (program.slug,))  # noqa: S608 - names of ours
        target.commit()
        target.execute("vacuum")


def _write(draft: Path, found: Mapping[str, Path]) -> None:
    listed = {name: _digest(path) for name, path in found.items()}
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_RDWR | os.O_EXCL, PRIVATE), "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as backup:
            backup.writestr(LIST, orjson.dumps({"format": FORMAT, "files": listed}))
            for name, path in found.items():
                backup.write(path, name)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(draft: Path, file: Path) -> None:
    """Give the draft its name, unless a file of this name has come meanwhile."""
    try:
        os.link(draft, file)
    except FileExistsError:
        _check_free(file)
    except OSError:  # a drive without links
        _check_free(file)
        draft.replace(file)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = blake2b(digest_size=16)
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def unpack(file: Path, folder: Path) -> list[str]:
    """Put the files of a backup into a folder, each checked against the list; their names.

    Raises:
        OperationError: it isn't a backup, or is damaged.
        OSError: the disk is full, or the backup or the folder may not be used.
    """
    names: list[str] = []
    try:
        names = _unpack(file, folder)
    except _SAID_OF_OTHER_FILES as error:
        if isinstance(error, OSError) and error.errno in _SAID_OF_THE_PLACE:
            raise
    if not names:
        msg = f"{file.name} isn't a backup that `lbn backup` made, or is damaged. Nothing was changed. Use another one."
        raise OperationError(msg)
    return names


def _unpack(file: Path, folder: Path) -> list[str]:
    """Unpack; nothing where what is in it isn't what its list says, and never a file of another name."""
    with zipfile.ZipFile(file) as backup:
        if not _is_as_written(backup, LIST, MOST_BYTES_LISTED):
            return []
        listed = orjson.loads(backup.read(LIST))
        expected = dict(listed["files"])
        if listed["format"] != FORMAT or not expected.keys() <= NAMES or SETTINGS not in expected:
            return []
        for name, digest in expected.items():
            if not _copy_out(backup, name, folder / name) or _digest(folder / name) != digest:
                return []
    if LEDGER in expected and not is_ledger_whole(folder / LEDGER):
        return []
    return sorted(expected)


def _copy_out(backup: zipfile.ZipFile, name: str, path: Path) -> bool:
    if not _is_as_written(backup, name, MOST_BYTES):
        return False
    with backup.open(name) as packed, os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, PRIVATE), "wb") as file:
        while block := packed.read(_BLOCK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return True


def _is_as_written(backup: zipfile.ZipFile, name: str, most_bytes: int) -> bool:
    """Tell whether a part isn't packed and not too large: what is packed can be far larger than the backup."""
    about = backup.getinfo(name)
    return about.compress_type == zipfile.ZIP_STORED and about.file_size <= most_bytes


def is_ledger_whole(path: Path) -> bool:
    """Tell whether SQLite finds a copy of a ledger whole."""
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
        return bool(connection.execute("pragma integrity_check(1)").fetchone() == ("ok",))
