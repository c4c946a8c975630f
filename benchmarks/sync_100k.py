"""What a sync of 100,000 form rows costs, as ratios within one run, in seconds of the processor.

What else the machine does, and how long its disk takes, changes none of them.

The floor is what no snapshot sync can do without: to parse the rows (orjson.loads), one keyed blake2b per row, and a
set difference with the known ones. Aims: nothing new at most 2 × the floor, the first sync at most 8 × that, a
quarter's report at most 1 s, peak memory under 500 MB.
"""

import csv
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random
from time import process_time
from typing import TypeVar

import orjson
import zipcodes

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES
from schemas.tabs import COLUMNS, Tab
from tasks.context import open_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.send_report import send_report
from tasks.sample import write_sample

ROWS = 100_000
FIRST = datetime.fromisoformat("2024-01-01T06:00:00")
LAST = datetime.fromisoformat("2025-12-01T06:00:00")
BETWEEN = timedelta(minutes=10)
RESPONSES = "Form Responses 1.csv"

Result = TypeVar("Result")


def main() -> None:
    """Measure, and print a line per figure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        rows = write_busy_program(path, ROWS)
        program = open_program(path)
        first = measure_seconds(lambda: ingest_entries(program))
        floors = [measure_seconds(lambda: compare_bare(rows)) for _ in range(3)]
        again = [measure_seconds(lambda: ingest_entries(program)) for _ in range(3)]
        add_one_row(path)
        one_new = measure_seconds(lambda: ingest_entries(program))
        reported = measure_seconds(lambda: send_report(program, report="nysdoh-quarterly", period="2025-Q3"))
    floor, nothing_new = min(floors), min(again)
    print(f"floor                     {floor:6.2f} s")
    print(f"sync, nothing new         {nothing_new:6.2f} s  {nothing_new / floor:5.2f} × the floor (aim: 2)")
    print(f"sync, one new row         {one_new:6.2f} s  {one_new / floor:5.2f} × the floor")
    print(f"first sync                {first:6.2f} s  {first / floor:5.2f} × the floor (aim: 16)")
    print(f"the quarter's report      {reported:6.2f} s  (aim: 1 s)")
    print(f"peak memory               {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB (aim: 500)")


def write_busy_program(folder: Path, row_count: int) -> bytes:
    """Make a program with so many rows; the same rows as JSON, as a sheet's API would send them."""
    write_sample(folder, FIRST.date() + timedelta(days=700))
    settings = folder / "lbn.toml"
    first = min(FIRST, LAST - row_count * BETWEEN)  # else a million rows would reach into the future, and be held
    started = f"started  = {first.date()}\n"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    settings.write_text("".join(started if line.startswith("started") else line for line in lines), encoding="utf-8")
    rows = list(_rows(Random(1), first, row_count))
    with (folder / RESPONSES).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[column.titles[0] for column in COLUMNS[Tab.RESPONSES]], *rows])
    return orjson.dumps(rows)


def _rows(chance: Random, first: datetime, row_count: int) -> list[list[str]]:
    zips = [one["zip_code"] for one in zipcodes.filter_by(state="NY")][:300]
    recipients, reasons = list(RECIPIENT_CHOICES), list(REASON_CHOICES)
    rows = []
    for number in range(row_count):
        moment = first + number * BETWEEN + timedelta(seconds=chance.randrange(500))
        rows.append(
            [
                f"{moment.month}/{moment.day}/{moment.year} {moment:%H:%M:%S}",
                f"{moment.month}/{moment.day}/{moment.year}",
                chance.choice(("Patrol", "Detectives", "Traffic")),
                chance.choice(zips),
                "",
                str(chance.randint(1, 3)),
                "",
                str(chance.randint(0, 2)),
                chance.choice(recipients),
                chance.choice(reasons),
                "",
                "",
                "",
            ]
        )
    return rows


def add_one_row(folder: Path) -> None:
    """Add a row to the form's tab."""
    with (folder / RESPONSES).open("a", newline="", encoding="utf-8") as file:
        file.write("12/1/2025 10:00:00,12/1/2025,Patrol,12207,,1,,1,,,,,\n")


def compare_bare(body: bytes) -> None:
    """Do what no sync of a whole tab can do without."""
    keyed = blake2b(key=b"k" * 32, digest_size=16)
    known: set[bytes] = set()
    found = set()
    for row in orjson.loads(body):
        digest = keyed.copy()
        digest.update(orjson.dumps(row))
        found.add(digest.digest())
    known = set(found)
    _ = found - known


def measure_seconds(work: Callable[[], Result]) -> float:
    """Measure the seconds of the processor that some work takes."""
    began = process_time()
    work()
    return process_time() - began


if __name__ == "__main__":
    main()
