"""The program that the targets read for, and what any sentence that it says must be."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unicodedata import bidirectional, category

from tasks.errors import OperationError
from tests.support.settings import name_tabs, some_settings

MEMORY = Path("/dev/shm")  # noqa: S108 - where there is a disk in memory, writing an input costs nothing
FOLDER = Path(tempfile.mkdtemp(prefix="lbn-fuzz-", dir=MEMORY if MEMORY.is_dir() else None))
"""The program's folder of this process."""

atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

SETTINGS = some_settings(source=name_tabs(".csv"))
TODAY = date(2026, 11, 26)
LONGEST_SENTENCE = 1_200
ORDERS = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode's classes of characters that command a terminal or end a line."""

TURNS = {"LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""What turns a line round."""


@contextmanager
def refusals_are_sentences() -> Iterator[None]:
    """Let the work end with a sentence, but with one that a terminal and a mail's subject can be handed."""
    try:
        yield
    except OperationError as problem:
        for words in str(problem).split("\n"):
            check_sentence(words)


def check_sentence(words: str) -> None:
    """Check that words are one sentence or more: on one line, ended, without orders to a terminal."""
    assert not {category(letter) for letter in words} & ORDERS, f"orders in it: {words!r}"
    assert not {bidirectional(letter) for letter in words} & TURNS, f"turned round: {words!r}"
    assert words.endswith((".", "?")), f"no end: {words!r}"
    assert len(words) <= LONGEST_SENTENCE, f"too long: {words!r}"
    assert "error in the program" not in words
