"""The files of a program's own report_templates/, read so that nothing outside that folder is ever opened.

A link would lead out of it, to another program's key for one. So no link is followed, on the way to a file as little as
at its end; each folder is opened below the one before, so that none can be exchanged for a link in between.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from schemas.plain_text import to_visible_line
from tasks.errors import UsageError

MOST_BYTES = 1_000_000
MOST_FILES = 500
TEXTS = frozenset({".j2", ".css", ".svg", ".html", ".txt", ".md"})
"""What a template can use of the folder, by the ends of the files' names."""
_LINK = "is a link, and links are not followed; put what it leads to in its place"

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe would keep us waiting


class OwnFile(NamedTuple):
    """A file below report_templates/: what it holds, or why it is not read."""

    name: str
    content: bytes
    refused: str = ""


def read_own(root: Path, name: str) -> bytes:
    """Read one file of the folder.

    Raises:
        UsageError: it is a link, isn't a file, is too large, or cannot be read.
    """
    path = Path(name)
    with _opened(root, path.parent) as folder:
        found = _read(path.name, folder)
    if found.refused:
        msg = f"{root.name}/{path.as_posix()}: {found.refused}."
        raise UsageError(msg)
    return found.content


def check_no_link(path: Path, root: Path) -> None:
    """Check that report_templates/, or a folder in it, isn't a link: not even names of what lies elsewhere are told.

    Raises:
        UsageError: it is one.
    """
    if path.is_symlink():
        msg = f"{to_visible_line(path.relative_to(root.parent).as_posix())}: {_LINK}."
        raise UsageError(msg)


def own_files(root: Path, below: str) -> Iterator[OwnFile]:
    """Read what templates can use of a folder of it, by the names that they use.

    Raises:
        UsageError: the folder is a link, or holds too much.
    """
    left, count = MOST_BYTES, 0
    with _opened(root, Path(below)) as top:
        for folder, _, names, at in os.fwalk(".", dir_fd=top, follow_symlinks=False):
            for name in sorted(one for one in names if Path(one).suffix in TEXTS and one.isprintable()):
                found = _read(name, at)
                left, count = left - len(found.content), count + 1
                if left < 0 or count > MOST_FILES:
                    msg = (
                        f"{root.name}: holds more templates than are read ({MOST_FILES} files, "
                        f"{MOST_BYTES // 1_000_000} MB); remove those that are not used."
                    )
                    raise UsageError(msg)
                yield found._replace(name=(Path(folder) / name).as_posix())


@contextmanager
def _opened(root: Path, below: Path) -> Iterator[int]:
    """Open a folder, reached through folders only."""
    opened = [os.open(root.parent, os.O_RDONLY)]
    shown = Path()
    problem = ""
    try:
        for part in (root.name, *below.parts):
            shown /= part
            opened.append(os.open(part, _FOLDER, dir_fd=opened[-1]))
    except OSError as error:
        is_link = Path(root.parent, shown).is_symlink()
        problem = _LINK if is_link else f"cannot be read ({error.strerror}); check its permissions"
    try:
        if problem:
            msg = f"{shown.as_posix()}: {problem}."
            raise UsageError(msg)
        yield opened[-1]
    finally:
        for number in opened:
            os.close(number)


def _read(name: str, folder: int) -> OwnFile:
    try:
        if stat.S_ISLNK(os.lstat(name, dir_fd=folder).st_mode):
            return OwnFile(name, b"", _LINK)
        with open(os.open(name, _FILE, dir_fd=folder), "rb") as file:  # noqa: PTH123 - a path could be exchanged
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                return OwnFile(name, b"", "isn't a file; remove it")
            if about.st_nlink > 1:
                return OwnFile(name, b"", "is the same file as another one elsewhere; put a copy in its place")
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        return OwnFile(name, b"", f"cannot be read ({error.strerror}); check the file's permissions")
    if len(content) > MOST_BYTES:
        return OwnFile(name, b"", "is too large to be a template")
    return OwnFile(name, content)
