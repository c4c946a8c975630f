"""Read the rows that count once while they stay as they are: one run asks for the same rows several times."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from schemas.inventory import Count, Movement, Training
from schemas.tabs import Tab
from tasks.store.rows import load_days, load_facts
from tasks.store.seals import find_seals_of_rows

Rows = TypeVar("Rows")


class _Kept(NamedTuple):
    """What was read, by its kind, and the state of the rows of which it was read."""

    state: tuple[object, ...]
    read: dict[str, Any]


_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
"""What was read last over each way into a database: it lasts as long as the program is open."""


def read_movements(connection: Connection, program: str) -> list[Movement]:
    """Read the rows of the Inventory tab that count, in no order; the list is shared, and not to be changed."""
    return _read_facts(connection, program, Tab.INVENTORY)


def read_counts(connection: Connection, program: str) -> list[Count]:
    """Read the rows of the Counts tab that count, as `read_movements` does."""
    return _read_facts(connection, program, Tab.COUNTS)


def read_trainings(connection: Connection, program: str) -> list[Training]:
    """Read the rows of the Training tab that count, as `read_movements` does."""
    return _read_facts(connection, program, Tab.TRAINING)


def read_days(connection: Connection, program: str) -> list[date]:
    """Read the days of all distributions, in order, a day as often as there were distributions; shared likewise."""
    return _read_once(connection, program, "days of distributions", lambda: load_days(connection, program))


def _read_facts(connection: Connection, program: str, tab: Tab) -> list[Any]:
    return _read_once(connection, program, tab.value, lambda: load_facts(connection, program, tab))


def _read_once(connection: Connection, program: str, kind: str, read: Callable[[], Rows]) -> Rows:
    """Read, or give what was read before, where the seals of the rows say that they are the same."""
    seals = find_seals_of_rows(connection, program)
    if seals is None:
        return read()
    state, kept = (program, seals), _kept.get(connection.engine)
    if kept is None or kept.state != state:
        kept = _kept[connection.engine] = _Kept(state, {})
    if kind not in kept.read:
        kept.read[kind] = read()
    return cast("Rows", kept.read[kind])
