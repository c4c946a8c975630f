"""The coordinator's answers for held rows: decisions.csv, two columns, ref and decision."""

import csv
import io
from contextlib import suppress
from pathlib import Path

from schemas.finding import KEEP
from schemas.problem import CannotGoOn

FILE_NAME = "decisions.csv"


def kept_refs(folder: Path) -> frozenset[str]:
    """The refs of rows that are to be counted although they look like a form sent twice.

    Raises:
        CannotGoOn: the file cannot be read.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return frozenset()
    rows = None
    with suppress(OSError, UnicodeDecodeError, csv.Error):  # what they say may quote the file
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True))
    if rows is None:
        msg = f"{FILE_NAME} cannot be read: save it as CSV in UTF-8, with the columns ref and decision."
        raise CannotGoOn(msg)
    return frozenset(row[0].strip().lower() for row in rows[1:] if len(row) > 1 and row[1].strip().casefold() == KEEP)
