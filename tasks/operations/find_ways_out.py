"""How and when the messages of editions left: by mail, or into the folder outbox/."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from tasks.context import ProgramContext
from tasks.operations.left_by_mail import has_left_by_mail
from tasks.store.messages import SentEdition, list_sent_editions

EditionKey = tuple[str, str, int]


class WayOut(NamedTuple):
    """How an edition's message left, and on which day first; false and none: it has not."""

    sent: Literal["outbox"] | bool = False
    on: date | None = None


NOT_SENT = WayOut()


def find_ways_out(program: ProgramContext, connection: Connection) -> Mapping[EditionKey, WayOut]:
    """Find how each edition left, and when first: by mail, if any copy of its message did."""
    ways: dict[EditionKey, WayOut] = {}
    for message in list_sent_editions(connection, program.slug):
        key = (message.report, message.period, message.edition)
        way = _find_way(program, message)
        ways[key] = min(way, ways.get(key, way), key=_weigh)
    return ways


def _find_way(program: ProgramContext, message: SentEdition) -> WayOut:
    is_mailed = has_left_by_mail(message, program.settings, program.folder)
    return WayOut(True if is_mailed else "outbox", program.local(message.sent_at).date())


def _weigh(way: WayOut) -> tuple[bool, date]:
    """Put what left by mail first, then what left first."""
    return way.sent is not True, way.on or date.max
