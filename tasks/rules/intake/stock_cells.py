"""Cells of the Inventory, Counts and Training tabs: one small reader for each kind, and never a guess."""

import re
from calendar import monthrange
from datetime import date

from schemas.inventory import COURSE_CHOICES, MOST_QUANTITY, Course, MovementKind
from tasks.rules.intake.validate import read_day
from tasks.rules.intake.whole_number import read_whole_number

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
EXPIRY_YEARS = range(2000, 2101)
"""No lot that anyone has expires outside of these years: such a year is a slip of the hand."""
LONGEST_LIFE_YEARS = 15
"""Nothing that is given out lasts longer than this from the day of a row that says when it expires."""

_COURSES = {title.casefold(): course for title, course in COURSE_CHOICES.items()}
_KINDS = {kind.value: kind for kind in MovementKind} | {
    "receive": MovementKind.RECEIVED,
    "receipt": MovementKind.RECEIVED,
    "receivedfromsupplier": MovementKind.RECEIVED,
    "transfer": MovementKind.TRANSFERRED,
    "return": MovementKind.RETURNED,
    "returnedtosupplier": MovementKind.RETURNED,
    "order": MovementKind.ORDERED,
    "expire": MovementKind.EXPIRED,
    "recall": MovementKind.RECALLED,
    "damage": MovementKind.DAMAGED,
    "loss": MovementKind.LOST,
}
"""The words of the tab, and others that can mean nothing else; all without spaces."""


def read_movement_kind(text: str) -> MovementKind | None:
    """Read what happened; letter case and spaces make no difference."""
    return _KINDS.get("".join(text.casefold().split()))


def read_lot_number(text: str) -> str | None:
    """Read a lot as on the carton: 2 to 20 of A-Z, 0-9 and the hyphen, upper-cased."""
    lot = text.upper()
    return lot if text.isascii() and _LOT.fullmatch(lot) else None


def read_expiry(text: str) -> date | None:
    """Read the last day on which a lot may be used: a date, or a month, which means its last day."""
    day = read_day(text) or _read_month_number(text) or _read_month_name(text)
    return day if day and day.year in EXPIRY_YEARS else None


def read_expiry_of_row(text: str, moved_on: date) -> date | None:
    """Read the last day on which a lot may be used, unless it is so long after the day of its row that it can't be."""
    expires_on = read_expiry(text)
    if expires_on is None or _is_too_late(expires_on, moved_on):
        return None
    return expires_on


def _is_too_late(expires_on: date, moved_on: date) -> bool:
    last = (moved_on.year + LONGEST_LIFE_YEARS, moved_on.month, moved_on.day)
    return (expires_on.year, expires_on.month, expires_on.day) > last


def read_quantity(text: str, least: int) -> int | None:
    """Read a whole number of pieces or people."""
    number = read_whole_number(text)
    return number if number is not None and least <= number <= MOST_QUANTITY else None


def read_course(text: str) -> Course | None:
    """Read one of the courses; another course's name counts as Other, and its text is dropped."""
    if not _COURSE.fullmatch(text):
        return None
    return _COURSES.get(text.casefold(), Course.OTHER)


def _read_month_number(text: str) -> date | None:
    found = _MONTH_NUMBER.fullmatch(text)
    return _last_day(int(found["Y"] or found["y"]), int(found["M"] or found["m"])) if found else None


def _read_month_name(text: str) -> date | None:
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
