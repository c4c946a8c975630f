"""Sheets to print, from a small program: for this account only, blind, and with nothing of a row."""

import re
from pathlib import Path

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.make_sheets import make_count_sheets, make_kit_checklist, make_recall_notice
from tasks.operations.recall_lot import recall_lot
from tasks.operations.reconcile_stock import reconcile_stock
from tests.support.papers import text_of
from tests.support.small_program import SECRET, STOCK, lbn
from tests.support.watched import clock_after


def pages(program: ProgramContext, path: Path) -> list[str]:
    """The words of a file's pages."""
    return text_of((program.folder / path).read_bytes())


def test_count_sheets_are_for_this_account_only(program: ProgramContext):
    made = make_count_sheets(program)
    assert made.path == Path(f"sheets/counts-{program.today()}.pdf")
    assert [path.stat().st_mode & 0o777 for path in (program.folder / "sheets", program.folder / made.path)] == [
        0o700, 0o600,
    ]  # fmt: skip
    assert b"pdfuaid" in (program.folder / made.path).read_bytes()


def test_every_location_has_a_sheet(program: ProgramContext):
    made = make_count_sheets(program)
    said = pages(program, made.path)
    assert len(said) == made.sheet_count == len(program.settings.locations)
    for location, page in zip(program.settings.locations, said, strict=True):
        assert f"Count sheet: {location}" in page
        assert "Page 1 of 1" in page


def test_no_sheet_holds_a_number_that_is_recorded(program: ProgramContext):
    """Each number of the ledger's stock is looked for in the words of all sheets."""
    recorded = {one.on_hand for one in reconcile_stock(program).stock}
    assert recorded == {499, 1488}
    said = " ".join(pages(program, make_count_sheets(program).path))
    assert not set(re.findall(r"\d+", said)) & set(map(str, recorded))


def test_a_sheet_is_the_same_whatever_was_counted(program: ProgramContext):
    path = program.folder / make_count_sheets(program).path
    first = path.read_bytes()
    counted = STOCK["Counts.csv"].replace("499", "7")
    (program.folder / "Counts.csv").write_text(counted, encoding="utf-8", newline="")
    ingest_entries(program)
    assert {one.on_hand for one in reconcile_stock(program).stock} == {7, 1488}
    make_count_sheets(program)
    assert path.read_bytes() == first


def test_tabs_that_were_never_read_have_no_sheet(unread: ProgramContext):
    with pytest.raises(OperationError, match="not been read yet"):
        make_count_sheets(unread)


def test_the_checklist_needs_the_settings_only(unread: ProgramContext):
    made = make_kit_checklist(unread)
    (page,) = pages(unread, made.path)
    assert "2 doses of naloxone" in page


def test_a_recall_has_a_page_for_each_location_that_had_the_lot(program: ProgramContext):
    made = make_recall_notice(program, recall_lot(program, "A123"))
    assert made
    assert made.path == Path(f"sheets/recall-A123-{program.today()}.pdf")
    central, patrol = pages(program, made.path)
    assert "499" in central
    assert "1,488" in patrol
    assert "January 2024" in patrol


def test_a_sheet_is_as_new_as_the_reading(program: ProgramContext):
    later = program._replace(clock=clock_after(40))
    recall = recall_lot(later, "A123", as_known=True)
    for made in (make_count_sheets(later), make_recall_notice(later, recall)):
        assert made
        assert str(later.today()) in made.path.name
        assert "s read on Apr 2, 2024" in pages(later, made.path)[0]


def test_a_lot_that_no_location_had_has_no_notice(program: ProgramContext):
    recall = recall_lot(program, "A123")
    nowhere = recall._replace(traces=tuple(one._replace(locations=()) for one in recall.traces))
    assert make_recall_notice(program, nowhere) is None


@pytest.mark.parametrize(
    "call", [("sheet", "counts"), ("sheet", "kit"), ("sheet", "review"), ("recall", "A123", "--notice")]
)
def test_the_command_says_where_the_file_is(call: tuple[str, ...], program: ProgramContext):
    ended = lbn(*call, program=program.folder)
    assert ended.code == 0, ended.words
    (made,) = (program.folder / "sheets").iterdir()
    assert f"Made sheets/{made.name}" in ended.out
    assert "Only this account can open it" in ended.out
    assert SECRET not in ended.out + " ".join(pages(program, made))


def test_a_recall_without_a_notice_offers_one(program: ProgramContext):
    assert lbn("recall", "A123", program=program.folder).out.endswith("to print: lbn recall A123 --notice\n")
    assert not (program.folder / "sheets").exists()


def test_a_sheet_that_there_is_not_is_a_wrong_call(program: ProgramContext):
    assert lbn("sheet", "everything", program=program.folder).code == 2
