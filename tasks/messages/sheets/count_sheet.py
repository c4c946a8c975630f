"""The sheets to count by: which lots to look for, and never how many there should be."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from schemas.settings import Settings
from schemas.sheets import CountLine, CountSheet
from schemas.tabs import COLUMNS, Tab
from tasks.messages.formatting import format_date
from tasks.messages.long_words import break_in_cell
from tasks.messages.sheets.page import Block, Fields, Grid, Note, Page, Steps, Ticks, build_sheets

EMPTY_LINES = 4
FEWEST_LINES = 8
"""So many lines a sheet has at least, of which those that nothing is printed in are for lots found."""

HEADS = ("Item", "Lot", "Expires", "Counted")
WIDTHS = (3.0, 1.4, 2.2, 1.2)
ALL_LOTS = "all together"

LEAD = (
    "Count every carton and kit at this location: shelves, cabinets, bags, cars. Don't look up what is recorded. Write "
    "a number in each line, 0 where nothing is there."
)
STORAGE = (
    ("Temperature", "as the carton says; nothing froze, nothing lay in a hot car"),
    ("Light", "kept in the carton or in the dark, out of the sun"),
    ("Sealed", "every kit and carton closed and undamaged"),
    ("Apart", "expired, recalled and damaged kits lie apart, and so do officers' own"),
)
NO_TAB = (
    f"lbn.toml names no Counts tab, so a count is read by nobody yet: make a tab or a file with the columns "
    f"{', '.join(column.titles[0] for column in COLUMNS[Tab.COUNTS])}, and name it as source.counts."
)
SET_APART = "Lots marked “recalled” or “expired” are counted, too, and then kept apart: nobody is given one."


def is_counted(settings: Settings) -> bool:
    """Tell whether lbn.toml names the tab that counts are entered in."""
    return Tab.COUNTS in settings.source.titles


def build_count_sheets(sheets: Iterable[CountSheet], settings: Settings, today: date, read_on: date) -> dict[str, Any]:
    """Build the document of all locations, a page each; its lots are those of the day of the last reading."""
    names = {item.code: item.name for item in settings.items}
    pages = [Page(f"Count sheet: {one.location}", LEAD, _list_blocks(one, names, settings)) for one in sheets]
    name, made = f"Count sheets, {format_date(today)}", f"Lots as read on {format_date(read_on)}"
    return build_sheets(name, settings.agency.name, made, pages)


def _list_blocks(sheet: CountSheet, names: Mapping[str, str], settings: Settings) -> tuple[Block, ...]:
    empty = ("",) * len(HEADS)
    listed = [(f"{names[line.item]} ({line.item})", _write_lot(line), _write_expiry(line), "") for line in sheet.lines]
    added = max(EMPTY_LINES, FEWEST_LINES - len(listed))
    is_apart = any(line.is_recalled or line.is_expired for line in sheet.lines)
    return (
        Fields(("Date of the count", "Counted by (role or initials)", "Time")),
        Grid("What is there", HEADS, WIDTHS, (*listed, *(empty,) * added)),
        *([Note(SET_APART)] if is_apart else []),
        Ticks("Storage: tick what is so, write below what isn't", STORAGE),
        Fields(("What isn't so, and what was done about it",)),
        Steps("To enter it in the Counts tab", _list_steps(sheet.location, settings)),
    )


def _write_lot(line: CountLine) -> str:
    """Write the lot, which may be too long for its column."""
    return break_in_cell(line.lot) if line.lot else ALL_LOTS


def _write_expiry(line: CountLine) -> str:
    """Write the last day of a lot, and what else is to be known of it."""
    said = format_date(line.expires) if line.expires else ""
    mark = "recalled" if line.is_recalled else "expired" if line.is_expired else ""
    return f"{said} ({mark})".strip() if mark else said


def _list_steps(location: str, settings: Settings) -> tuple[str, ...]:
    codes = ", ".join(item.code for item in settings.items)
    rows = (
        f"Enter a row for each line with a number, 0 too: Date, the day of the count; Location, {location}; Item, the "
        f"code in brackets ({codes}); Lot; Counted. Where the sheet says “{ALL_LOTS}”, leave Lot empty."
    )
    found = (
        "Lots that were found and aren't listed get a row, too. A row of a lot that was never received is held until "
        "the Inventory tab has the receipt."
    )
    return (
        *(() if is_counted(settings) else (NO_TAB,)),
        rows,
        found,
        "Who counted, and the ticks, stay on paper. Then lbn run reads it, and lbn reconcile says what differs.",
    )
