"""Writes a generated program's folder in the style of one of three exports.

Google Sheets' CSV, Google Forms' own CSV, and the Excel workbook of Microsoft Forms; each with its columns in
any order, worded in other ways, and with columns between them that no one may read.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from schemas.tabs import COLUMNS, Tab
from tests.generator.model import Cell, Generated, Row, Said
from tests.generator.random_settings import settings_toml

NEW_YORK = ZoneInfo("America/New_York")
TYPED_AS_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,3})?")
FREE_TEXT = ("", "SYNTHETIC: John Doe, 518-555-0100", "two lines\nand a comma, too", "=1+1", "9/30/2026", "2")
EXTRA_TITLES = ("Email Address", "Anything else", "ID", "Start time", "Name", "Column 9")
OTHER_WORDINGS = {
    "date": "When was it?",
    "unit": "Your unit",
    "zip": "ZIP code of the call",
    "kits": "How many kits did you leave?",
    "lot": "Lot on the carton",
    "reason": "Why?",
}


class Style(Enum):
    """Whose export it is."""

    SHEETS = "Google Sheets' CSV"
    FORMS = "Google Forms' own CSV"
    EXCEL = "the workbook of Microsoft Forms"


def write_folder(program: Generated, folder: Path, style: Style, rng: Random) -> None:
    """Write lbn.toml and the four tabs."""
    folder.mkdir(parents=True, exist_ok=True)
    wordings = {name: title for name, title in OTHER_WORDINGS.items() if rng.random() < 0.2}
    tabs: dict[Tab, Sequence[Row]] = {
        Tab.RESPONSES: program.responses,
        Tab.INVENTORY: program.inventory,
        Tab.COUNTS: program.counts,
        Tab.TRAINING: program.training,
    }
    files = {}
    for tab, rows in tabs.items():
        if not rows and rng.random() < 0.5:
            continue  # a program may keep no such tab
        name = tab.value + (".xlsx" if style is Style.EXCEL else ".csv")
        files[tab.name.lower()] = name
        titles = _titles(tab, style, rng, wordings if tab is Tab.RESPONSES else {}, program.columns_left_out)
        _write(folder / name, _grid(rows, titles, style, rng), style, rng)
    (folder / "lbn.toml").write_text(settings_toml(program.settings, files, wordings), encoding="utf-8")


def _titles(
    tab: Tab, style: Style, rng: Random, wordings: Mapping[str, str], left_out: frozenset[str]
) -> list[tuple[str, str]]:
    """Field and title of each column, in some order; columns that no one reads have no field."""
    titles = []
    for column in COLUMNS[tab]:
        if column.field not in left_out or tab is not Tab.RESPONSES:
            title = column.titles[-1] if style is Style.EXCEL else column.titles[0]
            titles.append((column.field, _as_worded(wordings.get(column.field, title), rng)))
    titles += [("", title) for title in rng.sample(EXTRA_TITLES, rng.randint(0, 4))]
    if rng.random() < 0.5:
        rng.shuffle(titles)
    return titles


def _as_worded(title: str, rng: Random) -> str:
    """Titles are matched without regard to case, outer spaces and a trailing asterisk."""
    return rng.choice((title, title, title, title, title.upper(), f" {title}  ", f"{title}*", f"{title} *"))


def _grid(rows: Sequence[Row], titles: list[tuple[str, str]], style: Style, rng: Random) -> list[list[object]]:
    header: list[object] = [title for _, title in titles]
    return [header, *([_written(row, name, style, rng) for name, _ in titles] for row in rows)]


def _written(row: Row, name: str, style: Style, rng: Random) -> object:
    if not name:
        return rng.choice(FREE_TEXT)
    cell = row.answers.get(name, Said("")).cell
    if style is Style.EXCEL:
        return _in_workbook(cell, name, rng)
    return _in_csv(cell, style)


def _in_csv(cell: Cell, style: Style) -> str:
    if isinstance(cell, datetime):
        return _google_forms_time(cell) if style is Style.FORMS else _google_sheets_time(cell)
    if isinstance(cell, date):
        return cell.isoformat() if style is Style.FORMS else f"{cell.month}/{cell.day}/{cell.year}"
    return cell


def _google_sheets_time(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment.year} {moment.hour}:{moment:%M:%S}"


def _google_forms_time(moment: datetime) -> str:
    half = "AM" if moment.hour < 12 else "PM"
    zone = moment.replace(tzinfo=NEW_YORK).tzname()
    return f"{moment:%Y/%m/%d} {moment.hour % 12 or 12}:{moment:%M:%S} {half} {zone}"


def _in_workbook(cell: Cell, name: str, rng: Random) -> object:
    """Excel keeps dates as dates, and makes a number of what looks like one unless the cell is text."""
    if not isinstance(cell, str):
        return cell
    if cell == "TRUE":
        return True
    if name in {"submitted", "date", "expires"} or rng.random() < 0.5 or not TYPED_AS_NUMBER.fullmatch(cell):
        return cell or None
    return float(cell) if "." in cell else int(cell)


def _write(path: Path, grid: list[list[object]], style: Style, rng: Random) -> None:
    if style is Style.EXCEL:
        _write_workbook(path, grid)
        return
    encoding = rng.choice(("utf-8", "utf-8-sig"))
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator=rng.choice(("\n", "\r\n"))).writerows(grid)


def _write_workbook(path: Path, grid: list[list[object]]) -> None:
    book = Workbook()
    sheet = book.active
    for number, line in enumerate(grid, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(row=number, column=column, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with = stays a text
    book.save(path)
