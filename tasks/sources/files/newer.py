"""A newer file that looks like the form's tab and is not read: a form linked anew, or exported by another name."""

from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from tasks.errors import OperationError
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.sources.files.header_row import Titles, has_all_titles
from tasks.sources.files.names import list_tables
from tasks.sources.source import Cells

LARGEST_LOOKED_AT = 20_000_000
"""In bytes; what is larger is not looked into, for it is only a hint."""


def find_newer_form(
    read: Path, others: Collection[Path], titles: Titles, take_apart: Callable[[str, bytes], Cells]
) -> str | None:
    """Find a table in the program's folder that is newer than the form's and has all of its required titles.

    Args:
        read: the form's file.
        others: the files of the other tabs.
        titles: those of the form.
        take_apart: finds the header of a file's bytes, by its name.
    """
    for name in list_tables(read.parent):
        path = read.parent / name
        if path == read or path in others or path.stat().st_mtime_ns <= read.stat().st_mtime_ns:
            continue
        with suppress(NotReadable, OperationError):  # another kind of file is nobody's form
            if has_all_titles(take_apart(name, read_bounded(path, LARGEST_LOOKED_AT)).header, titles):
                return name
    return None
