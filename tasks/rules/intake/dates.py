"""Dates and times as people and programs write them, read as the agency's local time.

Dates in digits alone (`3/9/2026`) are read in the order that a program's settings name; those with a month's name, ISO
dates, real dates and serial numbers say themselves what they mean.
"""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

DateOrder = Literal["mdy", "dmy"]

SHEET_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial dates carry no zone: they are local times
LARGEST_SERIAL = 2_958_466
SECONDS_A_DAY = 86_400

YEAR = r"\d{4}|\d{2}"
CENTURY = 2000
"""Two digits are a year of this century: `26` is 2026."""

_DIGITS = rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/(?P<year>{YEAR})"
_ISO = r"(?P<iso_year>\d{4})(?P<between>[-/])(?P<iso_month>\d{1,2})(?P=between)(?P<iso_day>\d{1,2})"
_DAY_FIRST = rf"(?P<day>\d{{1,2}})[- ](?P<name>[A-Za-z]{{3,9}})\.?[- ](?P<year_behind>{YEAR})"
_NAME_FIRST = rf"(?P<first_name>[A-Za-z]{{3,9}})\.? (?P<day_behind>\d{{1,2}}),? (?P<last_year>{YEAR})"
_DAY = rf"(?:{_DIGITS}|{_ISO}|{_DAY_FIRST}|{_NAME_FIRST})"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<sec>\d{2})(?:\.\d{1,9})?)?(?: ?(?P<half>[AaPp])[Mm])?"
_ZONE = r"(?P<zone>[A-Z]{1,5})?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?"
_MOMENT = re.compile(rf"{_DAY}(?:(?:,? |T){_TIME}(?: ?{_ZONE})?)?", re.ASCII)

_DIGITS_ONLY = re.compile(_DIGITS, re.ASCII)
_ISO_ONLY = re.compile(_ISO, re.ASCII)

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip

_ZONE_HOURS = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
}
"""The zones that Google Forms writes for accounts in the United States, and the universal ones."""


class DateStyle(NamedTuple):
    """How the dates of a column are to be read."""

    zone: ZoneInfo
    """The agency's."""
    order: DateOrder | None = "mdy"
    """Of dates in digits; none where a column contradicts it, so that nobody knows."""


def read_moment(cell: Any, style: DateStyle) -> datetime | None:
    """Read what a cell says as local time to the second; a text must be plain text, as to_plain_text makes it.

    In the hour of fall that comes twice, `fold` is 1 for a time that says itself that it is the second one.
    """
    if isinstance(cell, datetime):
        return _to_the_second(cell, style.zone)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a day has no zone
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_serial(cell)
    return _from_text(cell, style) if isinstance(cell, str) else None


def format_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Write a local time in ISO form; only in the hour that comes twice the second one gets its distance from UTC."""
    return moment.replace(tzinfo=zone).isoformat() if moment.fold else moment.isoformat()


def find_orders(text: str) -> frozenset[DateOrder]:
    """Find the orders in which a date in digits is a day of the calendar; none where it isn't one."""
    found = _DIGITS_ONLY.fullmatch(text)
    if not found:
        return frozenset()
    orders: tuple[DateOrder, ...] = ("mdy", "dmy")
    return frozenset(order for order in orders if _is_day(*_by_order(found, order)))


def is_iso_day(text: str) -> bool:
    """Tell whether a text is a date whose year comes first."""
    return _ISO_ONLY.fullmatch(text) is not None


def _to_the_second(moment: datetime, zone: ZoneInfo) -> datetime | None:
    try:
        local = moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment
        return (local + timedelta(milliseconds=500)).replace(microsecond=0)
    except OverflowError:  # the last instant of the calendar
        return None


def _from_serial(serial: float) -> datetime | None:
    if not 1 <= serial < LARGEST_SERIAL:
        return None
    try:
        return SHEET_EPOCH + timedelta(seconds=round(serial * SECONDS_A_DAY))
    except OverflowError:  # the last half second of the calendar
        return None


def _from_text(text: str, style: DateStyle) -> datetime | None:
    found = _MOMENT.fullmatch(text)
    if not found or (found["first"] and style.order is None):
        return None
    try:
        moment = datetime(  # noqa: DTZ001 - local time, as the sheet has it
            *_day_of(found, style.order or "mdy"), _hour(found), int(found["minute"] or 0), int(found["sec"] or 0)
        )
    except ValueError:
        return None
    return _in_zone(moment, found["zone"], found["offset"], style.zone)


def _day_of(found: re.Match[str], order: DateOrder) -> tuple[int, int, int]:
    """Return year, month and day, in whichever way they are written."""
    if found["first"]:
        return _by_order(found, order)
    if found["iso_year"]:
        return int(found["iso_year"]), int(found["iso_month"]), int(found["iso_day"])
    name, day = found["name"] or found["first_name"], found["day"] or found["day_behind"]
    return _full_year(found["year_behind"] or found["last_year"]), _month(name), int(day)


def _by_order(found: re.Match[str], order: DateOrder) -> tuple[int, int, int]:
    first, second = int(found["first"]), int(found["second"])
    month, day = (first, second) if order == "mdy" else (second, first)
    return _full_year(found["year"]), month, day


def _full_year(written: str) -> int:
    return int(written) + (CENTURY if len(written) == 2 else 0)


def _month(name: str) -> int:
    """Return a month's number by its name or its first letters, three at least; 0 where it has none."""
    return next((number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower())), 0)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _hour(found: re.Match[str]) -> int:
    hour = int(found["hour"] or 0)
    if not found["half"]:
        return hour
    if not 1 <= hour <= 12:
        msg = "not an hour of a twelve-hour clock"
        raise ValueError(msg)
    return hour % 12 + (12 if found["half"] in "Pp" else 0)


def _in_zone(moment: datetime, name: str | None, offset: str | None, zone: ZoneInfo) -> datetime | None:
    """Return the agency's local time of a moment that names its own zone; none where that zone is not known."""
    if not (name or offset):
        return moment
    if name is not None and name not in _ZONE_HOURS:
        return None
    shift = timedelta(hours=_ZONE_HOURS[name or "UTC"]) + _offset(offset or "+0")
    if abs(shift) >= timedelta(days=1):
        return None
    try:
        return moment.replace(tzinfo=timezone(shift)).astimezone(zone).replace(tzinfo=None)
    except OverflowError:  # the first or the last day of the calendar
        return None


def _offset(written: str) -> timedelta:
    hours, minutes = written[1:].split(":") if ":" in written else (written[1:3], written[3:] or "0")
    return (-1 if written[0] == "-" else 1) * timedelta(hours=int(hours), minutes=int(minutes))
