"""A held row of a Sheet is one click away wherever it is told of; its link costs no call and holds nothing it says."""

import csv
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from tasks.context import ProgramContext
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.run_program import run_program
from tasks.sources.google.access import Google
from tests.support.google.server import TOKEN, GoogleServer
from tests.support.google.small import BOOK, a_row, form, small_program
from tests.support.small_program import lbn

STATUS = "Intake status"
TYPED = "Zebulon"
OF_FORM = f"https://docs.google.com/spreadsheets/d/{BOOK}/edit#gid=0&range=A5"
OF_COUNTS = f"https://docs.google.com/spreadsheets/d/{BOOK}/edit#gid=14&range=A2"
"""The tests' Google numbers its tabs 0, 7, 14, 21."""


@pytest.fixture
def program(google: GoogleServer, tmp_path: Path) -> ProgramContext:
    """A program with a held row in two tabs, and words in them that nobody may repeat."""
    program = small_program(google, tmp_path, status_tab=STATUS)
    form(google).append(a_row(11, **{"Kits left": TYPED}))
    google.books[BOOK].tab("Counts").grid.append(["9/30/2026", "Patrol", "kit", "", TYPED])
    return program


def test_every_place_that_tells_of_a_held_row_links_to_it(program: ProgramContext):
    run_program(program)
    with (program.folder / "needs-attention.csv").open(encoding="utf-8-sig", newline="") as file:
        advice = {(row["tab"], row["row"]): row["what to do"] for row in csv.DictReader(file)}
    assert advice["Form responses", "5"].endswith(f" Open the row: {OF_FORM}")
    assert advice["Counts", "2"].endswith(f" Open the row: {OF_COUNTS}")
    (path,) = (program.folder / "outbox").glob("attention-*.eml")
    digest = message_from_bytes(path.read_bytes(), policy=default)
    text, page = (digest.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert f"- Form responses, row 5 (ref {ref_of(program)}): {OF_FORM}\r\n" in text
    assert f'<a href="{OF_COUNTS.replace("&", "&amp;")}">Counts, row 2</a>' in page
    said = lbn("status", program=program.folder).out
    assert f"Form responses, row 5 (ref {ref_of(program)}): The number of kits isn't a whole number." in said
    assert OF_FORM in said
    assert OF_COUNTS in said
    assert TYPED not in text + page + said + str(advice)


def ref_of(program: ProgramContext) -> str:
    """The ref of the form's held row."""
    lines = (program.folder / "needs-attention.csv").read_text("utf-8-sig").splitlines()
    return next(line.split(",")[2] for line in lines if line.startswith("Form responses"))


def test_the_status_tab_links_the_number_of_the_row(program: ProgramContext, monkeypatch: pytest.MonkeyPatch):
    written: list[Any] = []
    update = Google.update
    monkeypatch.setattr(Google, "update", lambda self, *changes: (written.extend(changes), update(self, *changes))[1])
    ingest_entries(program)
    (rows,) = [change["updateCells"]["rows"] for change in written if "updateCells" in change]
    cells = rows[1]["values"]
    assert cells[1]["userEnteredValue"] == {"stringValue": "5"}
    assert cells[1]["textFormatRuns"] == [{"format": {"link": {"uri": OF_FORM}}}]
    assert [cell for cell in cells if "textFormatRuns" in cell] == [cells[1]]


def test_links_cost_no_call(program: ProgramContext, google: GoogleServer):
    ingest_entries(program)
    google.asked.clear()
    ingest_entries(program)
    lbn("status", program=program.folder)
    assert google.counted() == {TOKEN: 1, "GET metadata": 1, "GET batch": 1}


def test_a_tab_that_was_put_in_anew_is_linked_anew(program: ProgramContext, google: GoogleServer):
    """The cells are the same, so nothing else is looked at."""
    ingest_entries(program)
    google.books[BOOK].tab("Counts").sheet_id = 99
    ingest_entries(program)
    assert "#gid=99&range=A2" in lbn("status", program=program.folder).out


def test_the_document_of_status_is_as_ever(program: ProgramContext):
    ingest_entries(program)
    attention = lbn("status", "--json", program=program.folder).json["attention"]
    assert [sorted(one) for one in attention] == [["code", "row", "tab"]] * 2
