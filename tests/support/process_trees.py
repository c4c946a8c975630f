"""All processes that a process has started, and what those have: stopped, slowed and killed together."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

STOPPED_SECONDS, AT_WORK_SECONDS = 0.3, 0.15


def tree_of(root: int) -> list[int]:
    """Return a process and all that come from it, as /proc shows it now."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            after_its_name = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = int(after_its_name[1])
    tree = [root]
    for pid in tree:  # which grows meanwhile
        tree += [child for child, parent in parents.items() if parent == pid]
    return tree


def send(root: int, what: signal.Signals) -> None:
    """Send a signal to all of a tree, the oldest first."""
    for pid in tree_of(root):
        with suppress(ProcessLookupError):
            os.kill(pid, what)


def freeze(root: int) -> None:
    """Stop all of a tree; what is started meanwhile is stopped too."""
    seen: list[int] = []
    while (now := tree_of(root)) != seen:
        send(root, signal.SIGSTOP)
        seen = now


def kill_frozen(root: int) -> None:
    """SIGKILL all of a frozen tree, as when the machine goes off."""
    for pid in tree_of(root):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def slowed(root: int) -> Iterator[None]:
    """Let a tree work a third of the time, for the length of the block."""
    is_over = Event()

    def slow() -> None:
        while not is_over.is_set():
            send(root, signal.SIGSTOP)
            time.sleep(STOPPED_SECONDS)
            send(root, signal.SIGCONT)
            is_over.wait(AT_WORK_SECONDS)

    thread = Thread(target=slow)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
