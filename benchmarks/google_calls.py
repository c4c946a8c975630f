"""What a sync of a Google Sheet costs in calls and in time, beside the usual ways of gspread, on one server.

The server runs on this machine and keeps its answers ready, so that the clients are measured. Aim: with 100,000 rows
and nothing new, gspread's get_all_records with a pydantic model per row takes at least 10 × as long as our sync.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

import gspread
import zipcodes
from pydantic import BaseModel, ConfigDict

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tasks.context import ProgramContext
from tasks.operations.ingest_entries import ingest_entries
from tasks.sources.google.access import Google
from tests.support.google.book import Cell
from tests.support.google.server import READS, GoogleServer, google_server
from tests.support.google.small import BOOK, FORM, a_row, form, small_program

ROWS = 100_000
FIRST = datetime.fromisoformat("2025-01-01T06:00:00")
TABS = (FORM, "Inventory", "Counts")


class Row(BaseModel):
    """A row as a program that takes gspread's records would check it: every column, loosely typed."""

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)

    Timestamp: datetime | str = ""
    Unit: str = ""
    Jurisdiction: str = ""


def main() -> None:
    """Measure, and print the table of docs/google.md."""
    with google_server() as google, _program(google) as program:
        google.checks = False
        ingest_entries(program)
        ours = _measured(google, lambda: ingest_entries(program))
        client = Google(program.settings.source, program.folder)._client
        ways: dict[str, tuple[float, int]] = {
            "`lbn ingest`, nothing new": ours,
            "gspread: open, `values_batch_get`": _measured(google, lambda: _in_one_batch(client)),
            "gspread: open once, `get_all_values` of each tab": _measured(google, lambda: _values_of_each(client)),
            "gspread: open once, `get_all_records` of each tab, a model per row": _measured(
                google, lambda: _records_of_each(client)
            ),
        }
    print(f"| {ROWS:,} rows of the form, three tabs | reads | time | beside ours |\n|---|---|---|---|")
    for name, (seconds, calls) in ways.items():
        print(f"| {name} | {calls} | {seconds:.2f} s | {seconds / ours[0]:.1f} × |")


def _in_one_batch(client: gspread.Client) -> None:
    client.open_by_key(BOOK).values_batch_get(list(TABS), params={"valueRenderOption": "UNFORMATTED_VALUE"})


def _values_of_each(client: gspread.Client) -> None:
    sheet = client.open_by_key(BOOK)
    for tab in TABS:
        sheet.worksheet(tab).get_all_values()


def _records_of_each(client: gspread.Client) -> None:
    sheet = client.open_by_key(BOOK)
    for tab in TABS:
        for record in sheet.worksheet(tab).get_all_records():
            Row.model_validate(record)


def _measured(google: GoogleServer, work: Callable[[], object]) -> tuple[float, int]:
    """Take the shortest of three times, after one that makes the server's answers ready; and count its reads."""
    work()
    google.asked.clear()
    times = []
    for _ in range(3):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times), sum(google.counted()[kind] for kind in READS) // 3


@contextmanager
def _program(google: GoogleServer) -> Iterator[ProgramContext]:
    with tempfile.TemporaryDirectory() as folder:
        program = small_program(google, Path(folder))
        tab = google.books[BOOK].tab(FORM)
        google.books[BOOK].tabs = [one for one in google.books[BOOK].tabs if one.title in TABS]
        tab.put([form(google)[0], *form_rows(ROWS)])
        source = program.settings.source.model_copy(update={"training": None})
        yield program._replace(settings=program.settings.model_copy(update={"source": source}))


def form_rows(count: int) -> Iterator[list[Cell]]:
    """So many distributions, always the same."""
    chance = Random(1)
    zips = [one["zip_code"] for one in zipcodes.filter_by(state="NY")][:300]
    for number in range(count):
        sent = FIRST + timedelta(minutes=8 * number, seconds=chance.randrange(400))
        answers = {
            "Date of distribution": sent.date(),
            "ZIP code": chance.choice(zips),
            "Kits left": chance.randint(1, 3),
        }
        yield a_row(0, Timestamp=sent, **answers)


if __name__ == "__main__":
    main()
