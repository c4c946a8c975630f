"""Who may open what lies in a program's folder: what others can is told by its path, with what to type."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from shlex import quote

from tasks.program_folder.key import IS_POSIX
from tasks.program_folder.settings import FILE_NAME

_OTHERS = 0o077
MOST_NAMED = 5


def list_below(folder: Path) -> Iterator[Path]:
    """List a folder and all that lies below it; no link is followed, and a program within it is another one."""
    yield folder
    for where, folders, files in os.walk(folder):
        here = Path(where)
        folders[:] = sorted(one for one in folders if not (here / one / FILE_NAME).exists())
        yield from (here / one for one in (*folders, *sorted(files)) if not (here / one).is_symlink())


def list_beside(ledger: Path) -> list[Path]:
    """List a ledger's file and what SQLite and locks put beside it."""
    return [path for path in sorted(ledger.parent.glob(f"{_escape(ledger.name)}*")) if not path.is_symlink()]


def _escape(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def list_exposed(paths: Iterable[Path]) -> list[Path]:
    """List what other accounts of the machine may open or look into; where files have modes."""
    found = dict.fromkeys(path for path in paths if path.exists())
    return [path for path in found if IS_POSIX and stat.S_IMODE(path.lstat().st_mode) & _OTHERS]


def write_remedy(exposed: list[Path], folder: Path) -> str:
    """Write what to type: for a few, each; for many, the whole folder at once."""
    if len(exposed) <= MOST_NAMED:
        return f"chmod go= {' '.join(quote(str(path)) for path in exposed)}"
    return close_all(folder, *(path for path in exposed if not path.is_relative_to(folder)))


def close_all(*paths: Path) -> str:
    """Write what to type to close folders with all that lies below them."""
    return f"chmod -R go= {' '.join(quote(str(path)) for path in paths)}"
