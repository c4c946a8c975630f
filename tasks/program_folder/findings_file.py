"""needs-attention.csv: the rows that a person must look at, by number and code; never a value from a row."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from schemas.finding import Finding
from tasks.program_folder.atomic_write import atomic_write

FILE_NAME = "needs-attention.csv"
OPEN_IT = "Open the row: "
"""Stands before the link to a row of a Sheet."""

_HEADER = ("tab", "row", "ref", "code", "what to do")


def write_needs_attention(folder: Path, findings: Sequence[Finding], describe: Callable[[Finding], str]) -> None:
    """Write the list, with a byte-order mark and Windows line ends so that Excel opens it as it is.

    Args:
        folder: the program's folder.
        findings: the rows, and what is wrong with them.
        describe: says what to do about a row, for people.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    for found in findings:
        words = f"{describe(found)} {OPEN_IT}{found.link}" if found.link else describe(found)
        writer.writerow((found.tab.value, found.row, found.ref, found.code.value, words))
    atomic_write(folder / FILE_NAME, text.getvalue().encode("utf-8-sig"))
