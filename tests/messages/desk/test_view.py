"""The desk: what makes it doubtful first, what is not known is never 0, and every bar has its words."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.desk import Shelf
from schemas.desk_page import MonthGiven
from schemas.finding import Code
from schemas.stock import Low
from schemas.tabs import Tab
from tasks.messages.desk.bars import MOST_SHELVES, are_months_long, list_month_bars, list_shelf_bars
from tasks.messages.desk.others import MOST_OTHERS
from tasks.messages.desk.rows import MOST_ROWS
from tasks.messages.desk.to_do import MOST_AT_ONCE, MOST_TASKS
from tasks.messages.desk.view import DeskView, build_desk_view
from tests.support.builders_desk import (
    CASES,
    DUE,
    LOW,
    NOTHING,
    SHELVES,
    TODAY,
    a_desk,
    a_finding,
    a_low_unit,
    a_shelf,
    months,
)
from tests.support.builders_messages import MADE_AT

HELD, FLAGGED = a_finding(14, Code.KITS_MISSING), a_finding(52, Code.ZIP_INVALID)
OF_STOCK = (
    a_finding(9, Code.LOT_INVALID, Tab.INVENTORY),
    a_finding(9, Code.QUANTITY_INVALID, Tab.INVENTORY),
    a_finding(2, Code.COUNT_INVALID, Tab.COUNTS),
)
"""Two rows, one of which has two codes."""
LATE = DUE | {"first": "2026-07", "last": "2026-08", "others": ("2026-08",), "count": 2, "due_on": "2026-08-10",
              "is_overdue": True}  # fmt: skip
"""Made, and past its day."""
NEVER = {"report": "supplier", "first": "2026-01", "last": "2026-09", "count": 9, "due_on": "2026-02-10",
         "is_overdue": True}  # fmt: skip


OTHERS = {
    "lot_conflicts": ({"item": "kit", "lot": "B200", "expiries": ("2028-08-31", "2029-08-31")},),
    "doubtful_lots": ({"item": "kit", "received_on": "2026-02-01", "likeness": "a word"},) * 2,
    "questions_missing": ("Who took the kit (optional)",),
    "decisions_not_understood": (3,),
}
"""What the digest says of lots, questions and decisions."""


def quiet(**changes: Any) -> DeskView:
    """A desk on which nothing lies but this."""
    return build_desk_view(a_desk(**NOTHING | {"shelves": ()} | changes))


def tile(view: DeskView, section: str) -> str:
    """The number that leads to a section, with what stands below it."""
    (found,) = (one for one in view.tiles if one.section == section)
    return f"{found.value}, {found.note}{'!' if found.is_urgent else ''}"


@pytest.mark.parametrize(
    ("changes", "headline"),
    [
        ({}, "Nothing to do."),
        ({"findings": (HELD,)}, "1 row to fix."),
        ({"made": (DUE,), "findings": (HELD, FLAGGED)}, "1 report to hand in and 2 rows to fix."),
        ({"never_made": (NEVER,)}, "9 reports to hand in."),
        ({"to_do": CASES["typical"].to_do[:1]}, "1 thing to do."),
        ({"questions_missing": ("Who took the kit (optional)",)}, "1 thing to fix."),
        ({"findings": (HELD,), **OTHERS}, "1 row to fix and 4 other things to fix."),
        ({"is_stale": True}, "Apart from that, nothing to do."),
        ({"is_stock_tracked": False}, "Nothing to do, as far as is known."),
        ({"read_at": None}, "Nothing to do, as far as is known."),
    ],
)
def test_the_headline_says_whether_anything_is_to_be_done(changes: dict[str, Any], headline: str):
    assert quiet(**changes).headline == headline


def test_how_old_it_is_comes_before_everything_else():
    alarms = build_desk_view(CASES["bad-day"]).alarms
    assert alarms[0] == "What you see is old: the tabs were last read Oct 3, 2026, 8:00 AM EDT."
    assert alarms[1].startswith("Not running since Oct 3, 2026, 8:00 AM EDT. The column “Kits left” of Form Respon")
    assert alarms[2:] == ("No form since Sep 4: is the export current?",
                          "No row of Counts can be used: no count of the stock is known.")  # fmt: skip
    assert not build_desk_view(CASES["typical"]).alarms


def test_what_a_wrong_clock_made_comes_before_everything_else():
    view = quiet(made_too_early=({"title": "Supplier report", "period": "2027-01", "edition": 1},))
    (alarm,) = view.alarms
    assert alarm.startswith("A wrong clock made reports of periods that have not ended. Don't hand in: Supplier report")
    assert view.headline == "Apart from that, nothing to do."


def test_what_else_is_to_be_fixed_is_said_as_the_digest_says_it():
    others = quiet(**OTHERS).others
    assert [words.partition(" is counted")[0].partition(":")[0] for words in others.shown] == [
        "Lot B200 (kit) has 2 expiration dates in Inventory, Aug 31, 2028 and Aug 31, 2029",
        "A lot of kit received on Feb 1, 2026 looks like a word, and",
        "The form has no column “Who took the kit (optional)”",
        "decisions.csv, line 3",
    ]
    many = quiet(questions_missing=tuple(f"Question {number}" for number in range(MOST_OTHERS + 1))).others
    assert (len(many.shown), many.rest) == (MOST_OTHERS, "25 of 26 shown; the rest is in the answer of “lbn check”.")


def test_tabs_that_were_never_read_are_asked_for_once():
    view = quiet(read_at=None, silence={"since": None, "until": None}, newest_entry=None)
    assert view.alarms == ("Nothing is known yet: run “lbn run” once the tabs are in place.",)
    assert view.as_of == "The tabs have not been read yet."
    assert view.no_stock == view.no_rows == "Not known: the tabs have not been read yet."
    assert (tile(view, "rows"), tile(view, "stock")) == ("?, not known", "?, not known")


@pytest.mark.parametrize(
    ("changes", "section", "said"),
    [
        ({}, "to-do", "0, none today"),
        ({"is_stock_tracked": False}, "to-do", "0, without the shelves"),
        ({}, "due", "0, none overdue"),
        ({"never_made": (NEVER,)}, "due", "9, some overdue!"),
        ({"made": (DUE,)}, "due", "1, none overdue"),
        ({"made": (LATE, DUE)}, "due", "3, some overdue!"),
        ({"is_stock_tracked": False}, "stock", "?, not tracked"),
        ({"unusable_tabs": (Tab.INVENTORY,)}, "stock", "?, not known"),
        ({"shelves": SHELVES, "low": LOW}, "stock", "3, of 4 in use!"),
        ({"shelves": SHELVES}, "stock", "0, of 4 in use"),
        # an officer can call any shelf low
        ({"shelves": SHELVES, "low": (a_low_unit("Jail medical office", 5, None),)}, "stock", "1, of 5 in use!"),
        (
            {"shelves": (a_shelf("Central", 9, None, None), a_shelf("Patrol", 0, None, None))},
            "stock",
            "?, no par level or rate",
        ),
        ({"months": ()}, "rows", "0, all are counted"),
        ({"findings": (FLAGGED,)}, "rows", "1, none not counted"),
        ({"findings": (HELD, FLAGGED)}, "rows", "2, 1 not counted!"),
        ({}, "trend", "4, September: 27"),
        ({"months": months()[-1:]}, "trend", "4, the first month"),
        ({"months": (months()[-2] | {"since": "2026-09-03"}, months()[-1])}, "trend", "4, September: 27, since Sep 3"),
        ({"months": months((*[0] * 10, 3, None))}, "trend", "?, September: 3"),
        ({"months": months((*[0] * 10, None, None))}, "trend", "?, September: ?"),
    ],
)
def test_a_number_at_the_top_is_never_0_where_nobody_knows(changes: dict[str, Any], section: str, said: str):
    assert tile(quiet(**changes), section) == said


def test_a_program_that_has_not_started_has_no_month():
    assert "trend" not in {one.section for one in quiet(months=()).tiles}


@pytest.mark.parametrize(
    ("changes", "no_stock", "doubt"),
    [
        ({}, "", ""),
        ({"is_stock_tracked": False}, "The stock is not tracked", ""),
        ({"unusable_tabs": (Tab.INVENTORY,)}, "No row of the Inventory tab can be used", ""),
        ({"findings": (HELD,)}, "", ""),
        ({"findings": OF_STOCK}, "", "Check first: 2 rows of"),
    ],
)  # fmt: skip
def test_a_stock_that_is_not_known_is_not_an_empty_one(changes: dict[str, Any], no_stock: str, doubt: str):
    view = quiet(**changes)
    assert (view.no_stock[: len(no_stock)], bool(view.no_stock)) == (no_stock, bool(no_stock))
    assert (view.stock_doubt[: len(doubt)], bool(view.stock_doubt)) == (doubt, bool(doubt))


@pytest.mark.parametrize(
    ("usable", "shelf", "days_left", "is_low", "said"),
    [
        (3, 12, 9, True, "25% 3 of 12, 9 days, Low"),
        (3, 12, 9, False, "25% 3 of 12, 9 days, "),
        (12, 12, 1, False, "100% 12 of 12, 1 day, "),
        (30, 12, None, True, "100% 30 of 12, , Low"),  # an officer said so
        (1, 1000, 0, True, "2% 1 of 1,000, less than a day, Low"),
        (12, 12, 365, False, "100% 12 of 12, 365 days, "),
        (12, 12, 366, False, "100% 12 of 12, more than a year, "),
        (0, 12, 0, True, "0% 0 of 12, , Empty"),
        (5, None, 3, False, "None% 5, 3 days, "),
        (0, None, None, False, "None% 0, , Empty"),
        (0, 0, None, False, "0% 0 of 0, , "),
        (0, 0, None, True, "0% 0 of 0, , Empty"),
        (4, 0, None, False, "100% 4 of 0, , "),
    ],
)
def test_a_shelf_has_its_figures_in_words(
    usable: int, shelf: int | None, days_left: int | None, is_low: bool, said: str
):
    held = Shelf.model_validate(a_shelf("Patrol", usable, shelf, days_left))
    low = [Low.model_validate(a_low_unit("Patrol", usable, 12))] if is_low else []
    (item,) = list_shelf_bars([held], {"kit": "kit"}, low)
    (bar,) = item.shown
    assert f"{bar.percent}% {bar.holds}, {bar.lasts}, {bar.state}" == said
    assert bar.is_low is is_low


def test_the_emptiest_shelf_comes_first():
    shelves = [Shelf.model_validate(one) for one in (*SHELVES, a_shelf("Patrol", 1, 2, None, "gone"))]
    items = list_shelf_bars(shelves, {"fts": "fentanyl test strip", "kit": "kit"})
    assert [item.title for item in items] == ["Fentanyl test strips", "Kits", "Gones"]
    kits = [bar.location for bar in items[1].shown]
    assert kits == ["Harbor", "Patrol", "Traffic", "Detective Bureau", "Central", "Jail medical office"]


def test_many_shelves_fold_away():
    (item,) = build_desk_view(CASES["300-units"]).shelves
    assert (len(item.shown), len(item.folded)) == (MOST_SHELVES, 301 - MOST_SHELVES)
    assert {bar.state for bar in item.shown} == {"Empty", "Low"}


@pytest.mark.parametrize(
    ("count", "low", "fuller"),
    [
        (1, 0, "1 fuller shelf"),
        (2, 0, "2 fuller shelves"),
        (2, 1, "2 fuller shelves, 1 of them low"),
    ],
)
def test_shelves_that_fold_away_say_how_many_are_low(count: int, low: int, fuller: str):
    shelves = [
        Shelf.model_validate(a_shelf(f"Unit {number:02}", number, 100, 9)) for number in range(MOST_SHELVES + count)
    ]
    are_low = [Low.model_validate(a_low_unit(one.location, one.usable, 100)) for one in shelves[MOST_SHELVES:][:low]]
    (item,) = list_shelf_bars(shelves, {"kit": "kit"}, are_low)
    assert item.fuller == fuller


def test_a_month_has_its_kits_in_words():
    bars = list_month_bars([MonthGiven.model_validate(one) for one in months((*[0] * 8, 200, 1, 3, None))])
    said = [(bar.month, bar.year, bar.percent, bar.kits, bar.note) for bar in bars[-4:]]
    assert said == [("Jul", 2026, 100, "200", ""), ("Aug", 2026, 2, "1", ""), ("Sep", 2026, 2, "3", ""),
                    ("Oct", 2026, 0, "?", "not known")]  # fmt: skip
    assert list_month_bars([MonthGiven(month="2026-10", kits=0, is_over=False)])[0][2:] == (0, "0", "so far")
    assert list_month_bars([]) == ()


@pytest.mark.parametrize(("kits", "is_long"), [(None, False), (999, False), (1000, True)])
def test_long_numbers_stand_beside_their_bars(kits: int | None, is_long: bool):
    assert are_months_long([MonthGiven(month="2026-10", kits=kits, is_over=False)]) is is_long


@given(st.lists(st.builds(Shelf, location=st.text(), item=st.sampled_from(["kit", "fts", "other"]),
                          usable=st.integers(0, 10**6), shelf=st.none() | st.integers(0, 10**6),
                          days_left=st.none() | st.integers(0, 10**4))))  # fmt: skip
def test_no_shelf_is_lost_and_no_bar_is_too_long(shelves: list[Shelf]):
    items = list_shelf_bars(shelves, {"kit": "kit", "fts": "strip"})
    bars = [bar for item in items for bar in (*item.shown, *item.folded)]
    assert sorted(bar.location for bar in bars) == sorted(shelf.location for shelf in shelves)
    assert all(bar.percent is None or 0 <= bar.percent <= 100 for bar in bars)
    assert all(bar.state == "Empty" for bar in bars if bar.holds.startswith("0 of ") and not bar.holds.endswith(" 0"))


def test_only_as_much_is_shown_at_once_as_a_person_takes_in():
    view = build_desk_view(CASES["300-units"])
    assert [(group.due, group.is_urgent, len(group.tasks)) for group in view.tasks] == [
        ("Today", True, 2), ("This week", False, 2), ("This month", False, MOST_AT_ONCE),
    ]  # fmt: skip
    assert sum(len(group.tasks) + len(group.folded) for group in view.tasks) == MOST_TASKS
    assert view.rest_of_tasks == "40 of 307 shown; the rest is in the answers of “lbn reconcile” and “lbn status”."
    assert view.rows.rest == "25 of 300 shown; the rest is in needs-attention.csv in the program's folder."
    assert len(view.rows.groups[0].rows) == MOST_ROWS


def test_what_is_to_be_handed_in_has_its_command():
    view = quiet(never_made=(NEVER,), made=(LATE, DUE))
    assert [(one.title, one.period, one.due, one.is_overdue, one.command, one.note) for one in view.owed] == [
        ("Supplier report", "January 2026 to September 2026 (9 reports)", "Tue, Feb 10, 2026, 238 days ago", True,
         "lbn backfill 2026-01 2026-09 --report supplier", ""),
        ("Supplier report", "July 2026 to August 2026 (2 reports)", "Mon, Aug 10, 2026, 57 days ago", True,
         "lbn filed supplier 2026-07", "And the same with 2026-08."),
        ("Supplier report", "September 2026", "Sat, Oct 10, 2026, in 4 days", False, "lbn filed supplier 2026-09", ""),
    ]  # fmt: skip
    assert view.to_come[0] == "Supplier report for October 2026, due Tue, Nov 10, 2026"


def test_what_is_to_be_done_beside_the_stock_stands_with_it():
    week, month = build_desk_view(CASES["bad-day"]).tasks[1:]
    assert week.tasks[-1].action == "Hand in again: NYSDOH quarterly report, Q2 2026, edition 2"
    assert [task.action for task in (*month.tasks, *month.folded)][-4:] == [
        "Count Traffic",
        "Ask Harbor: it has reported nothing for 100 days; usually one every 10",
        "Train at least 12 more of Patrol in the leave-behind program",
        "Review the program's procedure: it was due on Oct 1, 2026",
    ]


def test_the_month_in_which_the_program_started_says_since_when():
    first, last = months()[-2:]
    notes = [month.note for month in quiet(months=(first | {"since": "2026-09-03"}, last)).months]
    assert notes == ["since Sep 3", "so far"]


def test_what_is_due_today_says_so():
    assert quiet(made=(DUE | {"due_on": TODAY},)).owed[0].due == "Tue, Oct 6, 2026, today"
    assert quiet(made=(DUE | {"due_on": TODAY - timedelta(days=1)},)).owed[0].due == "Mon, Oct 5, 2026, 1 day ago"


def test_rows_with_the_same_remedy_stand_together():
    rows = build_desk_view(a_desk()).rows
    assert [(group.tab, [row.number for row in group.rows], group.is_held) for group in rows.groups] == [
        ("Form responses", ["14", "15", "31"], True), ("Inventory", ["9"], True), ("Form responses", ["52"], False),
    ]  # fmt: skip
    assert rows.groups[0].rows[0].link.endswith("range=A14")
    assert (rows.held_count, rows.row_count) == (4, 5)


def test_a_row_with_two_codes_is_one_row():
    both = (HELD, a_finding(14, Code.DATE_MISSING))
    assert tile(quiet(findings=both), "rows") == "1, 1 not counted!"


def test_the_page_says_as_of_when_it_is():
    assert quiet().as_of == "Tabs read Oct 6, 2026, 6:30 AM EDT. Newest distribution: Oct 5, 2026."
    assert quiet().made_at == MADE_AT
