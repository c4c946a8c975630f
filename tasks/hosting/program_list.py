"""Which programs a host has: the folders in a folder, or those that a file lists, one a line."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from schemas.plain_text import to_visible_line
from tasks.errors import UsageError
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.program_folder.identity import KEY_FILE
from tasks.program_folder.settings import FILE_NAME

MARKS = (FILE_NAME, KEY_FILE, "lbn.db")
"""A folder with one of them is a program; one that has lost its lbn.toml is told of, and not left out."""

MOST_BYTES = 10_000_000
COMMENT = "#"


def list_programs(host: Path) -> Mapping[str, Path]:
    """List a host's programs: the name by which each is told of, and its folder.

    Raises:
        UsageError: there is no such folder or file, it cannot be read, or it names no program.
    """
    named: Mapping[str, Path] = {}
    problem = f"{host} names no program: a program is a folder with {FILE_NAME}."
    try:
        _check_host(host)
        named = _name_each(_list_folder(host) if host.is_dir() else _read_list(host))
    except OSError as error:
        problem = f"The programs in {host} cannot be listed ({error.strerror}). Let this account read it."
    if not named:
        raise UsageError(problem)
    return _take_each_once(named)


def _check_host(host: Path) -> None:
    """Check that it isn't a single program.

    Raises:
        UsageError: it is.
    """
    if (host / FILE_NAME).is_file():
        msg = f"{host} is a program itself: name the folder that holds the folders of all, or a file that lists them."
        raise UsageError(msg)


def _name_each(found: Iterable[tuple[str, Path]]) -> Mapping[str, Path]:
    """Name each so that it stands in one line and commands no terminal; no two by the same name."""
    named: dict[str, Path] = {}
    for name, folder in found:
        shown = to_visible_line(name)
        while named.setdefault(shown, folder) != folder:
            shown += "?"
    return named


def _list_folder(host: Path) -> Iterator[tuple[str, Path]]:
    """List the programs directly in a folder, by name."""
    for folder in sorted(host.iterdir()):
        if folder.is_dir() and any((folder / mark).exists() for mark in MARKS):
            yield folder.name, folder


def _read_list(host: Path) -> Iterator[tuple[str, Path]]:
    """Read the folders that a file lists; what lies there, or doesn't, is each program's own affair."""
    problem, text = "", ""
    if not host.exists():
        msg = f"There is no {host}: name the folder that holds the programs' folders, or a file that lists them."
        raise UsageError(msg)
    try:
        text = read_bounded(host, MOST_BYTES).decode("utf-8-sig")
    except NotReadable as why:
        problem = f"{host} isn't a folder of programs or a list of them: it {why}."
    except UnicodeDecodeError:
        problem = f"{host} isn't a list of programs: write the folders' names as plain text (UTF-8), one a line."
    if problem:
        raise UsageError(problem)
    for line in map(str.strip, text.splitlines()):
        if line and not line.startswith(COMMENT):
            yield line, host.parent / line


def _take_each_once(named: Mapping[str, Path]) -> Mapping[str, Path]:
    """Take each folder once, by its first name: two names of one program must not be worked on side by side."""
    found: dict[Path, str] = {}
    for name, folder in named.items():
        found.setdefault(_find_folder(folder), name)
    return {name: folder for folder, name in found.items()}


def _find_folder(folder: Path) -> Path:
    """Find where a folder lies; one whose name cannot be followed stays as it is written."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError, ValueError):
        return folder.absolute()
