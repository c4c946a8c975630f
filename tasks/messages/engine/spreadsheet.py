"""A workbook of sheets: a cell is written as what it is, text, number or day; no text becomes a formula or a link."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, NamedTuple

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from schemas.figures import Number
from tasks.messages.formatting import format_date, format_number

Cell = str | Number | date | None

TEXT_IS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_NAME = 31
"""In the units that Excel counts: an emoji is two."""
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
WIDEST = 60


class Page(NamedTuple):
    """A sheet of the workbook: what it says above its table, the headings, the rows."""

    name: str
    above: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class About(NamedTuple):
    """What the file says of itself, and each printed sheet at its foot."""

    title: str
    author: str
    comments: str
    made_at: datetime
    footer: str


class _Looks:
    """The looks of cells."""

    def __init__(self, book: Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": "#0b3d5c"})
        self.text = book.add_format({"valign": "top"})
        self.number = book.add_format({"num_format": "#,##0.##;-#,##0.##;0", "valign": "top"})
        self.whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.day = book.add_format({"num_format": "mmm d, yyyy", "align": "left", "valign": "top"})
        head = {"bold": True, "bottom": 2, "bottom_color": "#0b3d5c", "text_wrap": True, "valign": "bottom"}
        self.head = book.add_format(head)
        self.head_of_numbers = book.add_format(head | {"align": "right"})


def write_spreadsheet(pages: Iterable[Page], about: About) -> bytes:
    """Write the whole file; the same pages give the same bytes."""
    buffer = BytesIO()
    with Workbook(buffer, TEXT_IS_TEXT) as book:
        book.set_properties(
            {
                "title": about.title,
                "author": about.author,
                "comments": about.comments,
                "created": about.made_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        looks, taken = _Looks(book), set[str]()
        for page in pages:
            sheet = book.add_worksheet(_free_name(page.name, taken))
            _write(sheet, page, looks)
            _set_up(sheet, page, about.footer)
    return buffer.getvalue()


def _free_name(title: str, taken: set[str]) -> str:
    """Find a name that a sheet may have and no other has."""
    plain = _NOT_IN_A_NAME.sub(" ", title).strip() or "Table"
    name, number = _cut(plain, LONGEST_NAME), 2
    while name.casefold() in taken or name.casefold() == "history":
        ending = f" {number}"
        name, number = _cut(plain, LONGEST_NAME - len(ending)) + ending, number + 1
    taken.add(name.casefold())
    return name


def _cut(text: str, most: int) -> str:
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", errors="ignore").strip()


def _write(sheet: Worksheet, page: Page, looks: _Looks) -> None:
    for index, line in enumerate(page.above):
        sheet.write_string(index, 0, line, looks.title if index == 0 else None)
    top = _top(page)
    for column, head in enumerate(page.heads):
        is_of_numbers = any(isinstance(row[column], int | float) for row in page.rows)
        sheet.write_string(top, column, head, looks.head_of_numbers if is_of_numbers else looks.head)
    for index, row in enumerate(page.rows, top + 1):
        for column, cell in enumerate(row):
            _write_cell(sheet, index, column, cell, looks)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    match cell:
        case str():
            sheet.write_string(row, column, cell, looks.text)
        case int():
            sheet.write_number(row, column, cell, looks.whole)
        case float():
            sheet.write_number(row, column, cell, looks.number)
        case date():
            sheet.write_datetime(row, column, cell, looks.day)
        case _:
            sheet.write_string(row, column, format_number(None), looks.text)


def _set_up(sheet: Worksheet, page: Page, name: str) -> None:
    """Set how it is seen and printed: the headings stay in sight and are on every page."""
    for column, head in enumerate(page.heads):
        sheet.set_column(column, column, min(WIDEST, max(map(len, (head, *_texts(page.rows, column)))) + 3))
    if page.heads:
        sheet.freeze_panes(_top(page) + 1, 0)
        sheet.repeat_rows(_top(page))
    sheet.set_landscape()
    sheet.set_paper(1)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{name}&RPage &P of &N")


def _top(page: Page) -> int:
    return len(page.above) + 1


def _texts(rows: Iterable[Sequence[Any]], column: int) -> list[str]:
    return [format_date(row[column]) if isinstance(row[column], date) else str(row[column]) for row in rows]
