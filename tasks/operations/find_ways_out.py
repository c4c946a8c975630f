"""How and when the messages of editions left: by mail, or into the folder outbox/."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from tasks.context import ProgramContext
from tasks.operations.left_by_mail import has_left_by_mail
from tasks.program_folder.paths import OUTBOX
from tasks.store.messages import SentEdition, list_sent_editions

EditionKey = tuple[str, str, int]


class WayOut(NamedTuple):
    """How an edition's message left, and on which day first; false and none: it has not."""

    sent: Literal["outbox"] | bool = False
    on: date | None = None
    there_since: date | None = None
    """Since when its message lies in outbox/; none: it doesn't, for sending it takes it out."""


NOT_SENT = WayOut()


def find_ways_out(program: ProgramContext, connection: Connection) -> Mapping[EditionKey, WayOut]:
    """Find how each edition left, and when first: by mail, if any copy of its message did."""
    ways: dict[EditionKey, WayOut] = {}
    for message in list_sent_editions(connection, program.slug):
        key = (message.report, message.period, message.edition)
        way = _find_way(program, message)
        known = ways.get(key, way)
        there_since = min(filter(None, (way.there_since, known.there_since)), default=None)
        ways[key] = min(way, known, key=_weigh)._replace(there_since=there_since)
    return ways


def _find_way(program: ProgramContext, message: SentEdition) -> WayOut:
    is_mailed = has_left_by_mail(message, program.settings, program.folder)
    sent_on = program.local(message.sent_at).date()
    is_there = not is_mailed and _lies_in(program.folder / OUTBOX, message.name)
    return WayOut(True if is_mailed else "outbox", sent_on, sent_on if is_there else None)


def _lies_in(outbox: Path, name: str) -> bool:
    """Tell whether a message lies where it was put; in a folder that may not be looked into nothing says it doesn't."""
    try:
        return (outbox / name).exists()
    except OSError:
        return True


def _weigh(way: WayOut) -> tuple[bool, date]:
    """Put what left by mail first, then what left first."""
    return way.sent is not True, way.on or date.max
