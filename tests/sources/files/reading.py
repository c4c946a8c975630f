"""Files of a program's folder, read as the source reads them: rows, or the sentence that says why not."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from schemas.tabs import COLUMNS, Tab
from tasks.sources.files.exports import Files
from tasks.sources.source import Cells
from tests.support.settings import some_settings

COUNTS = "Counts.csv"
TITLES = [column.titles[0] for column in COLUMNS[Tab.COUNTS]]
ROW = ["3/31/2026", "Central", "kit", "A123", "12"]
LINES = [TITLES, ROW]

FORM = "Form Responses 1.csv"
FORM_TITLES = [column.titles[0] for column in COLUMNS[Tab.RESPONSES]]


def read_tab(folder: Path, body: bytes, tab: Tab = Tab.COUNTS, name: str = COUNTS, **source: Any) -> Cells:
    """The cells of one file; all others stay away.

    Raises:
        OperationError: it cannot be read.
    """
    (folder / name).write_bytes(body)
    names = {"responses": name} if tab is Tab.RESPONSES else {"responses": FORM, "counts": name}
    if tab is not Tab.RESPONSES:
        (folder / FORM).write_text(",".join(FORM_TITLES), "utf-8")
    files = Files(some_settings(source=names | source), folder)
    raw = files.read()[tab]
    return raw.take_apart(raw.body)


def write_lines(lines: Sequence[Sequence[str]], separator: str = ",") -> str:
    """Lines of cells that hold no mark, as Windows ends them."""
    return "".join(f"{separator.join(line)}\r\n" for line in lines)


def write_book(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with these sheets; `_` stands for a space in their names."""
    book, body = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for line in lines:
            sheet.append(list(line))
    book.save(body)
    return body.getvalue()


def write_zip(**parts: str | bytes) -> bytes:
    """A zip archive with these parts."""
    body = io.BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()
