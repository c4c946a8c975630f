"""How many rows of a stolen ledger are like no other: what someone who knows about a row has to know to find it.

Measured on what the ledger of a sample program stores of a year and a half, read without its key. The second of
sending, which earlier versions stored, comes from the tab. Fingerprints and marks of the minute aren't compared: nobody
can make those of a known row without the key. The result is the same at every run; docs/privacy.md shows it.
"""

import csv
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from schemas.tabs import COLUMNS, Tab
from tasks.context import open_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.sample.places import UPSTATE, SampleProgram
from tasks.sample.write import TAB_FILES, _write_program

TODAY = date(2026, 11, 22)
FORMS_A_YEAR = (100, 500, 1500)
PLACES = (5, 19)
PROGRAMS = 5
"""So many programs of each kind are made, by their seeds; their shares are averaged."""

PROGRAM = ("program", "id", "fingerprint", "occurrence", "sent_mark", "valid_from_sync", "valid_to_sync")
"""Columns of the ledger that say nothing of a form without the key."""

Row = dict[str, object]


def main() -> None:
    """Measure, and print a line per kind of program."""
    print("| forms a year | ZIP codes | second sent | day sent | day sent and ZIP code | all that is stored |")
    print("| --- | --- | --- | --- | --- | --- |")
    for count in FORMS_A_YEAR:
        for places in PLACES:
            shares = [_measure(_make_program(count, places, number)) for number in range(PROGRAMS)]
            means = (f"{sum(column) / PROGRAMS:.0%}" for column in zip(*shares, strict=True))
            print(f"| {count:,} | {places} | {' | '.join(means)} |")


def _make_program(count: int, places: int, number: int) -> SampleProgram:
    """Make a program like the upstate sample, with so many forms a year from so many ZIP codes."""
    return UPSTATE._replace(
        distributions_per_day=count / 365, places=UPSTATE.places[:places], seed=UPSTATE.seed + number
    )


def _measure(program: SampleProgram) -> Sequence[float]:
    """Work out the shares of rows that are like no other, by what is known of them."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "program"
        _write_program(folder, program, TODAY)
        ingest_entries(open_program(folder))
        rows, seconds = _load_rows(folder), _load_seconds(folder)
    stored = [name for name in rows[0] if name not in PROGRAM]
    by_columns = (["sent_on"], ["sent_on", "zip"], stored)
    return [_share(seconds), *(_share([row[name] for name in names] for row in rows) for names in by_columns)]


def _load_rows(folder: Path) -> list[Row]:
    """Load the distributions as they lie in the ledger's file."""
    with closing(sqlite3.connect(folder / "lbn.db")) as ledger:
        ledger.row_factory = sqlite3.Row
        return [dict(row) for row in ledger.execute("select * from distributions where valid_to_sync is null")]


def _load_seconds(folder: Path) -> list[str]:
    """Load the times of sending of the form's tab."""
    with (folder / TAB_FILES[Tab.RESPONSES]).open(encoding="utf-8", newline="") as file:
        return [row[COLUMNS[Tab.RESPONSES][0].titles[0]] for row in csv.DictReader(file)]


def _share(known: Iterable[object]) -> float:
    """Work out the share of rows of which nothing else is known in the same words."""
    counted = Counter(map(repr, known))
    return sum(1 for count in counted.values() if count == 1) / counted.total()


if __name__ == "__main__":
    main()
