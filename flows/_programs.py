"""Which program a run is for: a name among those that are served where it runs, and never a path.

A worker, or `lbn serve`, serves the one folder that LBN_PROGRAM names; a host of several serves the folders that lie
directly in the one that LBN_PROGRAMS names. Whoever reaches the page can start a run, so what they write is only ever
compared with what is served.
"""

import os
import re
from pathlib import Path

from flows._settings import FOLDER, FOLDERS
from tasks.errors import UsageError
from tasks.program_folder.settings import FILE_NAME

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
MOST_NAMED = 10


def find_program(name: str) -> str:
    """Find the folder of the program that a run names; empty: the one that is served.

    Raises:
        UsageError: no program of that name is served here, or it takes a name to know which is meant.
    """
    served, folders = os.environ.get(FOLDER), os.environ.get(FOLDERS)
    if served and name in ("", Path(served).resolve().name):
        return served
    hosted = _hosted(Path(folders)) if folders else {}
    if not name and len(hosted) == 1:
        return str(*hosted.values())
    if name in hosted:
        return str(hosted[name])
    raise UsageError(_refusal(name, served, hosted))


def is_name(written: object) -> bool:
    """Tell whether it could be a program's name, which may stand in the name of a run."""
    return isinstance(written, str) and bool(NAME.fullmatch(written))


def _hosted(folders: Path) -> dict[str, Path]:
    """List the programs directly in a folder; a link that leads out of it, or a foreign lbn.toml, isn't one."""
    root = folders.resolve()
    if not root.is_dir():
        return {}
    return {
        path.name: path
        for path in sorted(root.iterdir())
        if is_name(path.name) and path.resolve().parent == root and _is_own(path / FILE_NAME)
    }


def _is_own(file: Path) -> bool:
    return file.is_file() and file.resolve().parent == file.parent.resolve()


def _refusal(name: str, served: str | None, hosted: dict[str, Path]) -> str:
    names = [*([Path(served).resolve().name] if served else []), *hosted]
    if not names:
        return f"No program is served here: set {FOLDER} to a program's folder where the worker is started."
    listed = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
    if not name:
        return f"Several programs are served here, so Program must not be empty: write one of {listed}."
    told = f"“{name}”" if is_name(name) else "what was written into Program"
    empty = " or leave it empty;" if served else ""
    return f"No program is served here under {told}: write a program's name,{empty} the names are {listed}."
