"""report.xlsx: the figures in the order of the form they are typed into, and every table in full.

Each cell is written as what it is, text, number or day, so that no text becomes a formula or a link.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date
from io import BytesIO
from typing import Any, NamedTuple

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from schemas.figures import Measured, Number, Table
from schemas.message import ReportMessage
from tasks.messages.formatting import NOT_TRACKED, format_date, format_number, format_period, format_span, format_time
from tasks.messages.report import sentences, why
from tasks.messages.report.completeness import write_not_included, write_silence
from tasks.messages.report.held import count_held, count_held_of
from tasks.messages.report.lots import NOT_RECORDED, list_lots, write_lots_title
from tasks.messages.report.not_tracked import has_lots, write_not_tracked
from tasks.messages.report.released_tables import name_table, write_made_on, write_small_cells
from tasks.messages.report.tables import format_label

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


def write_workbook(message: ReportMessage) -> bytes:
    """Write the whole file; the same message gives the same bytes."""
    buffer = BytesIO()
    with Workbook(buffer, TEXT_IS_TEXT) as book:
        book.set_properties(
            {
                "title": f"{message.definition.title}, {sentences.write_name(message)}",
                "author": message.figures.agency,
                "comments": sentences.write_standing(message),
                "created": message.made_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        looks, taken = _Looks(book), set[str]()
        for page in _pages(message):
            sheet = book.add_worksheet(_free_name(page.name, taken))
            _write(sheet, page, looks)
            _set_up(sheet, page, sentences.write_name(message))
    return buffer.getvalue()


def _pages(message: ReportMessage) -> list[Page]:
    heading = (
        f"{message.definition.title}, {format_period(message.figures.period)}",
        f"{message.figures.agency}. {sentences.write_addressee(message)}.",
        f"{format_span(message.first_on, message.last_on)}. {sentences.write_name(message)}.",
    )
    return [
        _portal(message, heading),
        *(_table(table, message, heading) for table in message.figures.tables),
        *([_lots(message, heading)] if has_lots(message) else []),
        _changes(message, heading),
        _about(message, heading),
    ]


def _portal(message: ReportMessage, heading: tuple[str, ...]) -> Page:
    """Put the figures in the order of the form: one that is not tracked keeps its row, and says so."""
    before = message.before if message.before_period and message.before is not None else None
    heads = ["Figure", format_period(message.figures.period)]
    if before is not None and message.before_period:
        heads.append(format_period(message.before_period))
    has_held = bool(count_held(message.figures))
    rows = tuple(
        (
            message.measure_titles[name],
            _tracked(value),
            *([_tracked(before.get(name))] if before is not None else []),
            *([count_held_of(name, message.figures)] if has_held else []),
        )
        for name, value in message.figures.measures.items()
    )
    name = "Portal" if sentences.has_form(message) else "Figures"
    above = (*heading, sentences.write_standing(message), *([write_not_included(message)] if has_held else []))
    return Page(name, above, (*heads, *(["Records not included"] if has_held else [])), rows)


def _tracked(value: Measured) -> Cell:
    return NOT_TRACKED if value is None else value


def _table(table: Table, message: ReportMessage, heading: tuple[str, ...]) -> Page:
    heads = [message.grouping_titles[name] for name in table.by]
    heads += [message.measure_titles[name] for name in table.measures]
    rows = tuple(
        (*(format_label(str(text), by) for text, by in zip(row, table.by, strict=False)), *row[len(table.by) :])
        for row in table.rows
    )
    made = (said,) if (said := write_made_on(table)) else ()
    return Page(table.title, (*heading, name_table(table), *made), tuple(heads), rows)


def _lots(message: ReportMessage, heading: tuple[str, ...]) -> Page:
    rows = tuple(
        (lot.location, lot.item, lot.lot or NOT_RECORDED, lot.expires_on or NOT_RECORDED, lot.on_hand)
        for lot, _, _ in list_lots(message)
    )
    above = (*heading, write_lots_title(message))
    return Page("Lots", above, ("Where", "Item", "Lot", "Expires", "On hand"), rows)


def _changes(message: ReportMessage, heading: tuple[str, ...]) -> Page:
    figures = message.figures
    if not figures.supersedes:
        return Page("What changed", (*heading, "There is no earlier edition of this report."), (), ())
    said = (why.write_replaces(message), why.explain_changes(message, is_for_paper=True), why.write_rest(message))
    above = (*heading, *(sentence for sentence in said if sentence))
    heads = ("Figure", f"Edition {figures.supersedes}", f"Edition {figures.edition}")
    rows = tuple(
        (why.write_changed(change, message), why.find_was(change), why.find_now(change, message))
        for change in figures.changes
    )
    return Page("What changed", above, heads, rows)


def _about(message: ReportMessage, heading: tuple[str, ...]) -> Page:
    facts = [
        *([("About", message.definition.about)] if message.definition.about else []),
        ("Agency", message.figures.agency),
        ("Addressee", sentences.name_addressee(message) or "The agency itself"),
        *([("Contact", message.contact)] if message.contact else []),
        ("Report", sentences.write_name(message)),
        ("Days", format_span(message.first_on, message.last_on)),
        ("Data as of", format_time(message.read_at)),
        *([] if sentences.is_for_public(message) else [("Newest distribution", _write_newest(message))]),
        ("Official form", sentences.write_standing(message)),
        ("Is it complete?", _write_completeness(message)),
        ("Not tracked", write_not_tracked(message) or "Everything in this report is tracked."),
        ("Small groups", write_small_cells(message) or "Shown as they are."),
        ("Kit", "One package of naloxone, as left with a person."),
        ("Dose", "A single use; the program's settings say how many doses a kit holds."),
        ("NYC unit", "Two doses."),
        ("Distribution", "Kits left once, by one officer: one row of the form."),
        ("Individuals trained", "People shown how to use naloxone when kits were left."),
        ("Not recorded", "The question was left empty, which does not mean none."),
        *(("Unit without a distribution", unit) for unit in message.silent_units),
    ]
    return Page("About", heading, ("What", "In words"), tuple(facts))


def _write_newest(message: ReportMessage) -> str:
    return format_date(message.newest_entry) if message.newest_entry else "none yet"


def _write_completeness(message: ReportMessage) -> str:
    return " ".join(part for part in (write_silence(message), write_not_included(message)) if part)


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
