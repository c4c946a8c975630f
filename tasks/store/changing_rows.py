"""Rows of the tabs as a sync changes them in the ledger: removed ones stay in its history, added ones are in force."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from schemas.distribution import Distribution
from schemas.finding import HeldRow
from schemas.tabs import Tab
from tasks.rules.intake.fingerprint import Identity
from tasks.store.rows import Stored
from tasks.store.tables import ROWS_OF, distributions, held_rows
from tasks.store.touched_rows import touch_only

_BATCH = 10_000


def remove_rows(connection: Connection, program: str, tab: Tab, removed: Sequence[Identity], sync: int) -> None:
    """Remove rows, accepted or held, as of a sync; they stay in the history, but for the marks of their minutes."""
    for table in (ROWS_OF[tab], held_rows):
        forgotten = {"sent_mark": None} if table is distributions else {}
        if removed:
            connection.execute(
                update(table)
                .where(
                    table.c.program == program,
                    table.c.valid_to_sync.is_(None),
                    table.c.fingerprint == bindparam("removed_fingerprint"),
                    table.c.occurrence == bindparam("removed_occurrence"),
                )
                .values(valid_to_sync=sync, **forgotten),
                [{"removed_fingerprint": one[0], "removed_occurrence": one[1]} for one in removed],
                execution_options=touch_only(fingerprint for fingerprint, _ in removed),
            )


def add_rows(
    connection: Connection,
    program: str,
    tab: Tab,
    rows: Iterable[tuple[Identity, Stored]],
    sync: int,
    marks: Mapping[Identity, bytes],
) -> None:
    """Add rows as of a sync; distributions with the marks of their minutes."""
    left = iter(rows)
    while some := list(islice(left, _BATCH)):
        held = [(row, value) for row, value in some if isinstance(value, HeldRow)]
        facts = [(row, value) for row, value in some if not isinstance(value, HeldRow)]
        for table, these in ((ROWS_OF[tab], facts), (held_rows, held)):
            if these:
                common = {"program": program, "valid_from_sync": sync}
                common |= {"tab": tab.value} if table is held_rows else {}
                touched = touch_only(fingerprint for (fingerprint, _), _ in these)
                written = [_row(identity, value, common, marks) for identity, value in these]
                connection.execute(insert(table), written, execution_options=touched)


def _row(identity: Identity, value: Stored, common: dict[str, Any], marks: Mapping[Identity, bytes]) -> dict[str, Any]:
    fields = {"counted_on": value.counted_on} if isinstance(value, HeldRow) else value.__dict__
    mark = {"sent_mark": marks[identity]} if isinstance(value, Distribution) else {}
    return {"fingerprint": identity[0], "occurrence": identity[1], **fields, **mark, **common}
