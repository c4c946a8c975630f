"""What the ledger holds of the tabs before and after it's put right: which rows differ, and no more than how many."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, Table, delete, select, text, update

from schemas.tabs import Tab
from tasks.store.repair import ROWS_OF_TABS
from tasks.store.tables import ROWS_OF, findings, held_rows

InForce = tuple[tuple[object, object], str]
"""A row by its identity, and what it says as the database gives it, without its number and syncs."""

Held = Mapping[Tab, Counter[InForce]]
"""What is in force of each tab."""

_LEFT_OUT = {"id", "program", "valid_from_sync", "valid_to_sync", "sent_mark"}
"""What differs without a row saying something else; a ledger of an earlier version has no marks until its next sync."""


def list_in_force(connection: Connection, program: str) -> Held:
    """List what the ledger holds of each tab: its rows in force, the held ones, and their findings."""
    return {
        tab: Counter(
            [
                *_list_rows(connection, table, program, "and valid_to_sync is null"),
                *_list_rows(connection, held_rows, program, "and valid_to_sync is null and tab = :tab", tab),
                *_list_rows(connection, findings, program, "and tab = :tab", tab),
            ]
        )
        for tab, table in ROWS_OF.items()
    }


def _list_rows(connection: Connection, table: Table, program: str, which: str, tab: Tab | None = None) -> list[InForce]:
    names = ", ".join(column.name for column in table.columns if column.name not in _LEFT_OUT)
    asked = {"program": program} | ({"tab": tab.value} if tab else {})
    chosen = text(f"select fingerprint, occurrence, {names} from {table.name} where program = :program {which}")  # noqa: S608 - names of ours
    return [((row[0], row[1]), f"{table.name} {tuple(row)!r}") for row in connection.execute(chosen, asked)]


def count_differences(before: Held, after: Held) -> dict[Tab, int]:
    """Count for each tab the rows that differ: the greater of those that were wrong and those that were missing."""
    counted = {tab: max(_count_rows(before[tab] - after[tab]), _count_rows(after[tab] - before[tab])) for tab in after}
    return {tab: count for tab, count in counted.items() if count}


def _count_rows(some: Counter[InForce]) -> int:
    """Count rows, each once: a held one stands in two tables."""
    return len({identity for identity, _ in some})


def replace_in_history(connection: Connection, program: str, sync: int, *, is_same_source: bool) -> None:
    """Put right rows in the place of damaged ones, as if these had never been.

    Args:
        connection: to the ledger.
        program: whose rows.
        sync: the sync that removed what was damaged, and added what is right.
        is_same_source: whether the tabs are those of the last sync, so that all that differs is damage.
    """
    for table in ROWS_OF_TABS:
        removed = select(table).where(table.c.program == program, table.c.valid_to_sync == sync)
        for row in connection.execute(removed).mappings().all():
            same = (
                table.c.program == program,
                table.c.fingerprint == row["fingerprint"],
                table.c.occurrence == row["occurrence"],
                table.c.valid_from_sync == sync,
            )
            since = {"valid_from_sync": row["valid_from_sync"]}
            is_there = connection.execute(update(table).where(*same).values(since)).rowcount > 0
            if is_there or is_same_source:
                connection.execute(delete(table).where(table.c.id == row["id"]))
