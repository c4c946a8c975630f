"""The sheet of the yearly review: what is doubtful first, then duties, changes, open points and room to decide."""

from datetime import date
from typing import Any

import pytest

from schemas.desk import FilingDiffers
from schemas.due import NeverMade, ToHandIn
from schemas.finding import Code
from schemas.freshness import Silence
from schemas.review import MadeAgain
from schemas.tabs import Tab
from tasks.messages.duty_words import format_filing, list_duty_tasks
from tasks.messages.held_words import HELD_ROWS, list_held_rows
from tasks.messages.sheets import review_sheet
from tasks.messages.sheets.review_reports import (
    AGAIN,
    FILED,
    LOST,
    MOST_MADE_AGAIN,
    NONE_AGAIN,
    NONE_MADE,
    NONE_NOTED,
    NONE_OLDER,
)
from tasks.messages.sheets.review_sheet import build_review_sheet
from tests.support.builders_desk import DUE, NOTHING, a_desk, a_finding, things_to_do
from tests.support.builders_messages import MADE_AT
from tests.support.builders_review import DUTIES, a_review, a_state
from tests.support.settings import some_settings

REPORTS_DUE, TO_DO = "Open points: reports due", "Open points: to do"
DIFFERS = "Edition 1 was handed in, and edition 2 was made since, with 7 kits more."
IN_YEAR = Silence(since=date(2025, 11, 26), until=date(2026, 3, 1))
STILL = Silence(since=date(2026, 9, 4), until=None)
ASKED_OF_YEAR = "No form between Nov 26, 2025 and Mar 1: are rows missing?"
NEWER = FilingDiffers.model_validate(DUTIES["filings"][0])


def page(**changes: Any) -> dict[str, Any]:
    """The only sheet."""
    (only,) = build_review_sheet(a_review(**changes))["pages"]
    return only


def part(title: str, **changes: Any) -> Any:
    """The rows of a table, or the sentence in its place; without what lets long words break."""
    (found,) = [block for block in page(**changes)["blocks"] if block.get("title") == title]
    if "words" in found:
        return found["words"].replace("\u200b", "")
    return [tuple(cell.replace("\u200b", "") for cell in row) for row in found["rows"]]


def notes(**changes: Any) -> list[str]:
    """What stands first."""
    return [block["words"] for block in page(**changes)["blocks"] if block["kind"] == "Note"]


def test_the_head_says_what_is_reviewed_and_since_when():
    made = build_review_sheet(a_review())
    (only,) = made["pages"]
    assert (made["name"], made["made"]) == ("Yearly review, 2025", "As read on Oct 6, 2026")
    assert only["title"] == "Yearly review of the procedure: 2025"
    assert only["lead"] == (
        "Period: Jan 1 – Dec 31, 2025. The procedure was last reviewed on Nov 1, 2025; the next review is due Nov 1, "
        "2026. Bring with it what “lbn report program-review 2025” makes: the figures, charts and tables of the period."
    )


def test_a_period_in_which_the_program_started_is_told():
    settings = some_settings(program={"started": MADE_AT.date().replace(year=2025)})
    assert "The program started on Oct 6, 2025: the figures of 2025 begin there." in page(settings=settings)["lead"]


def test_tabs_that_were_never_read_have_the_day_of_the_sheet():
    assert build_review_sheet(a_review(desk=a_desk(read_at=None)))["made"] == "As read on Oct 6, 2026"


def test_what_makes_it_doubtful_stands_first():
    assert notes(desk=a_desk(findings=())) == []
    doubts = notes(
        desk=a_desk(is_stale=True, findings=[a_finding(9, Code.LOT_INVALID, Tab.INVENTORY)]),
        review={"is_read_too_early": True},
    )
    assert [words[:40] for words in doubts] == [
        "What you see is old: the tabs were last ",
        "The tabs were last read before 2025 ende",
        "Check first: 1 row of the Inventory and ",
    ]


@pytest.mark.parametrize(
    ("at_end", "now", "asked"),
    [
        (None, None, []),
        (IN_YEAR, None, [ASKED_OF_YEAR]),
        (IN_YEAR, STILL, ["No form since Sep 4: is the export current?", ASKED_OF_YEAR]),
        (STILL, STILL, ["No form since Sep 4: is the export current?"]),
    ],
)
def test_forms_that_the_period_may_miss_are_told_once(at_end: Silence | None, now: Silence | None, asked: list[str]):
    assert notes(desk=a_desk(findings=(), silence=now), review={"silence": at_end}) == asked


def test_what_was_made_again_is_named_with_its_kits():
    assert part(AGAIN) == [
        ("Supplier report", "September 2025", "2", "Nov 3, 2025", "+7"),
        ("gone", "Q1 2025", "3", "Dec 1, 2025", "not known"),
        ("Supplier report", "October 2025", "2", "Dec 4, 2025", "−1,200"),
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"made_again": ()}, NONE_AGAIN),
        ({"made_again": (), "is_any_made": False}, NONE_MADE),
        ({"made_again": (), "is_any_lost": True}, LOST),
        ({"made_again": (), "is_any_made": False, "is_any_lost": True}, LOST),
    ],
)
def test_none_is_said_only_where_it_is_known(changes: dict[str, Any], words: str):
    assert part(AGAIN, review=changes) == words


@pytest.mark.parametrize("is_any_lost", [True, False])
def test_what_is_lost_is_told_beside_what_was_made_again(is_any_lost: bool):
    remarks = [block["words"] for block in page(review={"is_any_lost": is_any_lost})["blocks"] if "words" in block]
    assert (LOST in remarks) is is_any_lost


def test_of_many_editions_the_first_are_listed():
    many = tuple(
        MadeAgain("supplier", "2025-09", number, MADE_AT.date(), 0) for number in range(2, MOST_MADE_AGAIN + 4)
    )
    assert len(part(AGAIN, review={"made_again": many})) == MOST_MADE_AGAIN
    remarks = [block["words"] for block in page(review={"made_again": many})["blocks"] if block["kind"] == "Remark"]
    assert remarks[-1] == "40 of 42 shown; the rest is in the folder reports/."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"filings": (NEWER,)}, [
            ("Supplier report", "September 2025", DIFFERS),
        ]),
        ({"filings": (NEWER.model_copy(update={"report": "gone"}),)}, [
            ("gone", "September 2025", DIFFERS),
        ]),
        ({}, NONE_OLDER),
        ({"is_any_lost": True}, LOST),
        ({"filed_count": 0}, NONE_NOTED),
    ],
)  # fmt: skip
def test_what_was_handed_in_before_a_newer_edition(changes: dict[str, Any], said: Any):
    assert part(FILED, review=changes) == said


def test_open_points_are_those_of_status_in_its_words():
    state = a_state()
    due = [points for points, _ in part(REPORTS_DUE)]
    assert due[-1] == format_filing(NEWER)
    assert [words.partition(",")[0] for words in due[:-1]] == ["nysdoh-quarterly 2026-Q3", "supplier 2026-09"]
    to_do = " ".join(points for points, _ in part(TO_DO, desk=a_desk(to_do=things_to_do(DUTIES))))
    for task in list_duty_tasks(state.duties, MADE_AT.date()):
        assert f"{task.action}. {task.reason} {task.how}" in to_do
    assert "Hand in again" not in to_do
    assert [points for points, _ in part(HELD_ROWS)] == list_held_rows(state.attention, is_linked=False)


def test_where_nothing_is_open_that_is_said():
    quiet = {"desk": a_desk(**NOTHING), "state": a_state(attention=(), duties={})}
    said = [part(title, **quiet) for title in (REPORTS_DUE, TO_DO, HELD_ROWS)]
    assert said == [review_sheet.NOTHING_DUE, review_sheet.NOTHING_TO_DO, review_sheet.NOTHING_HELD]


def test_of_much_to_do_the_first_is_listed():
    duties = {"silent_units": [DUTIES["silent_units"][0] | {"unit": f"Unit {number}"} for number in range(45)]}
    nothing = dict.fromkeys(("low", "expiring", "recalled", "order"), ())
    points = part(TO_DO, desk=a_desk(to_do=things_to_do(duties, **nothing)))
    assert len(points) == 41
    assert points[-1][0] == "40 of 45 shown; the rest is in the answers of “lbn reconcile” and “lbn status”."


def test_reports_of_other_lengths_are_in_the_words_of_status():
    missing = {"report": "supplier", "first": "2025-01", "last": "2025-03", "count": 3, "due_on": "2025-02-10"}
    desk = a_desk(
        never_made=(NeverMade.model_validate(missing | {"is_overdue": True}),), made=(ToHandIn.model_validate(DUE),)
    )
    assert part(REPORTS_DUE, desk=desk)[0][0] == (
        "supplier 2025-01 to 2025-03 (3 reports), never made, overdue since Feb 10, 2025: lbn backfill 2025-01 2025-03 "
        "--report supplier"
    )


def test_there_is_room_to_decide_and_to_sign():
    assert part("Decisions") == [("", "", "")] * review_sheet.EMPTY_LINES
    (fields,) = [block["labels"] for block in page()["blocks"] if block["kind"] == "Fields"]
    assert list(fields) == ["Date of the review", "Present (roles or initials)", "Signed for the agency"]
