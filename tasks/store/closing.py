"""Closing what is dated before a day: it keeps counting, and all that leads from it to a row of a tab is forgotten."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, exists, func, or_, select, update

from schemas.finding import Code
from schemas.tabs import Tab
from tasks.store.closed_rows import DAY_OF, is_closed
from tasks.store.rows import CLOSED, are_of_row
from tasks.store.tables import FINGERPRINT_BYTES, ROWS_OF, findings, held_rows, programs, syncs


class ClosedRows(NamedTuple):
    """How many rows were closed, and how many were forgotten."""

    closed: dict[Tab, int]
    """Rows that go on counting."""
    withdrawn_count: int
    """Rows that counted or were held once, and were corrected or deleted since."""
    held_count: int
    """Rows on hold, which never counted."""


def close_rows(connection: Connection, program: str, before: date, at: datetime) -> ClosedRows:
    """Close all rows that are dated before a day, and forget what isn't in force of them.

    Args:
        connection: a transaction of the ledger.
        program: whose rows.
        before: the first day that stays open.
        at: when this is done.
    """
    held_count = _delete_held(connection, program, before)
    withdrawn_count = sum(_delete_withdrawn(connection, program, tab, before) for tab in ROWS_OF)
    closed = {tab: _close(connection, program, tab, before) for tab in ROWS_OF}
    for tab in ROWS_OF:
        _delete_findings_of_none(connection, program, tab)
    connection.execute(update(programs).where(programs.c.program == program).values(closed_before=before, closed_at=at))
    return ClosedRows(closed, withdrawn_count, held_count)


def _delete_held(connection: Connection, program: str, before: date) -> int:
    """Delete the rows on hold of closed days, and those dated before the program, of which the ledger keeps no day."""
    is_before_program = exists().where(
        are_of_row(held_rows),
        findings.c.tab == held_rows.c.tab,
        findings.c.code == Code.DATE_BEFORE_PROGRAM.value,
    )
    ours = (held_rows.c.program == program, held_rows.c.valid_to_sync.is_(None))
    gone = delete(held_rows).where(*ours, or_(held_rows.c.counted_on < before, is_before_program))
    return connection.execute(gone).rowcount


def _delete_withdrawn(connection: Connection, program: str, tab: Tab, before: date) -> int:
    """Delete what isn't in force any more: of closed days, of rows that are to be closed, and all that was on hold."""
    table, closing, day = ROWS_OF[tab], ROWS_OF[tab].alias(), DAY_OF[tab]
    is_of_closing = exists().where(
        *(closing.c[name] == table.c[name] for name in ("program", "fingerprint", "occurrence")),
        closing.c.valid_to_sync.is_(None),
        closing.c[day.key] < before,
    )
    gone = (
        delete(table).where(*_was_removed(table, program), or_(day < before, is_of_closing)),
        delete(held_rows).where(*_was_removed(held_rows, program), held_rows.c.tab == tab.value),
    )
    return sum(connection.execute(one).rowcount for one in gone)


def _was_removed(table: Table, program: str) -> Any:
    return table.c.program == program, table.c.valid_to_sync.is_not(None)


def _close(connection: Connection, program: str, tab: Tab, before: date) -> int:
    """Take from rows all by which they could be known again: fingerprint, day and mark of sending, the sync."""
    table, day = ROWS_OF[tab], DAY_OF[tab]
    is_open = (table.c.program == program, table.c.valid_to_sync.is_(None), table.c.occurrence != CLOSED)
    found = connection.execute(select(table.c.id, day).where(*is_open, day < before).order_by(table.c.id)).all()
    rows = [
        {"number": number, "print": free.to_bytes(FINGERPRINT_BYTES, "big"), "day": on}
        for free, (number, on) in enumerate(found, start=_find_last_print(connection, program, table) + 1)
    ]
    if rows:
        first_sync = connection.execute(select(func.min(syncs.c.id)).where(syncs.c.program == program)).scalar_one()
        forgotten = {"fingerprint": bindparam("print"), "occurrence": CLOSED, "valid_from_sync": first_sync}
        sent: dict[str, Any] = {"sent_on": bindparam("day"), "sent_mark": None} if tab is Tab.RESPONSES else {}
        closing = update(table).where(table.c.id == bindparam("number")).values(forgotten | sent)
        connection.execute(closing, rows)
    return len(rows)


def _find_last_print(connection: Connection, program: str, table: Table) -> int:
    """Find the greatest number that stands for a fingerprint; rows keep theirs in a database that numbers them anew."""
    chosen = select(table.c.fingerprint).where(*is_closed(table, program)).order_by(table.c.fingerprint.desc())
    return int.from_bytes(connection.execute(chosen.limit(1)).scalar() or b"")


def _delete_findings_of_none(connection: Connection, program: str, tab: Tab) -> None:
    """Delete the findings of rows that are no longer there, or closed."""
    is_there = [
        exists().where(
            *(table.c[name] == findings.c[name] for name in ("program", "fingerprint", "occurrence")),
            table.c.valid_to_sync.is_(None),
        )
        for table in (ROWS_OF[tab], held_rows)
    ]
    ours = (findings.c.program == program, findings.c.tab == tab.value)
    connection.execute(delete(findings).where(*ours, ~or_(*is_there)))
