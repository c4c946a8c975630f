"""Rows of the tabs as a sync changes them in the ledger: removed ones stay in its history, added ones are in force."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from operator import attrgetter

from sqlalchemy import Connection, Table, bindparam, update

from schemas.finding import HeldRow
from schemas.stored_row import Fact, Stored
from schemas.tabs import Tab
from tasks.rules.intake.fingerprint import Identity
from tasks.store.many_rows import insert_many
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
        common = {"program": program, "valid_from_sync": sync}
        if facts:
            _insert(connection, ROWS_OF[tab], facts, _list_values([fact for _, fact in facts]), common, marks)
        if held:
            days = {"counted_on": [row.counted_on for _, row in held]}
            _insert(connection, held_rows, held, days, {**common, "tab": tab.value}, {})


def _insert(
    connection: Connection,
    table: Table,
    rows: Sequence[tuple[Identity, Stored]],
    values: Mapping[str, Iterable[object]],
    common: Mapping[str, object],
    marks: Mapping[Identity, bytes],
) -> None:
    prints = [fingerprint for (fingerprint, _), _ in rows]
    columns: dict[str, Iterable[object]] = {
        "fingerprint": prints,
        "occurrence": [count for (_, count), _ in rows],
        **values,
    }
    if table is distributions:
        columns["sent_mark"] = [marks[identity] for identity, _ in rows]
    insert_many(connection, table, columns, common, prints)


def _list_values(facts: Sequence[Fact]) -> dict[str, Iterable[object]]:
    """List what facts of one kind say, by column."""
    fields = list(type(facts[0]).model_fields)
    return dict(zip(fields, zip(*map(attrgetter(*fields), facts), strict=True), strict=True))
