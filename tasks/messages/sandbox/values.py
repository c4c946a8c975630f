"""What a template is given, as plain data and back: text, numbers, days, and records that have fields and nothing else.

Views are made of types of the program, with methods that templates have no use for and that lead elsewhere. What comes
out on the other side has the same fields, in the same order, and no method at all.
"""

from collections import namedtuple
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from functools import lru_cache
from typing import Any

from pydantic import BaseModel


class Record(tuple[Any, ...]):
    """The base of all records on the template's side."""

    __slots__ = ()


def to_plain(value: object) -> Any:
    """Write it as JSON can hold it; what isn't a number, a text or nothing is a list that begins with its kind.

    Raises:
        TypeError: it is of another kind, which is an error in the program.
    """
    if isinstance(value, Enum):
        return to_plain(value.value)
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, date):
        return _plain_day(value)
    if isinstance(value, Mapping):
        return ["mapping", *([to_plain(key), to_plain(one)] for key, one in value.items())]
    names = _field_names(value)
    if names is not None:
        return ["record", names, *(to_plain(getattr(value, name)) for name in names)]
    if isinstance(value, tuple | list):
        return ["list", *map(to_plain, value)]
    msg = f"a template cannot be given a {type(value).__name__}"
    raise TypeError(msg)


def _plain_day(day: date) -> list[Any]:
    if isinstance(day, datetime):
        return ["moment", day.replace(tzinfo=None).isoformat(), *_zone(day)]
    return ["day", day.isoformat()]


def _field_names(value: object) -> list[str] | None:
    if isinstance(value, BaseModel):
        return list(type(value).model_fields)
    if is_dataclass(value):
        return [field.name for field in fields(value)]
    return list(value._fields) if isinstance(value, tuple) and hasattr(value, "_fields") else None


def _zone(moment: datetime) -> tuple[float, str] | tuple[()]:
    shift = moment.utcoffset()
    return () if shift is None else (shift.total_seconds(), moment.tzname() or "")


def from_plain(plain: Any) -> Any:
    """Read the value back."""
    if not isinstance(plain, list):
        return plain
    kind, *rest = plain
    if kind == "moment":
        return _moment(*rest)
    if kind == "day":
        return date.fromisoformat(rest[0])
    if kind == "mapping":
        return {from_plain(key): from_plain(one) for key, one in rest}
    if kind == "record":
        return _record_type(tuple(rest[0]))(*map(from_plain, rest[1:]))
    return tuple(map(from_plain, rest))


def _moment(written: str, shift: float | None = None, zone: str = "") -> datetime:
    moment = datetime.fromisoformat(written)
    return moment if shift is None else moment.replace(tzinfo=timezone(timedelta(seconds=shift), zone))


@lru_cache(maxsize=256)
def _record_type(names: tuple[str, ...]) -> type:
    """Make a type with fields by name and by number, as in the program's own."""
    return type("Record", (namedtuple("Fields", names), Record), {"__slots__": ()})
