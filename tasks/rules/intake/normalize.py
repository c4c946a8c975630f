"""Bringing a cell into one form, whatever export it came from.

The same answer reaches us as `9/30/2026` (Google Sheets' CSV), `2026-09-30` (Google Forms' own CSV), a real date
(Excel) or a serial number. Fingerprints and rules see one text for all of them; a cell that cannot be read as its
kind stays as it is, trimmed, and its rule says what is wrong with it. Digits are ASCII digits everywhere.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, assert_never
from unicodedata import normalize
from zoneinfo import ZoneInfo

from schemas.tabs import Cells, Column, Kind
from tasks.rules.intake.distinct import Distinct

Cell = Any
"""What a reader finds in a cell: str, int, float, bool, date, datetime or None."""

SHEET_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial dates carry no zone: they are local times
LARGEST_SERIAL = 2_958_466
SECONDS_A_DAY = 86_400

_DAY = r"(?:(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})|(?P<Y>\d{4})(?P<s>[-/])(?P<M>\d{1,2})(?P=s)(?P<D>\d{1,2}))"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,6})?)?(?:[ \u202f]?(?P<half>[AaPp])[Mm])?"
"""Before AM and PM newer browsers put a narrow space that does not break."""

_ZONE = r"(?P<zone>[A-Z]{1,5})?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?"
_INSTANT = re.compile(rf"{_DAY}(?:[ T]{_TIME}(?: ?{_ZONE})?)?", re.ASCII)

_PLAIN_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d:[0-5]\d", re.ASCII)

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


def normalize_text(cell: Cell) -> str:
    """Return a cell as trimmed text in Unicode's composed form; whole numbers without a point, TRUE and FALSE."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = cell if cell.isascii() else normalize("NFC", cell)
        return text.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat()
    return str(cell).upper() if isinstance(cell, bool) else str(cell)


def normalize_day(cell: Cell) -> str:
    """Return a cell as an ISO date where it is a date; else as it stands."""
    moment = _moment(cell, None)
    return moment.date().isoformat() if moment else normalize_text(cell)


def normalize_instant(cell: Cell, zone: ZoneInfo) -> str:
    """Return a cell as an ISO date-time in the agency's time, to the second, where it is one; else as it stands."""
    if isinstance(cell, str):
        return _instant_from_text(normalize_text(cell), zone)
    moment = _moment(cell, zone)  # a real date without a time is midnight: Excel's reader tells the two not apart
    return moment.isoformat() if moment else normalize_text(cell)


def _instant_from_text(text: str, zone: ZoneInfo) -> str:
    if ":" not in text:
        return text
    moment = _from_text(text, zone)
    return moment.isoformat() if moment else text


def normalize_rows(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], indexes: Sequence[int | None], zone: ZoneInfo
) -> Iterable[Cells]:
    """Normalize rows of cells: in the order of a tab's columns, each cell in its one form.

    Args:
        columns: the tab's columns.
        rows: the cells as read; a row may be shorter than the header.
        indexes: for each column its index in a row, or none where the tab lacks it.
        zone: the agency's time zone.

    Each distinct cell is brought into form once: most answers repeat.
    """
    width = max((index for index in indexes if index is not None), default=-1) + 1
    whole = [row if len(row) >= width else [*row, *[None] * (width - len(row))] for row in rows]
    texts = [
        _column([row[index] for row in whole], column.kind, zone) if index is not None else [""] * len(whole)
        for column, index in zip(columns, indexes, strict=True)
    ]
    return zip(*texts, strict=True)


def _column(cells: list[Cell], kind: Kind, zone: ZoneInfo) -> list[str]:
    match kind:
        case Kind.INSTANT:
            return _instants(cells, zone)
        case Kind.DAY | Kind.EXPIRY:
            return _distinct(cells, normalize_day)
        case Kind.TEXT:
            return _distinct(cells, normalize_text)
        case _:
            assert_never(kind)


def _distinct(cells: list[Cell], normalize_cell: Callable[[Cell], str]) -> list[str]:
    texts = Distinct(normalize_cell)
    # True equals 1 as a key, but is not the answer 1.
    return [texts[cell] if type(cell) is not bool else normalize_cell(cell) for cell in cells]


def _instants(cells: list[Cell], zone: ZoneInfo) -> list[str]:
    """Normalize date-times: they hardly ever repeat, but their days do; a plain clock beside a known day is quick."""
    days = Distinct(_plain_day)
    texts = []
    for cell in cells:
        day, _, clock = cell.partition(" ") if isinstance(cell, str) else ("", "", "")
        if _PLAIN_CLOCK.fullmatch(clock) and days[day]:
            texts.append(f"{days[day]}T{clock:0>8}")
        else:
            texts.append(normalize_instant(cell, zone))
    return texts


def _plain_day(cell: str) -> str:
    """Return a day as an ISO date, or nothing."""
    moment = None if ":" in cell else _from_text(cell, None)
    return moment.date().isoformat() if moment else ""


def _moment(cell: Cell, zone: ZoneInfo | None) -> datetime | None:
    if isinstance(cell, datetime):
        return _to_the_second(cell)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a day has no zone
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_serial(cell)
    return _from_text(normalize_text(cell), zone) if isinstance(cell, str) else None


def _to_the_second(moment: datetime) -> datetime | None:
    try:
        return (moment + timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=None)
    except OverflowError:  # the last instant of the calendar
        return None


def _from_serial(serial: float) -> datetime | None:
    if not 1 <= serial < LARGEST_SERIAL:
        return None
    try:
        return SHEET_EPOCH + timedelta(seconds=round(serial * SECONDS_A_DAY))
    except OverflowError:  # the last half second of the calendar
        return None


def _from_text(text: str, zone: ZoneInfo | None) -> datetime | None:
    found = _INSTANT.fullmatch(text)
    if not found:
        return None
    try:
        moment = datetime(  # noqa: DTZ001 - local time, as the sheet has it
            int(found["y"] or found["Y"]), int(found["m"] or found["M"]), int(found["d"] or found["D"]),
            _hour(found), int(found["minute"] or 0), int(found["second"] or 0),
        )  # fmt: skip
    except ValueError:
        return None
    return _in_zone(moment, found["zone"], found["offset"], zone)


def _hour(found: re.Match[str]) -> int:
    hour = int(found["hour"] or 0)
    if not found["half"]:
        return hour
    if not 1 <= hour <= 12:
        msg = "not an hour of a twelve-hour clock"
        raise ValueError(msg)
    return hour % 12 + (12 if found["half"] in "Pp" else 0)


def _in_zone(moment: datetime, name: str | None, offset: str | None, zone: ZoneInfo | None) -> datetime | None:
    """Return the agency's local time of a moment that names its own zone; none where that zone is not known."""
    if zone is None or not (name or offset):
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
