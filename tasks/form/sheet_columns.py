"""The Sheet's tabs as people fill them in: which answers a cell takes, and which cells Sheets must leave as typed.

Sheets makes 6390 of the ZIP 06390, 100000 of the lot 1E5 and June 1 of the expiry 2028-06, unless the column is plain
text.
"""

from enum import StrEnum
from typing import NamedTuple

from schemas.inventory import COURSE_CHOICES, MOST_QUANTITY, MovementKind
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Tab

FILLED_IN_BY_HAND = (Tab.INVENTORY, Tab.COUNTS, Tab.TRAINING)


class Takes(StrEnum):
    """What a cell may hold."""

    DAY = "day"
    CHOICE = "choice"
    NUMBER = "number"
    PLAIN_TEXT = "plain text"


class SheetColumn(NamedTuple):
    """A column of a tab, and what its cells take."""

    title: str
    takes: Takes
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0


class SheetTab(NamedTuple):
    """A tab that the coordinator fills in."""

    title: str
    columns: tuple[SheetColumn, ...]


def list_sheet_tabs(settings: Settings) -> tuple[SheetTab, ...]:
    """List the tabs beside the form's own, with all their columns."""
    return tuple(
        SheetTab(tab.value, tuple(_column(column.field, column.titles[0], settings) for column in COLUMNS[tab]))
        for tab in FILLED_IN_BY_HAND
    )


def list_plain_text_answers() -> tuple[str, ...]:
    """List the titles of the form's own columns that must be left as typed."""
    return tuple(column.titles[0] for column in COLUMNS[Tab.RESPONSES] if column.field in ("zip", "lot"))


def _column(field: str, title: str, settings: Settings) -> SheetColumn:
    choices = _choices(settings).get(field)
    if choices:
        return SheetColumn(title, Takes.CHOICE, choices=choices)
    least = {"quantity": 1, "counted": 0, "people": 0}.get(field)
    if least is not None:
        return SheetColumn(title, Takes.NUMBER, least=least, most=MOST_QUANTITY)
    return SheetColumn(title, Takes.DAY if field == "date" else Takes.PLAIN_TEXT)


def _choices(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Return the closed lists of the fields that have one."""
    return {
        "movement": tuple(MovementKind),
        "item": tuple(item.code for item in settings.items),
        "course": tuple(COURSE_CHOICES),
        **dict.fromkeys(("from", "to", "location", "unit"), settings.locations),
    }
