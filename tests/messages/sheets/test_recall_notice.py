"""The notice of a recall: a page for each location that has or had the lot, and what to do there."""

from datetime import date
from typing import Any

import pytest

from schemas.recall import GivenOut, LotTrace, OnShelf, Recall
from schemas.settings import Settings
from tasks.messages.long_words import MAY_BREAK
from tasks.messages.lot_words import NONE_GIVEN_OUT, UNKNOWN_LOTS
from tasks.messages.sheets.recall_notice import DO_NOT, FEWER, FEWER_UNCOUNTED, build_recall_notice
from tests.support.settings import some_settings

TODAY = date(2026, 11, 6)
TRACE = LotTrace(
    item="kit",
    lot="A1234",
    expires=date(2028, 12, 31),
    received_count=20,
    is_recalled=False,
    on_shelf=(OnShelf("Central", 9), OnShelf("Patrol", 1)),
    given_out=(
        GivenOut("Patrol", "2026-09", 4),
        GivenOut("Patrol", "2026-10", 1),
        GivenOut("Unassigned", "2026-10", 1),
    ),
    gone=(),
    locations=("Central", "Detectives", "Patrol", "Unassigned"),
)


def pages(*traces: LotTrace, settings: Settings | None = None) -> dict[str, dict[str, Any]]:
    """The pages by their titles."""
    notice = build_recall_notice(Recall(traces, 0), settings or some_settings(), TODAY, TODAY)
    return {page["title"]: page for page in notice["pages"]} if notice else {}


def grids(page: dict[str, Any]) -> dict[str, list[list[str]]]:
    return {block["title"]: block["rows"] for block in page["blocks"] if block["kind"] == "Grid"}


def test_each_location_that_has_or_had_it_gets_a_page():
    assert list(pages(TRACE)) == [f"Recall of lot A1234: {name}" for name in ("Central", "Detectives", "Patrol")]
    assert all({"kind": "Note", "words": DO_NOT} in page["blocks"] for page in pages(TRACE).values())


def test_where_nobody_had_it_there_is_no_notice():
    assert pages(TRACE._replace(locations=("Unassigned",))) == {}


def test_a_page_says_what_is_recorded_and_was_given_out():
    kit = ["Naloxone 4 mg nasal spray kit", "A1234", "Dec 31, 2028"]
    patrol = pages(TRACE)["Recall of lot A1234: Patrol"]
    assert grids(patrol) == {
        "What to look for": [[*kit, "1", ""]],
        "Given out from here: 5 kits": [["September 2026", "4"], ["October 2026", "1"]],
    }
    assert {"kind": "Remark", "words": UNKNOWN_LOTS} in patrol["blocks"]
    assert grids(pages(TRACE)["Recall of lot A1234: Detectives"]) == {"What to look for": [[*kit, "0", ""]]}


def test_that_none_went_out_is_said_by_the_record_only():
    remarks = {
        title.rpartition(" ")[2]: [block["words"] for block in page["blocks"] if block["kind"] == "Remark"]
        for title, page in pages(TRACE).items()
    }
    assert remarks == {"Central": [], "Detectives": [NONE_GIVEN_OUT], "Patrol": [UNKNOWN_LOTS]}


@pytest.mark.parametrize(
    ("location", "counts", "fewer"),
    [("Patrol", "Counts.csv", f" {FEWER}"), ("Patrol", None, f" {FEWER_UNCOUNTED}"), ("Detectives", "Counts.csv", "")],
    ids=["counted", "no Counts tab", "none recorded there"],
)
def test_the_coordinator_finds_the_row_to_enter(location: str, counts: str | None, fewer: str):
    settings = some_settings(source={"counts": counts} if counts else {})
    page = pages(TRACE, settings=settings)[f"Recall of lot A1234: {location}"]
    (steps,) = [block["steps"] for block in page["blocks"] if block.get("title") == "For the coordinator"]
    row = f"2026-11-06, recalled, kit, A1234, the quantity found, From {location}"
    assert steps[0] == f"Unless none was found, enter in the Inventory tab: {row}.{fewer}"


def test_a_long_lot_stays_in_its_column():
    lot = "ABCDEFGHIJKLMNOPQRST"
    page, *_ = pages(TRACE._replace(lot=lot)).values()
    ((_, cell, *_),) = grids(page)["What to look for"]
    assert [one for one in cell.split(MAY_BREAK) if one] == list(lot)


def test_two_items_with_one_lot_stand_on_one_page():
    other = TRACE._replace(item="gone", expires=None, locations=("Patrol",), on_shelf=(), given_out=())
    page = pages(TRACE, other)["Recall of lot A1234: Patrol"]
    assert grids(page)["What to look for"][1] == ["gone", "A1234", "see carton", "0", ""]


def test_a_page_says_where_fewer_can_be_there_than_recorded():
    said = {
        title.rpartition(" ")[2]: [block["words"] for block in page["blocks"] if block["kind"] == "Remark"]
        for title, page in pages(TRACE._replace(missing_count=3)).items()
    }
    assert ["at most 7 can be there" in words for words in said["Central"]] == [True]
    assert "at most 7 can be there" in said["Patrol"][0]
    assert said["Detectives"] == [NONE_GIVEN_OUT]
