"""Reading papers ahead, in processes of their own: to take the words of a paper apart is half of a search.

The search goes on beside them, through the same bytes in the same order, and takes the words where it comes to a paper.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path

from tasks.library_logs import close_library_logs
from tasks.private_process import keep_private
from tasks.sweep.paper import is_paper, read_paper

ReadPaper = Callable[[bytes], Iterable[bytes]]
"""Reads the words of a paper; of anything else, nothing."""

SUFFIX = ".pdf"
FEW = 20
"""Of fewer papers the words are read sooner than a process has started."""

MOST_PROCESSES = 4
LARGEST = 64_000_000
"""A larger paper is read where the search comes to it, or never."""

_Words = tuple[bytes, list[bytes]]


@contextmanager
def reading_ahead(files: Sequence[Path]) -> Iterator[ReadPaper]:
    """Read the papers among some files ahead; on a machine of one processor, or of few papers, none.

    Args:
        files: in the order in which the search comes to them.
    """
    papers = [path for path in files if path.suffix == SUFFIX]
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    if len(papers) < FEW or processes == 1:
        yield read_paper
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start_process)
    try:
        yield PapersAhead(pool.map(_read_file, papers)).read
    finally:
        pool.shutdown(cancel_futures=True)


class PapersAhead:
    """The words of papers, by what the papers hold: a message holds the same paper as a folder."""

    def __init__(self, coming: Iterator[_Words]) -> None:
        self._coming = coming
        self._words: dict[bytes, list[bytes]] = {}

    def read(self, content: bytes) -> Iterable[bytes]:
        """Read the words of a paper; one that nobody has read ahead is read now."""
        if not is_paper(content):
            return ()
        digest = _digest(content)
        with suppress(BrokenProcessPool):  # a process that was ended from outside; the rest is read here
            while digest not in self._words and (found := next(self._coming, None)):
                self._words[found[0]] = found[1]
        words = self._words.pop(digest, None)
        return read_paper(content) if words is None else words


def _start_process() -> None:
    keep_private()
    close_library_logs()


def _read_file(path: Path) -> _Words:
    """Read the words of a file; nothing that fits where it can't be opened."""
    with suppress(OSError), path.open("rb") as file:
        content = file.read(LARGEST + 1)
        if len(content) <= LARGEST:
            return _digest(content), list(read_paper(content))
    return b"", []


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
