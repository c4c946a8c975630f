"""Rows of the Inventory, Counts and Training tabs become movements, counts and trainings, or are held.

A row that cannot be used is held with its codes, never guessed (contract, section "Tabs").
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from schemas.agency import ItemKind
from schemas.finding import Code, HeldRow
from schemas.inventory import COURSE_CHOICES, MOST_QUANTITY, Count, Course, Movement, MovementKind, Training
from schemas.plain_text import fold_name
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Cells, Tab
from tasks.rules.intake.validate import read_day, read_whole_number

_LOT = re.compile(r"[A-Z0-9-]{2,20}")
_COURSE = re.compile(r"[^\W_][\w ,.;()&/'’:+–—-]{0,59}")
_MONTH_NUMBER = re.compile(r"(?:(?P<Y>[0-9]{4})[-/](?P<M>0?[1-9]|1[0-2])|(?P<m>0?[1-9]|1[0-2])[-/](?P<y>[0-9]{4}))")
_MONTH_NAME = re.compile(r"(?P<d>[0-9]{1,2})?[ -]?(?P<name>[A-Za-z]{3,9})\.?[ -]?(?P<y>[0-9]{4})")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


class StockVocabulary(NamedTuple):
    """The closed lists against which stock rows are validated: by name, for case makes no difference."""

    locations: Mapping[str, str]
    items: Mapping[str, str]
    lasting: frozenset[str]
    """The items that need no expiry: bags and cards, which are of the kind `other`."""


def build_stock_vocabulary(settings: Settings) -> StockVocabulary:
    """Collect the locations and items of a program."""
    locations = {fold_name(name): name for name in settings.locations}
    locations |= {fold_name(alias): unit.name for unit in settings.units for alias in unit.aliases}
    items = {fold_name(item.name): item.code for item in settings.items}
    codes = {fold_name(item.code): item.code for item in settings.items}
    lasting = frozenset(item.code for item in settings.items if item.kind is ItemKind.OTHER)
    return StockVocabulary(locations, items | codes, lasting)


StockRow = Movement | Count | Training | HeldRow


def validate_movements(rows: Sequence[Cells], words: StockVocabulary) -> list[Movement | HeldRow]:
    """Validate the rows of the Inventory tab; the order of the day's transfers is the tab's."""
    todays: Counter[date] = Counter()
    validated = []
    for row in rows:
        movement = _movement(_named(Tab.INVENTORY, row), words)
        if isinstance(movement, Movement) and movement.kind is MovementKind.TRANSFERRED:
            movement = movement.model_copy(update={"day_order": todays[movement.moved_on]})
            todays[movement.moved_on] += 1
        validated.append(movement)
    return validated


def validate_counts(rows: Sequence[Cells], words: StockVocabulary) -> list[Count | HeldRow]:
    """Validate the rows of the Counts tab; the order of the day's counts is the tab's."""
    todays: Counter[date] = Counter()
    validated = []
    for row in rows:
        count = _count(_named(Tab.COUNTS, row), words)
        if isinstance(count, Count):
            count = count.model_copy(update={"day_order": todays[count.counted_on]})
            todays[count.counted_on] += 1
        validated.append(count)
    return validated


def validate_trainings(rows: Sequence[Cells], words: StockVocabulary) -> list[Training | HeldRow]:
    """Validate the rows of the Training tab."""
    return [_training(_named(Tab.TRAINING, row), words) for row in rows]


def read_lot_number(text: str) -> str | None:
    """Read a lot as on the carton: 2 to 20 of A-Z, 0-9 and the hyphen, upper-cased."""
    lot = text.upper()
    return lot if text.isascii() and _LOT.fullmatch(lot) else None


def read_expiry(text: str) -> date | None:
    """Read the last day on which a lot may be used: a date, or a month, which means its last day."""
    day = read_day(text)
    if day:
        return day
    month = _MONTH_NUMBER.fullmatch(text)
    if month:
        return _last_day(int(month["Y"] or month["y"]), int(month["M"] or month["m"]))
    return _named_month(text)


def read_quantity(text: str, least: int) -> int | None:
    """Read a whole number of pieces or people."""
    number = read_whole_number(text)
    return number if number is not None and least <= number <= MOST_QUANTITY else None


def read_course(text: str) -> Course | None:
    """Read one of the courses; another course's name counts as Other, and its text is dropped."""
    if not _COURSE.fullmatch(text):
        return None
    return _COURSES.get(text.casefold(), Course.OTHER)


_COURSES = {title.casefold(): course for title, course in COURSE_CHOICES.items()}


def _movement(row: dict[str, str], words: StockVocabulary) -> Movement | HeldRow:
    moved_on = read_day(row["date"])
    kind = _movement_kind(row["movement"])
    item = words.items.get(row["item"].casefold())
    lot = read_lot_number(row["lot"])
    expires_on = read_expiry(row["expires"]) if row["expires"] else None
    quantity = read_quantity(row["quantity"], least=1)
    origin = words.locations.get(row["from"].casefold())
    destination = words.locations.get(row["to"].casefold())
    needs_origin = kind is not MovementKind.RECEIVED
    needs_destination = kind in (MovementKind.RECEIVED, MovementKind.TRANSFERRED)
    needs_expiry = bool(row["expires"]) or (kind is MovementKind.RECEIVED and item not in words.lasting)
    codes = _codes(
        (Code.DATE_UNREADABLE, moved_on is None),
        (Code.MOVEMENT_UNKNOWN, kind is None),
        (Code.ITEM_UNKNOWN, item is None),
        (Code.LOT_INVALID, lot is None),
        (Code.EXPIRY_INVALID, needs_expiry and expires_on is None),
        (Code.QUANTITY_INVALID, quantity is None),
        (
            Code.LOCATION_UNKNOWN,
            kind is not None and ((needs_origin and not origin) or (needs_destination and not destination)),
        ),
    )
    if moved_on is None or kind is None or item is None or lot is None or quantity is None or codes:
        return HeldRow(codes, moved_on)
    return Movement(
        moved_on=moved_on,
        kind=kind,
        item=item,
        lot=lot,
        expires_on=expires_on,
        quantity=quantity,
        origin=origin if needs_origin else None,
        destination=destination if needs_destination else None,
        day_order=0,
    )


def _count(row: dict[str, str], words: StockVocabulary) -> Count | HeldRow:
    counted_on = read_day(row["date"])
    location = words.locations.get(row["location"].casefold())
    item = words.items.get(row["item"].casefold())
    lot = read_lot_number(row["lot"])
    counted = read_quantity(row["counted"], least=0)
    codes = _codes(
        (Code.DATE_UNREADABLE, counted_on is None),
        (Code.LOCATION_UNKNOWN, location is None),
        (Code.ITEM_UNKNOWN, item is None),
        (Code.LOT_INVALID, bool(row["lot"]) and lot is None),
        (Code.COUNT_INVALID, counted is None),
    )
    if counted_on is None or location is None or item is None or counted is None or codes:
        return HeldRow(codes, counted_on)
    return Count(counted_on=counted_on, location=location, item=item, lot=lot, counted=counted, day_order=0)


def _training(row: dict[str, str], words: StockVocabulary) -> Training | HeldRow:
    trained_on = read_day(row["date"])
    unit = words.locations.get(row["unit"].casefold())
    course = read_course(row["course"])
    people = read_quantity(row["people"], least=0)
    codes = _codes(
        (Code.DATE_UNREADABLE, trained_on is None),
        (Code.LOCATION_UNKNOWN, unit is None),
        (Code.COURSE_INVALID, course is None),
        (Code.COUNT_INVALID, people is None),
    )
    if trained_on is None or unit is None or course is None or people is None:
        return HeldRow(codes, trained_on)
    return Training(trained_on=trained_on, unit=unit, course=course, people=people)


def _named(tab: Tab, row: Cells) -> dict[str, str]:
    return {column.field: text for column, text in zip(COLUMNS[tab], row, strict=True)}


def _codes(*checks: tuple[Code, bool]) -> tuple[Code, ...]:
    return tuple(code for code, is_wrong in checks if is_wrong)


def _movement_kind(text: str) -> MovementKind | None:
    word = text.casefold()
    return MovementKind(word) if word in list(MovementKind) else None


def _named_month(text: str) -> date | None:
    """Read `Jun 2028`, `June 2028`, or `1DEC2018` as printed on cartons."""
    found = _MONTH_NAME.fullmatch(text)
    months = [number for number, name in enumerate(_MONTHS, 1) if found and name.startswith(found["name"].lower())]
    if not found or len(months) != 1:
        return None
    if not found["d"]:
        return _last_day(int(found["y"]), months[0])
    return read_day(f"{found['y']}-{months[0]:02d}-{int(found['d']):02d}")


def _last_day(year: int, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if year else None
