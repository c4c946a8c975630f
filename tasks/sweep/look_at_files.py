"""Looking through many files, in processes of their own: a search is all work of the processor.

What is found doesn't depend on how many processes there are: each file is looked through as if it were alone.
"""

import os
import re
import signal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from tasks.library_logs import close_library_logs
from tasks.private_process import keep_private
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.sweep.search import Hit, Search

FEW = 20
"""So few files are looked through sooner than a process has started."""

MOST_PROCESSES = 4
LARGEST = 500_000_000
"""A larger file isn't looked through, and is named."""

LARGEST_ASIDE = 64_000_000
"""A larger one is looked through by nobody at the same time as another."""


class SearchedFile(NamedTuple):
    """A file, and its path as people look for it."""

    path: Path
    written: str


class Looked(NamedTuple):
    """What was found in a file and in its name, how large it is, and why it could not be read, if so."""

    written: str
    in_name: Sequence[Hit]
    hits: Sequence[Hit] = ()
    size: int = 0
    why_not_read: str = ""


class _Group(NamedTuple):
    """What one process found, and what it need not be told again: digests of all in which there was nothing."""

    looked: list[Looked]
    clean: dict[bytes, int]


def look_at_files(search: Search, files: Sequence[SearchedFile]) -> Iterator[Looked]:
    """Look through files, in their order.

    Args:
        search: learns in what nothing was found, and doesn't look through that again.
        files: what to look through.
    """
    looked = dict(_look_aside(search, files)) if _is_worth_it(files) else {}
    for file in files:
        yield looked.get(file) or _look_at_file(search, file)


def _is_worth_it(files: Sequence[SearchedFile]) -> bool:
    return len(files) >= FEW and _count_processes() > 1


def _count_processes() -> int:
    return min(os.cpu_count() or 1, MOST_PROCESSES)


def _look_aside(search: Search, files: Iterable[SearchedFile]) -> Iterator[tuple[SearchedFile, Looked]]:
    """Look through groups of files in other processes; what one that was ended had to do is left for this one."""
    groups = list(_group(files))
    pool = ProcessPoolExecutor(_count_processes(), get_context("spawn"), _start_process)
    try:
        with _hold_interrupts():
            answers = pool.map(_look_at_group, [search.lines] * len(groups), groups)
        for group, found in zip(groups, answers, strict=True):
            search.learn_clean(found.clean)
            yield from zip(group, found.looked, strict=True)
    except BrokenProcessPool:  # ended from outside
        return
    finally:
        pool.shutdown(cancel_futures=True)


def _group(files: Iterable[SearchedFile]) -> Iterable[list[SearchedFile]]:
    """Put the files of an edition beside its message, which holds the same: one process looks through it once."""
    groups: dict[str, list[SearchedFile]] = defaultdict(list)
    for file in files:
        with suppress(OSError):
            if file.path.stat().st_size <= min(LARGEST_ASIDE, LARGEST):
                groups[name_edition(file.written)].append(file)
    return groups.values()


def name_edition(written: str) -> str:
    """Name what a file belongs to, as messages are named: report, period and edition.

    Args:
        written: the path within the program's folder.
    """
    path = Path(written)
    parts = path.parent.parts[1:] or (path.stem,)
    return re.sub(r"\W+", "-", "-".join(parts))


@contextmanager
def _hold_interrupts() -> Iterator[None]:
    """Let Ctrl-C wait while processes are started: each begins with it held, and says nothing of it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _start_process() -> None:
    """Begin: Ctrl-C ends the process at once and without a word; who called the command hears it from the first one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    keep_private()
    close_library_logs()


def _look_at_group(lines: Sequence[str], group: Sequence[SearchedFile]) -> _Group:
    search = _make_search(tuple(lines))
    return _Group([_look_at_file(search, file) for file in group], search.take_learned())


@cache
def _make_search(lines: tuple[str, ...]) -> Search:
    """Make the search of a process: what it found clean once it doesn't look through again."""
    return Search(lines)


def _look_at_file(search: Search, file: SearchedFile) -> Looked:
    in_name = search.look_at_name(file.written)
    try:
        content = read_bounded(file.path, LARGEST)
    except NotReadable as why:
        return Looked(file.written, in_name, why_not_read=str(why))
    return Looked(file.written, in_name, search.look(content), len(content))
