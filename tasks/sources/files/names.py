"""Which file of the program's folder is a tab's: the one that lbn.toml names, or the newest that fits its pattern.

Downloads are named by whoever made them: "Village (Responses) - Form Responses 1 (2).csv". A pattern saves renaming
them every week: `*` stands for any letters and `?` for one.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from schemas.source import is_pattern
from schemas.tabs import Tab
from tasks.errors import OperationError
from tasks.program_folder import decisions, findings_file
from tasks.sources.files.refusal import show_name

_TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm")
"""The ends of names that a pattern looks at: it must never find the ledger or the key."""

_OURS = frozenset({decisions.FILE_NAME, findings_file.FILE_NAME, "form-links.csv"})
_NOT_THERE_YET = (".", "~$")
"""How names begin that the system, or Excel while it has a workbook open, puts beside a file."""

_MOST_NAMED = 5


class Found(NamedTuple):
    """The file of a tab; whether a pattern found it, so that it has to be named in what is said."""

    path: Path
    is_by_pattern: bool


class _Candidate(NamedTuple):
    name: str
    modified: int


def find_files(titles: Mapping[Tab, str], folder: Path) -> dict[Tab, Found]:
    """Find each tab's file; one that lbn.toml names itself need not be there.

    Raises:
        OperationError: no file fits a pattern, or one fits two different ones.
    """
    patterns = {tab: name for tab, name in titles.items() if is_pattern(name)}
    named = {_fold(name) for name in titles.values()} if patterns else set()
    candidates = [one for one in _list_candidates(folder) if _fold(one.name) not in named] if patterns else []
    _check_one_pattern_each(patterns, candidates)
    return {
        tab: Found(folder / _find_newest(tab, name, candidates), is_by_pattern=True)
        if tab in patterns
        else Found(folder / name, is_by_pattern=False)
        for tab, name in titles.items()
    }


def list_exports(titles: Mapping[Tab, str], folder: Path) -> list[Path]:
    """List the files that are tabs, or were before a newer one was exported: what officers typed stands in them."""
    names = set(titles.values())
    return [
        folder / one.name
        for one in _list_candidates(folder)
        if any(_fits(name, one.name) if is_pattern(name) else _fold(name) == _fold(one.name) for name in names)
    ]


def _find_newest(tab: Tab, pattern: str, candidates: Sequence[_Candidate]) -> str:
    fitting = [one for one in candidates if _fits(pattern, one.name)]
    if fitting:
        return max(fitting, key=lambda one: (one.modified, one.name)).name
    names = sorted(show_name(one.name) for one in candidates)
    rest = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    there = ", ".join(f"“{name}”" for name in names[:_MOST_NAMED]) + rest
    msg = (
        f"No file in the program's folder fits “{pattern}” (tab {tab.value}). Nothing was changed. "
        f"{f'The CSV files and workbooks there: {there}' if names else 'There is no other CSV file or workbook'}. "
        f"Put the exported file there, or correct the pattern in lbn.toml, [source]."
    )
    raise OperationError(msg)


def _check_one_pattern_each(patterns: Mapping[Tab, str], candidates: Sequence[_Candidate]) -> None:
    """Check that no file fits two patterns: whose rows would it hold? The same pattern twice means one workbook."""
    different = list(dict.fromkeys(patterns.values()))
    for one in candidates:
        fitting = [pattern for pattern in different if _fits(pattern, one.name)]
        if len(fitting) > 1:
            msg = (
                f"The file {show_name(one.name)} fits two patterns of lbn.toml, [source]: “{fitting[0]}” and "
                f"“{fitting[1]}”. Nothing was changed. Write file names that differ, or the whole "
                "name of one of them, or remove the file if it isn't needed."
            )
            raise OperationError(msg)


def find_newest_change(paths: Iterable[Path]) -> datetime | None:
    """Find when the newest of some files was written; one that isn't there, or has no time that can be, is left out."""
    times = []
    for path in paths:
        with suppress(OSError, OverflowError, ValueError):
            times.append(datetime.fromtimestamp(path.stat().st_mtime, UTC))
    return max(times, default=None)


def list_tables(folder: Path) -> list[str]:
    """List the names of the files that may be tables, but for our own, in order."""
    return sorted(one.name for one in _list_candidates(folder))


def _list_candidates(folder: Path) -> list[_Candidate]:
    problem = ""
    try:
        return list(_scan(folder))
    except OSError as error:
        problem = f"The program's folder cannot be read ({error.strerror}). Check its permissions."
    raise OperationError(problem)


def _scan(folder: Path) -> Iterator[_Candidate]:
    with os.scandir(folder) as found:
        for one in found:
            name = _fold(one.name)
            is_table = name.endswith(_TABLES) and not name.startswith(_NOT_THERE_YET) and name not in _OURS
            if is_table and one.is_file():
                yield _Candidate(one.name, one.stat().st_mtime_ns)


def _fits(pattern: str, name: str) -> bool:
    """Tell whether a name fits; as on most desktops, small and capital letters are the same."""
    brackets_are_letters = _fold(pattern).replace("[", "[[]")  # browsers write them into names
    return fnmatchcase(_fold(name), brackets_are_letters)


def _fold(name: str) -> str:
    """Fold a name; a Mac takes letters with accents apart."""
    return normalize("NFC", name).casefold()
