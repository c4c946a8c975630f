"""The duties in the yearly review: what was done by the record, what isn't tracked, and what only people can say."""

from datetime import date
from typing import Any

import pytest

from schemas.desk import Duties
from schemas.review import CountsEntered, OrdersEntered, ProcedureDuty
from schemas.tabs import Tab
from tasks.messages.sheets.review_duties import BY_PEOPLE, list_duty_rows
from tasks.messages.sheets.review_facts import MOST_NAMES, name_some
from tests.support.builders_desk import a_desk, a_low_unit, a_shelf
from tests.support.builders_review import FIGURES, SETTINGS, a_review, a_state, shelves_and_low
from tests.support.settings import some_settings

PEOPLE = "People: how kits are stored is ticked on count sheets, which stay on paper."


def said(**changes: Any) -> dict[str, str]:
    """What is said of each duty."""
    return {duty: words for duty, words, _ in list_duty_rows(a_review(**changes))}


def test_each_duty_says_what_was_done():
    assert said() == {
        "Run the program": "Tabs last read on Oct 6, 2026, 8:00 AM EDT. Newest distribution: Oct 5, 2026.",
        "Units that take part": (
            "2 of 3 units gave out kits. None by Harbor. Counted at Unassigned: 2 distributions."
        ),
        "Have all personnel trained": (
            "34 attendances: Leave-behind program 28 and Refresher 6. Units that still lack training now, by "
            "attendances: Patrol."
        ),
        "Training when something changes": (
            "Refreshers: 6 attendances. Units that are to be refreshed now, by attendances: Traffic."
        ),
        "Records of the distributions": (
            "120 distributions, with 181 kits. Rows on hold now: 3 of the form, 1 of other tabs."
        ),
        "Deal with the supplier": (
            "Orders entered: 5 (220 kits). Kits received 200; returned 0; on order at the end 20."
        ),
        "Kits at all times": (
            "Kits on hand at the end: 46. Now 3 shelves are low: Patrol (3), Traffic (11) and Harbor (0)."
        ),
        "Safe handling and storage": (
            f"Kits taken off: recalled 2; expired 0; damaged 0; lost 0. On shelves now: 1 recalled lot. {PEOPLE}"
        ),
        "Count what is there": (
            "9 counts entered, at 4 of 4 locations. Kits corrected by −3; shortfalls 1. To be counted now: 0 shelves."
        ),
        "Report to the supplier": "12 owed: 11 made, 10 mailed, 1 noted as handed in, 1 overdue.",
        "Report to NYSDOH, as an OOPP": "4 owed: 4 made, 3 noted as handed in, 1 overdue.",
        "Report to NYC Health, as an OOPP": "None was owed for this period.",
        "Report what is missing": "Never made: 1 of 16 reports owed.",
        "Report what is right": (
            "Made again after the first: 3 editions. Handed in, with a newer edition since: 0 reports."
        ),
        "Offer kits on fitting occasions": "181 kits: Overdose, not transported 80 and Requested 101.",
        "Show how it is used": "People shown how to use it, by the forms: 96 (3 forms left it empty).",
        "Write down each distribution": "Units silent now: Harbor (100 days).",
        "No record of any person": "People: run “lbn audit”, and look at what it says.",
        "Say when kits run low": "14 forms said that kits are running low.",
        "Look at the records regularly": (
            "Program reviews in the ledger: Q1 2025 and 2025. People: whether they were read."
        ),
        "Review the procedure every year": (
            "The procedure was last reviewed on Nov 1, 2025; the next review is due Nov 1, 2026."
        ),
        "Keep test strips apart": (
            "Strips given out: fentanyl 1,050; xylazine not tracked. Whether a shelf is low isn't known: no par level "
            "or rate."
        ),
        "What a kit contains": "People: compare a packed kit with its checklist (“lbn sheet kit”).",
        "Nobody's name is taken down": "People: look whether officers ask for or write down any name.",
        "Follow the procedure, approve it, use what people say": "People: no record can say it.",
    }  # fmt: skip


def test_beside_each_duty_there_is_room_to_write():
    rows = list(list_duty_rows(a_review()))
    assert [duty for duty, *_ in rows] == [duty.value for duty in ProcedureDuty]
    assert {empty for *_, empty in rows} == {""}


UNTRACKED = {
    "measures": dict.fromkeys(FIGURES, None) | {"distributions": 0, "kits_distributed": 0},
    "tables": {"unit": {}}, "reports": {}, "made_again": (), "is_any_made": False, "filed_count": 0, "counts": None,
    "orders": None, "low_reports": None, "program_reviews": (), "reviewed_on": None, "due_on": None,
}  # fmt: skip
NOTHING_TRACKED = {
    ProcedureDuty.TRAIN: "Not tracked.", ProcedureDuty.REFRESH: "Not tracked.", ProcedureDuty.SUPPLIER: "Not tracked.",
    ProcedureDuty.KITS: "Not tracked.", ProcedureDuty.STORAGE: f"Not tracked. {PEOPLE}",
    ProcedureDuty.COUNT: "Not tracked.", ProcedureDuty.OCCASIONS: "Not tracked.", ProcedureDuty.SHOW: "Not tracked.",
    ProcedureDuty.LOW: "Not tracked.", ProcedureDuty.STRIPS: "Not tracked.",
    ProcedureDuty.REPORT_MISSING: "None was owed for this period.",
    ProcedureDuty.REPORT_RIGHT: "The ledger holds no report of this period, so what changed since isn't known.",
    ProcedureDuty.LOOK: "Program reviews in the ledger: none. People: whether they were read.",
    ProcedureDuty.REVIEW: "lbn.toml doesn't say when the procedure was last reviewed (procedure.reviewed).",
}  # fmt: skip


def test_what_is_not_tracked_is_not_zero():
    words = said(review=UNTRACKED, desk=a_desk(is_stock_tracked=False))
    assert {duty: words[duty] for duty in NOTHING_TRACKED} == NOTHING_TRACKED


@pytest.mark.parametrize(
    ("tab", "review", "duties", "words"),
    [
        (
            Tab.INVENTORY, UNTRACKED, (ProcedureDuty.SUPPLIER, ProcedureDuty.KITS, ProcedureDuty.STORAGE),
            "No row of Inventory can be used: stock isn't known.",
        ),
        (
            Tab.TRAINING, UNTRACKED, (ProcedureDuty.TRAIN, ProcedureDuty.REFRESH),
            "No row of Training can be used: how many were trained isn't known.",
        ),
        (
            Tab.COUNTS, {"measures": FIGURES | {"kits_shortfall": 0}}, (ProcedureDuty.COUNT,),
            "No row of Counts can be used: no count of the stock is known.",
        ),
    ],
)  # fmt: skip
def test_a_tab_of_which_no_row_is_used_is_told(
    tab: Tab, review: dict[str, Any], duties: tuple[ProcedureDuty, ...], words: str
):
    told = said(review=review, desk=a_desk(unusable_tabs=(tab,)))
    assert {told[duty].removesuffix(f" {PEOPLE}") for duty in duties} == {words}


NO_TRAINING = some_settings(units=SETTINGS.model_dump()["units"])


@pytest.mark.parametrize(
    ("changes", "duty", "words"),
    [
        (
            {"settings": NO_TRAINING}, ProcedureDuty.TRAIN,
            "Who still lacks it: not tracked (training.people in lbn.toml).",
        ),
        (
            {"settings": NO_TRAINING}, ProcedureDuty.REFRESH,
            "Whom to refresh: not tracked (training.people and refresher_months in lbn.toml).",
        ),
        ({"state": a_state(duties=Duties())}, ProcedureDuty.TRAIN, "still lack training now, by attendances: none."),
        ({"state": a_state(duties=Duties())}, ProcedureDuty.WRITE_DOWN, "Units silent now: none that is known."),
        (
            {"desk": a_desk(silence={"since": "2026-08-01", "until": None})}, ProcedureDuty.WRITE_DOWN,
            "Which units are silent isn't known: nothing was reported by any for long.",
        ),
        (
            {"desk": a_desk(silence={"since": "2026-08-01", "until": "2026-10-01"})}, ProcedureDuty.WRITE_DOWN,
            "Units silent now: Harbor (100 days).",
        ),
        ({"review": {"orders": OrdersEntered(0, 0)}}, ProcedureDuty.SUPPLIER, "Orders entered: 0. Kits received 200"),
        (
            {"review": {"measures": FIGURES | {"kits_count_adjustment": None}}}, ProcedureDuty.COUNT,
            "9 counts entered, at 4 of 4 locations. What they should have found: not tracked.",
        ),
        ({"review": {"counts": None}}, ProcedureDuty.COUNT, "Not tracked. Shortfalls in the records: 1 kit."),
        ({"review": {"counts": CountsEntered(0, 0)}}, ProcedureDuty.COUNT, "0 counts entered, at 0 of 4 locations."),
        ({"stock": shelves_and_low(low=())}, ProcedureDuty.KITS, "Now no shelf is low."),
        (
            {"stock": shelves_and_low(low=(), shelves=[a_shelf("Patrol", 3, None, None)])}, ProcedureDuty.KITS,
            "Whether a shelf is low isn't known: no par level or rate.",
        ),
        (
            {"stock": shelves_and_low(low=[a_low_unit("Patrol", 1, None) | {"item": "fts"}])}, ProcedureDuty.STRIPS,
            "Now 1 shelf is low: Patrol (1).",
        ),
        ({"stock": shelves_and_low(shelves=())}, ProcedureDuty.STRIPS, "fentanyl 1,050; xylazine not tracked."),
        ({"review": {"tables": {"unit": {"Patrol": 1, "Traffic": 2, "Harbor": 3}, "course": {}}}}, ProcedureDuty.UNITS,
         "3 of 3 units gave out kits. Counted at Unassigned: 0 distributions."),
        (
            {"review": {"tables": {"unit": {"Patrol": 1, "Marine": 2}, "course": {}}}}, ProcedureDuty.UNITS,
            "Counted at Unassigned: 0 distributions. At units that lbn.toml no longer has: 2 distributions.",
        ),
        ({"review": {"due_on": date(2026, 10, 6)}}, ProcedureDuty.REVIEW, "the next review is due Oct 6, 2026."),
        ({"review": {"due_on": date(2026, 10, 5)}}, ProcedureDuty.REVIEW, "the next review was due Oct 5, 2026."),
        ({"review": {"tables": {"unit": {}, "course": {}}}}, ProcedureDuty.TRAIN, "0 attendances. Units that"),
    ],
)  # fmt: skip
def test_what_is_said_where_it_is_otherwise(changes: dict[str, Any], duty: ProcedureDuty, words: str):
    assert words in said(**changes)[duty]


def test_strips_that_are_watched_are_known():
    watched = shelves_and_low(low=(), shelves=[a_shelf("Patrol", 3, 12, 9, "fts") | {"is_watched": True}])
    assert said(stock=watched)[ProcedureDuty.STRIPS].endswith("xylazine not tracked. Now no shelf is low.")


def test_of_many_units_the_first_are_named():
    names = [f"Unit {number}" for number in range(1, MOST_NAMES + 3)]
    assert name_some(names) == f"{', '.join(names[:MOST_NAMES])} and 2 others"
    assert name_some(names[:2]) == "Unit 1 and Unit 2"


def test_what_only_people_can_say_is_left_to_them():
    left = [duty for duty, words in said().items() if words.startswith(BY_PEOPLE)]
    assert left == [ProcedureDuty.NO_PERSON, ProcedureDuty.CONTENTS, ProcedureDuty.NO_NAME, ProcedureDuty.FOLLOW]
