"""The Sheet as a source: the same figures as from files, few calls, and no column that nobody may read.

The real gspread talks to a loopback server, and every other address is refused. LBN_SHEET_SEEDS and LBN_SHEET_HISTORIES
raise how many programs and histories are tried.
"""

import os
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from schemas.period import Cadence
from tasks.context import ProgramContext
from tasks.errors import OperationError, Unreachable
from tasks.operations import open_rows, sync_tabs
from tasks.operations.check_program import check_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.summarize_status import summarize_status
from tasks.store.rows import State
from tests.generator.comparison import disagreements
from tests.generator.oracle import Expected
from tests.generator.programs import ProgramMaker, random_program
from tests.support.google.account import write_key
from tests.support.google.book import Cell
from tests.support.google.faults import DROPPED, Fault
from tests.support.google.generated import UNREAD_TITLES, SheetProgram
from tests.support.google.server import TOKEN, GoogleServer
from tests.support.google.small import BOOK, FORM, a_row, form, small_program
from tests.support.small_program import lbn

SEEDS = range(int(os.environ.get("LBN_SHEET_SEEDS", "3")))
HISTORIES = range(int(os.environ.get("LBN_SHEET_HISTORIES", "2")))
BY_YEAR = (Cadence.YEARLY,)
ONE_SYNC = {TOKEN: 1, "GET metadata": 1, "GET batch": 1}
FIRST_SYNC = ONE_SYNC | {"GET metadata": 2}
"""The first one, and the first of each day, looks at the other tabs as well."""


@pytest.fixture
def program(google: GoogleServer, tmp_path: Path) -> ProgramContext:
    """A program with three distributions."""
    return small_program(google, tmp_path)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ledger_is_what_the_sheet_says(seed: int, google: GoogleServer, tmp_path: Path):
    generated = random_program(seed)
    sheet, expected = SheetProgram(google, tmp_path, Random(seed)), Expected(generated)
    program = sheet.put(generated)
    assert ingest_entries(program).model_dump() == expected.ingested()
    assert google.counted() == FIRST_SYNC
    assert not disagreements(expected, program, BY_YEAR)
    assert google.titles_read.isdisjoint(UNREAD_TITLES)


class Crash(Exception):
    """The machine goes down."""


@pytest.mark.parametrize("seed", HISTORIES)
def test_after_any_history_the_ledger_equals_the_tab(
    seed: int, google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    maker, rng = ProgramMaker(seed), Random(seed)
    sheet = SheetProgram(google, tmp_path, rng)
    generated, before = maker.first, None
    for _ in range(4):
        expected, program = Expected(generated), sheet.put(generated)
        if rng.random() < 0.4:
            crash_in_a_sync(program, google, monkeypatch, rng)
        read = ingest_entries(program, accept_withdrawals=True, accept_held=True)
        assert read.model_dump() == expected.ingested(before)
        assert not disagreements(expected, program, cadences=())
        generated, before = maker.later(generated), expected
    assert not disagreements(expected, program, BY_YEAR)
    assert google.titles_read.isdisjoint(UNREAD_TITLES)


def crash_in_a_sync(program: ProgramContext, google: GoogleServer, patch: pytest.MonkeyPatch, rng: Random) -> None:
    """The line drops for good, or the process ends just before its transaction does."""
    if rng.random() < 0.5:
        google.fail(rng.choice(("GET metadata", "GET batch")), DROPPED, times=None)
        with pytest.raises(OperationError):
            ingest_entries(program, accept_withdrawals=True, accept_held=True)
        google.heal()
        return

    def crash(_connection: object, _name: str, _state: State) -> None:
        raise Crash

    with patch.context() as inner:
        inner.setattr(sync_tabs, "save_state", crash)
        with pytest.raises(Crash):
            ingest_entries(program, accept_withdrawals=True, accept_held=True)


def test_an_unchanged_sheet_costs_two_reads_and_no_work(
    program: ProgramContext, google: GoogleServer, monkeypatch: pytest.MonkeyPatch
):
    ingest_entries(program)
    google.asked.clear()
    monkeypatch.setattr(open_rows, "normalize_tab", None)
    assert ingest_entries(program).unchanged == 3
    assert google.counted() == ONE_SYNC


def test_columns_that_are_not_known_are_not_fetched(program: ProgramContext, google: GoogleServer):
    form(google)[0].insert(5, "Badge number")
    for row in form(google)[1:]:
        row.insert(5, 4711)
    assert ingest_entries(program).accepted == 3
    assert google.titles_read.isdisjoint({"Badge number", "Email Address", "Anything else"})


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({"ZIP code": 12207}, []),
        ({"ZIP code": 6390}, []),
        ({"ZIP code": "06390"}, []),
        ({"ZIP code": 2134.0}, ["zip_invalid"]),
        ({"Kits left": 2.0}, []),
        ({"Kits left": 3.5}, ["kits_not_a_number"]),
        ({"Kits left": True}, ["kits_not_a_number"]),
        ({"Lot number (optional)": "00417"}, []),
        ({"Lot number (optional)": "1E5"}, []),
        ({"Lot number (optional)": 417}, ["lot_unknown"]),
        ({"Lot number (optional)": 100000.0}, ["lot_unknown"]),
        ({"Date of distribution": "2026-09-14"}, []),
        ({"Date of distribution": datetime.fromisoformat("2026-09-14T23:59")}, []),
        ({"Timestamp": datetime.fromisoformat("2026-11-01T01:30")}, []),
        ({"Timestamp": ""}, ["timestamp_unreadable"]),
    ],
)
def test_cells_as_sheets_keeps_them(
    answers: dict[str, Cell], codes: list[str], program: ProgramContext, google: GoogleServer
):
    stock = google.books[BOOK].tab("Inventory").grid
    stock += [[date(2026, 1, 5), "received", "kit", lot, "2028-06", 9, "", "Central"] for lot in ("00417", "1E5")]
    form(google).append(a_row(11, **answers))
    ingest_entries(program)
    with (program.folder / "needs-attention.csv").open(encoding="utf-8-sig") as file:
        assert [line.split(",")[3] for line in file][1:] == codes


def test_rows_below_an_empty_one_keep_their_numbers(program: ProgramContext, google: GoogleServer):
    form(google)[2:2] = [[], [""] * 15]
    form(google).append(a_row(12, **{"Kits left": "two"}))
    assert ingest_entries(program).read == 4
    assert "Form responses,7," in (program.folder / "needs-attention.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("title", "told"),
    [("Responses", "“Form Responses 1”"), ("Form Responses one", "nearest found: “Form Responses one”")],
)
def test_a_lost_tab_is_told_with_its_nearest(title: str, told: str, program: ProgramContext, google: GoogleServer):
    google.books[BOOK].tab(FORM).title = title
    with pytest.raises(OperationError, match=told):
        ingest_entries(program)


@pytest.mark.parametrize("title", ["Number of kits", ""])
def test_a_lost_column_stops_the_sync(title: str, program: ProgramContext, google: GoogleServer):
    form(google)[0][6] = title
    with pytest.raises(OperationError, match="the column “Kits left” is missing"):
        ingest_entries(program)
    assert google.counted()["GET batch"] == 0


@pytest.mark.parametrize("tab", [FORM, "Training"])
@pytest.mark.parametrize("is_emptied", [True, False], ids=["all of it", "the first row"])
def test_a_tab_without_its_header_is_told(tab: str, is_emptied: bool, program: ProgramContext, google: GoogleServer):
    grid = google.books[BOOK].tab(tab).grid
    google.books[BOOK].tab(tab).grid = [] if is_emptied else [[], *grid[1:], ["", "a row that stands"]]
    with pytest.raises(OperationError, match="has no header row: it is empty"):
        ingest_entries(program)
    assert google.counted()["GET batch"] == 0


@pytest.mark.parametrize(
    "values", [5, True, "text", {"a": 1}, [None], [5], ["text"], [{"a": 1}], [[{}]], [[[1]]]], ids=repr
)
def test_an_answer_of_another_shape_is_not_taken(values: Any, program: ProgramContext, google: GoogleServer):
    ingest_entries(program)
    names = [FORM, "Inventory", "Counts", "Training"]
    ranges = [{"range": f"'{name}'!A1:Z", "majorDimension": "ROWS", "values": values} for name in names]
    google.fail("GET batch", Fault(200, orjson.dumps({"spreadsheetId": BOOK, "valueRanges": ranges})), times=None)
    with pytest.raises(Unreachable, match="cannot be understood"):
        ingest_entries(program)
    assert summarize_status(program).entries == 3


def test_tabs_are_read_whole_where_metadata_has_no_cells(
    program: ProgramContext, google: GoogleServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tests.support.google.answers._grids", lambda *_: [])
    assert ingest_entries(program).accepted == 3
    assert google.counted() == FIRST_SYNC


def test_check_tells_each_part(program: ProgramContext, google: GoogleServer):
    assert [(found.part, found.is_ok) for found in check_program(program.folder)[1:7]] == [
        ("key", True), ("sharing", True), ("tabs", True), ("headers", True), ("time zone", True), ("expiries", True),
    ]  # fmt: skip
    book = google.books[BOOK]
    book.time_zone = "America/Chicago"
    book.tab("Inventory").grid[1][4] = date(2028, 6, 1)
    found = {found.part: found for found in check_program(program.folder)}
    assert not found["time zone"].is_ok
    assert "rows 2" in found["expiries"].words
    book.time_zone = "US/Eastern"
    book.tab("Inventory").grid[1][4] = "2028-06"
    assert all(found.is_ok for found in check_program(program.folder))


@pytest.mark.parametrize(
    "content", [None, "{", "[]", '{"client_email": "a@b.c", "private_key": "-----", "token_uri": "https://x"}']
)
def test_a_key_that_is_none_is_a_wrong_call(content: str | None, program: ProgramContext, google: GoogleServer):
    key = program.folder / "service-account.json"
    key.unlink() if content is None else key.write_text(content, encoding="utf-8")
    with pytest.raises(OperationError, match=r"service-account\.json") as refusal:
        ingest_entries(program)
    assert refusal.value.exit_code == 2
    assert not google.asked
    for command in ("check", "ingest"):
        assert lbn(command, program=program.folder).code == 2


def test_a_key_with_another_address_for_tokens_is_refused(program: ProgramContext):
    settings = program.settings
    source = settings.source.model_copy(update={"api_endpoint": None})
    write_key(program.folder, "https://tokens.example.com/token")
    with pytest.raises(OperationError, match="other than Google"):
        ingest_entries(program._replace(settings=settings.model_copy(update={"source": source})))


def test_a_stranger_asks_google_nothing(program: ProgramContext, google: GoogleServer):
    ingest_entries(program)
    (program.folder / "secret.key").write_text("cd" * 32, encoding="ascii")
    before = google.counted()
    with pytest.raises(OperationError, match="another program"):
        ingest_entries(program)
    assert google.counted() == before
    assert ingest_entries(program, accept_withdrawals=True).new == 3
