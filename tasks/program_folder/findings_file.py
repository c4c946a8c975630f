"""needs-attention.csv: the rows that a person must look at, by number and code; never a value from a row."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from schemas.finding import WHAT_TO_DO, Finding
from tasks.program_folder.atomic_write import atomic_write

FILE_NAME = "needs-attention.csv"
_HEADER = ("tab", "row", "ref", "code", "what to do")


def write_needs_attention(folder: Path, findings: Sequence[Finding]) -> None:
    """Write the list, with a byte-order mark and Windows line ends so that Excel opens it as it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    writer.writerows(
        (found.tab.value, found.row, found.ref, found.code.value, WHAT_TO_DO[found.code]) for found in findings
    )
    atomic_write(folder / FILE_NAME, text.getvalue().encode("utf-8-sig"))
