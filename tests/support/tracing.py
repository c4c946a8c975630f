"""Notes what a process opens for writing, starts and calls, and keeps what it is about to take away.

Python runs this file in a process that is watched, before anything else: it imports nothing of the project's.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

FOLDER = "TRACED_INTO"
NOTES = "notes"
KEPT = "kept"
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_GOES = {"os.remove": 1, "os.rename": 2, "os.truncate": 1}
"""What takes a file's content away, and how many of its arguments name one."""

_TOLD = ("os.mkdir", "os.link", "os.symlink", "os.putenv", "os.exec", "os.posix_spawn", "os.system", "socket.connect",
         "socket.getaddrinfo", "socket.sendto", "urllib.Request", "webbrowser.open", "syslog.syslog")  # fmt: skip


def watch(folder: str) -> None:
    """Watch this process, and the Pythons that it starts."""
    notes = os.open(os.path.join(folder, NOTES), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)  # noqa: PTH118
    is_noting = False

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal is_noting
        if is_noting:
            return
        is_noting = True
        try:
            with suppress(OSError, ValueError, TypeError):
                _note(event, args, folder, lambda line: os.write(notes, line.encode("utf-8", "surrogateescape")))
        finally:
            is_noting = False

    sys.addaudithook(hook)
    _watch_children(folder)


def _note(event: str, args: tuple[Any, ...], folder: str, write: Callable[[str], object]) -> None:
    if event == "open" and isinstance(args[0], str | bytes) and args[2] & _WRITES:
        if args[2] & os.O_TRUNC:
            _keep(args[0], folder)
        write(f"opened\t{os.path.abspath(os.fsdecode(args[0]))}\n")  # noqa: PTH100
    elif event == "sqlite3.connect":
        write(f"opened\t{os.path.abspath(os.fsdecode(args[0]))}\n")  # noqa: PTH100
    elif event in _GOES:
        count = _GOES[event]
        for path, within in zip(args[:count], (*args[count:], -1, -1), strict=False):
            _keep(_find_path(path, within), folder)
        write(f"{event}\t{args!r}\n")
    elif event == "subprocess.Popen":
        write(f"started\t{args[1]!r}\t{dict(args[3] or os.environ)!r}\n")
    elif event in _TOLD:
        write(f"{event}\t{args!r}\n")


def _find_path(path: Any, within: Any) -> str:
    """Find the path of a file that may be named from within an open folder."""
    is_within = isinstance(within, int) and within >= 0
    return os.path.join(os.readlink(f"/proc/self/fd/{within}") if is_within else "", os.fsdecode(path))  # noqa: PTH115, PTH118


def _keep(path: Any, folder: str) -> None:
    """Keep a copy of a file that is about to be taken away, under a name that says nothing."""
    if os.path.isfile(path) and not os.path.abspath(path).startswith(folder):  # noqa: PTH113, PTH100
        copies = os.path.join(folder, KEPT)  # noqa: PTH118
        shutil.copyfile(path, os.path.join(copies, f"{os.getpid()}-{len(os.listdir(copies))}"))  # noqa: PTH118, PTH208


def _watch_children(folder: str) -> None:
    """Have Pythons that heed no variable watched too: what they are told to run begins with this file."""
    start = subprocess.Popen.__init__
    here = f"import runpy; runpy.run_path({__file__!r})['watch']({folder!r})\n"

    def start_watched(self: Any, args: Any, *rest: Any, **named: Any) -> None:
        if isinstance(args, list) and "-I" in args and "-c" in args:
            at = args.index("-c") + 1
            args = [*args[:at], here + args[at], *args[at + 1 :]]
        start(self, args, *rest, **named)

    subprocess.Popen.__init__ = start_watched  # type: ignore[method-assign]


if __name__ == "sitecustomize" and FOLDER in os.environ:
    watch(os.environ[FOLDER])
