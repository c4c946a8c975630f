"""A column of the stock's tabs that rows filled in and that isn't there any more: absent is not empty."""

import pytest

from tests.cases.program import Case, forms, received

HEADER = "Date,Location,Item,Lot (optional),Counted"
LOTS = [received("9/1/2026", lot, 10) for lot in ("A1", "B2")]
BY_LOT = [["9/10/2026", "Central", "kit", "A1", "9"], ["9/10/2026", "Central", "kit", "B2", "10"]]
TOGETHER = [["9/10/2026", "Central", "kit", "", "19"]]


def retitle(case: Case, header: str) -> None:
    """Write the tab Counts with another header."""
    path = case.folder / "Counts.csv"
    text = path.read_text("utf-8-sig")
    assert HEADER in text
    path.write_text(text.replace(HEADER, header), encoding="utf-8")


@pytest.mark.parametrize("title", ["Batch", "Lots", "Which one?"])
def test_a_lost_column_of_lots_stops_the_reading(title: str, case: Case):
    case.write(*forms(5), inventory=LOTS, counts=BY_LOT).ingest()
    before = case.stock()
    retitle(case, HEADER.replace("Lot (optional)", title))
    said = case.be_refused()
    assert "The tab Counts cannot be read: the column “Lot (optional)” is missing" in said
    assert "Nothing was changed. Restore the title in the tab." in said
    retitle_back = HEADER.replace("Lot (optional)", title)
    path = case.folder / "Counts.csv"
    path.write_text(path.read_text("utf-8").replace(retitle_back, HEADER), encoding="utf-8")
    case.ingest()
    assert case.stock() == before


def test_a_column_that_no_row_fills_in_may_go(case: Case):
    case.write(*forms(5), inventory=LOTS, counts=TOGETHER).ingest()
    retitle(case, HEADER.replace("Lot (optional)", "Remark"))
    case.ingest()


def test_a_new_tab_need_not_have_it(case: Case):
    case.write(*forms(5), inventory=LOTS, counts=TOGETHER)
    retitle(case, HEADER.replace("Lot (optional)", "Remark"))
    case.ingest()
    assert case.codes() == []
