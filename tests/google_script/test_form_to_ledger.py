"""From the form's script to the ledger: the Sheet that the script makes, filled as the form fills it, is read whole.

Needs node and what package.json names; without them these tests are skipped.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schemas.tabs import Tab
from tasks.context import open_program
from tasks.form import write_form
from tasks.form.questions import NOTE, OPTIONAL, Ask, FormItem, list_form_items
from tasks.operations.check_program import check_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.program_folder.findings_file import FILE_NAME
from tests.google_script.running import MODULES, NODE, Call, of, run
from tests.support.google.account import write_key
from tests.support.google.book import Book, Cell
from tests.support.google.server import GoogleServer
from tests.support.programs import write_settings

pytestmark = pytest.mark.skipif(
    not (NODE and MODULES.is_dir()),
    reason="needs node, and once: npm ci --ignore-scripts --prefix tests/google_script",
)

TABS = (Tab.RESPONSES, Tab.INVENTORY, Tab.COUNTS, Tab.TRAINING)
FIRST = datetime.fromisoformat("2026-09-15T08:00:01")
TYPED = {
    Tab.INVENTORY: [date(2026, 1, 5), "received", "kit", "A123", "2028-06", 500, "", "Central"],
    Tab.COUNTS: [date(2026, 9, 1), "Central", "kit", "A123", 500],
    Tab.TRAINING: [date(2026, 9, 2), "Patrol", "initial", 12],
}
ROWS = 20


def test_what_the_form_writes_is_counted(google: GoogleServer, tmp_path: Path):
    (tmp_path / "lbn.toml").write_text(write_settings(".csv"), encoding="utf-8")
    (calls,) = run(tmp_path, write_form(tmp_path).script.read_text(encoding="utf-8"))
    headers, source = made_headers(calls), source_in_the_log(calls)
    items = [item for item in list_form_items(open_program(tmp_path).settings) if item is not OPTIONAL]
    book = Book(id=source["spreadsheet"])
    google.books[book.id] = book
    book.put(source["responses"], [headers[Tab.RESPONSES], *(answered(items, number) for number in range(ROWS))])
    for tab, row in TYPED.items():
        book.put(source[tab.name.lower()], [headers[tab], row])
    use(source | {"api_endpoint": google.url}, tmp_path)

    counts = ingest_entries(open_program(tmp_path))
    assert (counts.accepted, counts.flagged, counts.held) == (ROWS, 0, 0)
    assert len((tmp_path / FILE_NAME).read_text(encoding="utf-8-sig").splitlines()) == 1
    assert [found.words for found in check_program(tmp_path) if not found.is_ok] == []
    assert google.titles_read == {title for tab in TABS for title in headers[tab]}.difference(NOTE.titles)


def made_headers(calls: list[Call]) -> dict[Tab, list[Any]]:
    """The first row of each tab as it stands when the script is through, in the order in which it looks at them."""
    made_in = {call["result"]: call["on"] for call in calls if call["method"] == "Sheet.getRange"}
    headers = {made_in[call["on"]]: call["result"][0] for call in calls if call["method"] == "Range.getValues"}
    return dict(zip(TABS, headers.values(), strict=True))


def source_in_the_log(calls: list[Call]) -> dict[str, str]:
    """Section [source] as the script tells the coordinator to write it."""
    *_, (words,) = of(calls, "Logger.log")
    lines = [line.partition("=") for line in words.splitlines() if " = " in line]
    return {key.strip(): value.strip(' "') for key, _, value in lines}


def use(source: dict[str, str], folder: Path) -> None:
    """Write it in place of the one that was there, beside the service account's key."""
    (folder / "lbn.toml").write_text(write_settings("", source=source), encoding="utf-8")
    write_key(folder)


def answered(items: list[FormItem], number: int) -> list[Cell]:
    """A row as Forms writes it; every second officer leaves empty what is optional."""
    sent = FIRST + timedelta(hours=number)
    return [sent, *(answer(item, number) if item.is_required or number % 2 else "" for item in items)]


def answer(item: FormItem, number: int) -> Cell:
    """What a phone lets through; a number that is typed becomes one, but for the columns that are plain text."""
    if item.ask is Ask.DAY:
        return FIRST.date()
    if item.ask is Ask.NUMBER:
        return (item.least, item.least + 1, min(item.most, 3))[number % 3]
    if item.ask is Ask.PATTERN:
        return "12207" if "ZIP" in item.titles[0] else "a123"
    return item.choices[number % len(item.choices)] if item.choices else "nobody may fetch this"
