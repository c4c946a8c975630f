"""Whatever was read before: once all losses are accepted, the ledger is what one reading of the last tab makes."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.context import open_program
from tasks.operations.ingest_entries import ingest_entries
from tests.support.small_program import a_row, write_form, write_program
from tests.support.syncing import Answers

FIELDS = "sent_on, distributed_on, unit, zip, jurisdiction, kits, lot, trained"
ROW = st.builds(
    lambda number, kits, unit, zip_code: a_row(
        number, submitted=f"1/{number + 2}/2024 8:{number:02}:{number * 5:02}", kits=kits, unit=unit, zip=zip_code
    ),
    number=st.integers(0, 8),
    kits=st.sampled_from(["1", "1", "2", "two"]),
    unit=st.sampled_from(["Patrol", "Patrol", "Nobody's"]),
    zip_code=st.sampled_from(["12207", "12207-1234"]),
)
READING = st.tuples(st.lists(ROW, min_size=1, max_size=12), st.booleans())
"""Rows of a tab, and whether its times have lost their seconds."""


def read(folder: Path, answers: Answers, has_lost_seconds: bool) -> None:
    """Write the tab and read it, whatever that takes away."""
    if has_lost_seconds:
        answers = [row | {"submitted": row["submitted"].rpartition(":")[0]} for row in answers]
    write_form(folder, answers)
    ingest_entries(open_program(folder), accept_withdrawals=True, accept_held=True)


def list_facts(folder: Path) -> list[list[tuple[Any, ...]]]:
    """What the ledger says: rows that count, rows on hold, and codes; which of equal rows has one does not matter."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        return [
            sorted(connection.execute(asked), key=repr)
            for asked in (
                f"select {FIELDS} from distributions where valid_to_sync is null",  # noqa: S608 - columns
                "select tab, counted_on from held_rows where valid_to_sync is null",
                "select tab, code, count(*) from findings group by tab, code",
            )
        ]


@settings(max_examples=20, deadline=None)
@given(st.lists(READING, min_size=2, max_size=4))
def test_any_readings_end_as_the_last_one_alone(readings: list[tuple[Answers, bool]]):
    with TemporaryDirectory() as place:
        used, fresh = write_program(Path(place) / "used"), write_program(Path(place) / "fresh")
        for reading in readings:
            read(used, *reading)
        read(fresh, *readings[-1])
        assert list_facts(used) == list_facts(fresh)
