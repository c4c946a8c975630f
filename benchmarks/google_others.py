"""How many reads a sync of three tabs takes, ours and others', counted by one server; and sixty programs at once.

dlt's google_sheets source and the Singer tap are not part of this project. They are counted where LBN_OTHERS names a
folder that was made so, else skipped:

    python3 -m venv env && env/bin/pip install dlt google-api-python-client google-auth tap-google-sheets
    git clone --depth 1 https://github.com/dlt-hub/verified-sources && mv verified-sources/sources/google_sheets .
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path

import gspread
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.google_calls import form_rows
from tasks.context import ProgramContext
from tasks.operations.ingest_entries import ingest_entries
from tasks.sources.google.access import Google
from tests.support.google.account import Patience, write_key
from tests.support.google.book import Book
from tests.support.google.server import READS, GoogleServer
from tests.support.google.small import BOOK, FORM, form, small_program, walled_google

OTHERS = os.environ.get("LBN_OTHERS")
TABS = ("Responses", "Inventory", "Counts")
ROWS = 5_000
MOVEMENT = [date(2026, 1, 5), "received", "kit", "A123", "2028-06", 120, "", "Central"]
COUNT = [date(2026, 9, 30), "Central", "kit", "A123", 7]


def main() -> None:
    """Count, and print the tables of docs/google.md."""
    with pytest.MonkeyPatch.context() as patch, walled_google(patch) as (google, _):
        google.checks = False
        _print_reads(google)
    with pytest.MonkeyPatch.context() as patch, walled_google(patch) as (google, patience):
        _print_sixty(google, patience)


def _print_reads(google: GoogleServer) -> None:
    print(f"| three tabs, {ROWS:,} rows of the form | reads a sync |\n|---|---|")
    with _program(google) as program:
        client = Google(program.settings.source, program.folder)._client
        name = f"gspread {version('gspread')}"
        _print_line("`lbn ingest`", google, lambda: ingest_entries(program))
        _print_line(f"{name}: open, `values_batch_get`", google, lambda: _in_one_batch(client))
        _print_line(f"{name}: open once, `get_all_records` of each tab", google, lambda: _records_of_each(client))
        for script in ("dlt_google_sheets", "singer_tap"):
            if OTHERS:
                google.asked.clear()
                print(f"| {_other(script, google, program.folder)} | {_reads(google)} |")
            else:
                print(f"| {script} | not installed: skipped; {Path(__file__).name} says how |")


def _print_sixty(google: GoogleServer, patience: Patience) -> None:
    """On a clock that runs only where somebody waits."""
    with tempfile.TemporaryDirectory() as folder:
        programs = [_one_of_many(google, Path(folder) / str(number)) for number in range(60)]
        google.limit(60, patience.seconds)
        for program in programs:
            ingest_entries(program)
    reads, seconds = _reads(google), patience.waited
    print(f"\nSixty at once: {reads} reads, {google.refused_reads} refused; the last begins after {seconds:.0f} s.")


def _print_line(name: str, google: GoogleServer, work: Callable[[], object]) -> None:
    google.asked.clear()
    work()
    print(f"| {name} | {_reads(google)} |")


def _reads(google: GoogleServer) -> int:
    return sum(google.counted()[kind] for kind in READS)


def _in_one_batch(client: gspread.Client) -> None:
    client.open_by_key(BOOK).values_batch_get(list(TABS), params={"valueRenderOption": "UNFORMATTED_VALUE"})


def _records_of_each(client: gspread.Client) -> None:
    sheet = client.open_by_key(BOOK)
    for tab in TABS:
        sheet.worksheet(tab).get_all_records()


def _other(script: str, google: GoogleServer, folder: Path) -> str:
    """One sync; its name and version."""
    key = write_key(folder, f"{google.url}/token")
    command = [f"{OTHERS}/env/bin/python", ROOT / f"benchmarks/others/{script}.py", google.url, BOOK, key, *TABS]
    environment = os.environ | {"PYTHONPATH": str(OTHERS), "RUNTIME__DLTHUB_TELEMETRY": "false"}
    ended = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode:
        sys.exit(ended.stderr)
    name, rows = ended.stdout.strip().splitlines()[-1].split("|")
    if int(rows) < ROWS:
        sys.exit(f"{name} found {rows} rows only, so its reads aren't a sync.")
    return name


@contextmanager
def _program(google: GoogleServer) -> Iterator[ProgramContext]:
    with tempfile.TemporaryDirectory() as folder:
        program = small_program(google, Path(folder))
        book = google.books[BOOK]
        book.tabs = [tab for tab in book.tabs if tab.title in (FORM, *TABS)]
        book.put(FORM, [form(google)[0], *form_rows(ROWS)])
        book.tab("Inventory").grid += [MOVEMENT] * 199
        book.tab("Counts").grid += [COUNT] * 50
        book.tab(FORM).title = TABS[0]  # the tap does not find a title with spaces
        source = program.settings.source.model_copy(update={"responses": TABS[0], "training": None})
        yield program._replace(settings=program.settings.model_copy(update={"source": source}))


def _one_of_many(google: GoogleServer, folder: Path) -> ProgramContext:
    folder.mkdir()
    sheet = f"sheet-{folder.name}"
    program = small_program(google, folder, spreadsheet=sheet)
    google.books[sheet] = Book(id=sheet, tabs=google.books[BOOK].tabs)
    return program


if __name__ == "__main__":
    main()
