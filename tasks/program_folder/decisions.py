"""The coordinator's answers for held rows: decisions.csv, two columns, ref and decision.

Excel writes semicolons in some countries, and people move columns: the titles say which is which.
"""

import csv
import io
from pathlib import Path

from schemas.finding import KEEP
from tasks.errors import OperationError
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.program_folder.csv_text import decode_csv, find_separator_line

FILE_NAME = "decisions.csv"
MOST_BYTES = 1_000_000
"""Sixty thousand decisions; what is larger isn't the coordinator's."""
_TITLES = ("ref", "decision")


def read_kept_refs(folder: Path) -> frozenset[str]:
    """Read the refs of rows that are to be counted although they look like a form sent twice.

    Raises:
        OperationError: the file cannot be read.
    """
    return frozenset(ref for _, ref, decision in _answers(folder) if ref and decision == KEEP)


def find_lines_not_understood(folder: Path) -> list[int]:
    """Find the lines that say another word than keep, or name no ref; they change nothing. The first line is line 1.

    Raises:
        OperationError: the file cannot be read.
    """
    answers = _answers(folder)
    return [line for line, ref, decision in answers if (ref or decision) and not (ref and decision in ("", KEEP))]


def find_kept_lines(folder: Path) -> dict[int, str]:
    """Find the ref on each line that keeps a row. The first line is line 1.

    Raises:
        OperationError: the file cannot be read.
    """
    return {line: ref for line, ref, decision in _answers(folder) if ref and decision == KEEP}


def _answers(folder: Path) -> list[tuple[int, str, str]]:
    """Return the number, ref and decision of each line that may hold an answer.

    The first line is mostly the titles. Somebody who writes the file by hand may leave them out: then a line that keeps
    a row is an answer there, too.
    """
    lines = [[cell.strip().casefold() for cell in line] for line in _rows(folder / FILE_NAME)]
    header = lines[0] if lines else []
    ref, decision = map(header.index, _TITLES) if set(_TITLES) <= set(header) else (0, 1)
    padding = [""] * (max(ref, decision) + 1)  # people leave the last cells of a line out
    answers = [
        (number, (line + padding)[ref], (line + padding)[decision]) for number, line in enumerate(lines, start=1)
    ]
    return answers if answers and answers[0][2] == KEEP else answers[1:]


def _rows(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    rows, problem = None, f"{FILE_NAME} cannot be read: save it as CSV in UTF-8, with the columns ref and decision."
    try:
        text = decode_csv(read_bounded(path, MOST_BYTES))
        if text is not None:
            named = find_separator_line(text)
            rows = list(
                csv.reader(io.StringIO(text, newline=""), delimiter=named or _guess_separator(text), strict=True)
            )
            del rows[: 1 if named else 0]  # Excel hides the line that names it, and counts from the next one
    except csv.Error:
        rows = None  # what it says may quote the file
    except NotReadable as why:
        problem = f"{FILE_NAME} {why}."
    if rows is None:
        raise OperationError(problem)
    return rows


def _guess_separator(text: str) -> str:
    """Guess the mark between the titles, which hold none of them."""
    return max(",;\t", key=text.partition("\n")[0].count)
