"""Reading a file that people put into the folder: only a file, only so much, and never one that keeps us waiting."""

import os
import stat
from pathlib import Path

_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
"""A pipe or a device that takes a file's place after we looked would keep us waiting."""


class NotReadable(Exception):
    """The file is not read; says why, as the end of a sentence about it."""


def read_bounded(path: Path, most_bytes: int) -> bytes:
    """Read a whole file, if it is one and not too large.

    Raises:
        NotReadable: it isn't there, isn't a file, is too large, or cannot be opened.
    """
    why = ""
    try:
        why = _explain_refusal(path.stat(), most_bytes)
        if not why:
            with os.fdopen(os.open(path, _OPEN), "rb") as file:
                why = _explain_refusal(os.fstat(file.fileno()), most_bytes)
                content = b"" if why else file.read(most_bytes + 1)
            why = why or _explain_size(len(content), most_bytes)
    except OSError as error:
        why = _explain_error(path, error)
    except ValueError:  # a name with a NUL
        why = "has a name that no file can have"
    if why:
        raise NotReadable(why)
    return content


def _explain_refusal(about: os.stat_result, most_bytes: int) -> str:
    """Explain why what lies there is not read; nothing where it can be."""
    if stat.S_ISDIR(about.st_mode):
        return "cannot be opened (it is a folder)"
    if not stat.S_ISREG(about.st_mode):
        return "isn't a file: it is a pipe or a device, which never ends"
    return _explain_size(about.st_size, most_bytes)


def _explain_size(size: int, most_bytes: int) -> str:
    if size <= most_bytes:
        return ""
    most = f"{most_bytes // 1_000_000} MB" if most_bytes >= 1_000_000 else f"{most_bytes // 1_000} kB"
    return f"is too large: more than {most}"


def _explain_error(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "is a link to a file that isn't there" if path.is_symlink() else "is not in the program's folder"
    return f"cannot be opened ({error.strerror})"
