"""What a count sheet lists: where to look for what, and never how much should be there."""

from datetime import date
from typing import NamedTuple


class CountLine(NamedTuple):
    """A line to count; without a lot all of the item together."""

    item: str
    lot: str | None
    expires: date | None
    is_recalled: bool
    is_expired: bool


class CountSheet(NamedTuple):
    """The sheet of a location."""

    location: str
    lines: tuple[CountLine, ...]
