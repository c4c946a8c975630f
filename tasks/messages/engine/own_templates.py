"""A program's own templates: found in its report_templates/, and filled in by a process of their own.

A message with none of them is made in this process. One with any is made in the other, with the shipped ones that its
own extend or use.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from os.path import abspath
from pathlib import Path
from typing import Any, Protocol

from tasks.errors import UsageError
from tasks.messages.sandbox.limits import MEMORY, PROCESSOR_SECONDS
from tasks.messages.sandbox.mistakes import NEEDS_TOO_MUCH, TAKES_TOO_LONG, find_likely, write_mistake
from tasks.messages.sandbox.process import Ended, Process, start_process
from tasks.messages.sandbox.sources import Source, Sources
from tasks.messages.sandbox.values import to_plain
from tasks.program_folder.own_files import TEXTS, OwnFile, own_files

SHIPPED = Path(__file__).resolve().parents[3] / "report_templates"

_BREAKS = f"{NEEDS_TOO_MUCH}, or is nested too deeply"


class Fill(Protocol):
    """Fill in the first of some templates that is there; what is a mail gets its styles inlined."""

    def __call__(self, names: Sequence[str], values: Mapping[str, Any], *, is_mail: bool = False) -> str:
        """Fill it in, and return the text."""


def is_shipped(folder: Path) -> bool:
    """Tell whether a folder belongs to the program that runs, by its name and in fact."""
    return Path(abspath(folder)).is_relative_to(SHIPPED) and folder.resolve().is_relative_to(SHIPPED)  # noqa: PTH100 - a resolved path would hide a link


def find_own_templates(folders: Sequence[Path]) -> dict[str, Source]:
    """Find what a message can use of the program's own, by the names that templates use.

    Raises:
        UsageError: a folder is a link, or holds too much.
    """
    own = [folder for folder in folders if not is_shipped(folder)]
    found: dict[str, Source] = {}
    for folder in reversed(own):
        root = own[-1]
        below = folder.relative_to(root).as_posix()
        shown_folder = Path(root.name) / below
        found |= {file.name: _own(file, shown_folder) for file in own_files(root, below)}
    return found


def _own(file: OwnFile, folder: Path) -> Source:
    shown = (folder / file.name).as_posix()
    stands_in = "/" not in file.name and (SHIPPED / file.name).is_file()
    if file.refused:
        return Source(shown, "", True, stands_in, file.refused)
    try:
        return Source(shown, file.content.decode("utf-8"), True, stands_in)
    except UnicodeDecodeError:
        return Source(shown, "", True, stands_in, "is not UTF-8")


@contextmanager
def fill_own_templates(own: Sources, folders: Sequence[Path]) -> Iterator[Fill]:
    """Fill in templates of which some are the program's own."""
    with start_process("tasks.messages.sandbox.filling", PROCESSOR_SECONDS, MEMORY) as running:
        _hand_over(running, {**_shipped(tuple(filter(is_shipped, folders))), **own})

        def fill(names: Sequence[str], values: Mapping[str, Any], *, is_mail: bool = False) -> str:
            plain = {name: to_plain(value) for name, value in values.items()}
            with describe_end(find_likely(own, names) or next(iter(own.values()))):
                return str(running.ask(names=list(names), values=plain, is_mail=is_mail)["text"])

        yield fill


def _hand_over(running: Process, sources: Sources) -> None:
    try:
        running.ask(sources=sources)
    except Ended:
        msg = "the process for a program's own templates does not start"
        raise RuntimeError(msg) from None


@contextmanager
def describe_end(source: Source) -> Iterator[None]:
    """Tell of a process that has ended by what it was at."""
    problem = ""
    try:
        yield
    except Ended as end:
        problem = write_mistake(source, TAKES_TOO_LONG if end.by_time else _BREAKS)
    if problem:
        raise UsageError(problem) from None


@cache
def _shipped(folders: tuple[Path, ...]) -> dict[str, Source]:
    return {
        path.relative_to(folder).as_posix(): Source(f"shipped/{path.name}", path.read_text("utf-8"), False)
        for folder in reversed(folders)
        for path in sorted(folder.rglob("*"))
        if path.suffix in TEXTS and path.is_file()
    }
