"""A small program whose tabs stand in a Sheet on this machine, with walls round it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tasks.context import ProgramContext, open_program
from tasks.sources.google import turns as google_turns
from tests.support.google.account import Patience, source_toml, without_egress, without_waiting, write_key
from tests.support.google.book import Book, Cell
from tests.support.google.server import GoogleServer, google_server
from tests.support.programs import USUAL_ANSWERS, write_settings

FORM = "Form Responses 1"
BOOK = "a-synthetic-sheet"


@contextmanager
def walled_google(patch: pytest.MonkeyPatch) -> Iterator[tuple[GoogleServer, Patience]]:
    """Google on this machine; what is asked must be as its own description says, and no one else may be asked."""
    refused = without_egress(patch)
    patience = without_waiting(patch)
    with google_server() as server, TemporaryDirectory() as place:
        patch.setattr(google_turns, "TURNS_FILE", f"{place}/turns.db")
        yield server, patience
    assert server.departures == []
    assert refused == []


def small_program(google: GoogleServer, folder: Path, **more: str) -> ProgramContext:
    """A program with three distributions."""
    book = Book(id=BOOK)
    google.books[BOOK] = book
    book.put(FORM, [["Timestamp", "Email Address", *USUAL_ANSWERS, "Anything else"], *map(a_row, (8, 9, 10))])
    stock = ["Date", "Movement", "Item", "Lot", "Expires", "Quantity", "From", "To"]
    book.put("Inventory", [stock, [date(2026, 1, 5), "received", "kit", "A123", "2028-06", 120, "", "Central"]])
    book.put("Counts", [["Date", "Location", "Item", "Lot (optional)", "Counted"]])
    book.put("Training", [["Date", "Unit", "Course", "People trained"]])
    toml = write_settings("").replace('kind      = "files"', source_toml(google, book, **more))
    (folder / "lbn.toml").write_text(toml, encoding="utf-8")
    write_key(folder)
    return open_program(folder)


def a_row(hour: int, **answers: Cell) -> list[Cell]:
    """A row of the form as Sheets keeps it, sent at this hour."""
    usual: dict[str, Cell] = {**USUAL_ANSWERS, "Date of distribution": date(2026, 9, 14), "Kits left": 2}
    given = {title: answers.get(title, answer) for title, answer in usual.items()}
    sent = answers.get("Timestamp", datetime.fromisoformat(f"2026-09-15T{hour:02}:00:01"))
    return [sent, "officer@example.gov", *given.values(), "a note"]


def form(google: GoogleServer) -> list[list[Cell]]:
    """The rows of the form's tab."""
    return google.books[BOOK].tab(FORM).grid
