"""A form that was linked anew writes to another tab: it is told of at the first sync, daily, and by `lbn check`."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.operations.check_program import check_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.summarize_status import summarize_status
from tasks.sources.google import layout
from tasks.sources.google.access import Google
from tests.support.google.book import Cell
from tests.support.google.server import GoogleServer
from tests.support.google.small import BOOK, small_program
from tests.support.programs import USUAL_ANSWERS


@pytest.fixture
def program(google: GoogleServer, tmp_path: Path) -> ProgramContext:
    """Three distributions in a Sheet."""
    return small_program(google, tmp_path)


@pytest.mark.parametrize(
    ("title", "is_hidden", "stops"),
    [
        ("Form Responses 2", False, True),
        ("Form Responses 2", True, False),
        ("Form Responses", False, False),
        ("Form 2", False, False),
    ],
)
def test_a_form_linked_anew_is_seen_by_check_and_daily_sync(
    title: str, is_hidden: bool, stops: bool, program: ProgramContext, google: GoogleServer
):
    ingest_entries(program)
    google.books[BOOK].tab(title).is_hidden = is_hidden
    assert any(found.part == "tabs" and not found.is_ok for found in check_program(program.folder)) == stops
    tomorrow = program._replace(clock=lambda: datetime.fromisoformat("2999-01-01T12:00:00Z"))
    if not stops:
        ingest_entries(tomorrow, is_date_known=True)
        return
    with pytest.raises(OperationError, match="linked anew"):
        ingest_entries(tomorrow, is_date_known=True)


FORMS_TITLES: list[Cell] = ["Timestamp", *USUAL_ANSWERS]


@pytest.mark.parametrize(
    ("title", "header", "is_hidden", "stops"),
    [
        ("Overdose kits 2027", FORMS_TITLES, False, True),
        ("Overdose kits 2027", FORMS_TITLES, True, False),
        ("Overdose kits 2027", FORMS_TITLES[1:], False, False),
        ("Overdose kits 2027", [], False, False),
        ("Form Responses 2", [], False, True),
        ("Form Responses 0", FORMS_TITLES, False, False),
    ],
    ids=["the form's titles", "hidden", "a title missing", "empty", "the next number", "an old number"],
)
def test_a_form_linked_anew_is_seen_at_the_first_sync(
    title: str, header: list[Cell], is_hidden: bool, stops: bool, program: ProgramContext, google: GoogleServer
):
    google.books[BOOK].put(title, [header])
    google.books[BOOK].tab(title).is_hidden = is_hidden
    assert any(found.part == "tabs" and not found.is_ok for found in check_program(program.folder)) == stops
    if not stops:
        assert ingest_entries(program).new == 3
        return
    with pytest.raises(OperationError, match=f"“{title}”.*linked anew"):
        ingest_entries(program)
    assert summarize_status(program).entries == 0


def test_a_tab_that_goes_away_meanwhile_is_not_looked_at(
    program: ProgramContext, google: GoogleServer, monkeypatch: pytest.MonkeyPatch
):
    google.books[BOOK].put("Overdose kits 2027", [FORMS_TITLES])
    ask = layout.parse_tabs_with_headers

    def remove_and_ask(google_now: Google, titles: Iterable[str]) -> layout.Spreadsheet:
        google.books[BOOK].tabs.pop()
        return ask(google_now, titles)

    with monkeypatch.context() as patch:
        patch.setattr(layout, "parse_tabs_with_headers", remove_and_ask)
        assert ingest_entries(program).new == 3
