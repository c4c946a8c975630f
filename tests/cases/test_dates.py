"""Days as people write them, and days that cannot be: spellings, orders, zones, and dates of another century."""

from typing import Any

import pytest

from tests.cases.program import Answers, Case, form, forms, moved, received

# -- spellings --------------------------------------------------------------------------------------------------------

SEPTEMBER_30 = (
    "9/30/2026", "09/30/2026", "9/30/26", "2026-09-30", "2026/09/30", "30-Sep-26", "30-Sep-2026", "30-SEP-26",
    "Sep 30, 2026", "September 30, 2026", "september 30, 2026", "2026\u201109\u201130", "2026\u201309\u201330",
    "9/30/2026 14:03:22", "9/30/2026 0:00", "2026-09-30T14:03:22", " 9/30/2026 ", "\u200b9/30/2026", "9/30/2026;",
    "Sep\u00a030,\u00a02026", "Sep  30,  2026",
)  # fmt: skip
NO_DAYS = (
    "9/31/2026", "2/30/2026", "9/30", "September", "30 of September", "yesterday", "0/1/2026", "2026-13-01", "46295",
    "9/30/226", "Sep 31, 2026", "31-Sep-26",
)  # fmt: skip
HEADER_AND = 2


@pytest.mark.parametrize("typed", SEPTEMBER_30, ids=ascii)
def test_a_day_is_read_as_people_write_it(typed: str, case: Case):
    case.write(form(date=typed, submitted="10/2/2026 9:00:00"))
    assert case.codes() == []
    assert case.table("month", period="2026") == {"2026-09": 1}


def test_what_is_not_a_day_is_held(case: Case):
    case.write(*(form(f"10/{n}/2026", date=typed) for n, typed in enumerate(NO_DAYS, 1)))
    rows = range(HEADER_AND, HEADER_AND + len(NO_DAYS))
    assert case.attention() == [("Form responses", row, "date_unreadable") for row in rows]
    assert case.measures("2026")["distributions"] == 0


@pytest.mark.parametrize("sent", ["9/10/26 14:00", "9/10/26 14:00:00", "9/10/2026 14:00", "10-Sep-26 14:00"])
def test_two_digits_of_a_year_are_of_this_century(sent: str, case: Case):
    case.write(form(date="9/10/26", submitted=sent), form("9/11/2026", submitted="9/11/26 14:00"))
    assert case.codes() == []
    assert case.measures("2026-Q3")["distributions"] == 2


def test_two_digits_are_read_in_every_tab(case: Case):
    case.write(
        form("9/10/26"), inventory=[received("1/2/26", "A1", 10, expires="6/30/28")],
        counts=[["9/30/26", "Patrol", "kit", "A1", "9"]], training=[["2-Feb-26", "Patrol", "Refresher", "3"]],
    )  # fmt: skip
    assert case.codes() == []
    assert case.stock() == {("Patrol", "A1"): 9}
    assert case.measures("2026-Q1")["personnel_trained"] == 3


# -- day before month -------------------------------------------------------------------------------------------------

DMY = {"source": {"dates": "dmy"}}
BRITISH = [
    form("10/09/2026", submitted="10/09/2026 14:00:00"), form("02/09/2026", submitted="03/09/2026 10:00:00"),
    form("11/08/2026", submitted="12/08/2026 10:00:00"), form("25/09/2026", submitted="25/09/2026 10:00:00"),
]  # fmt: skip
"""Three of September and one of August."""


def test_days_before_months_stop_the_sync_and_name_the_setting(case: Case):
    case.write(*BRITISH)
    words = case.be_refused()
    assert "dates" in words
    assert '"dmy"' in words
    assert case.lbn("check").code != 0


def test_with_the_setting_september_has_its_three(case: Case):
    case.write(*BRITISH, **DMY)
    assert case.codes() == []
    assert case.measures("2026-09")["distributions"] == 3
    assert case.measures("2026-08")["distributions"] == 1


def test_months_before_days_stop_it_under_the_other_setting(case: Case):
    case.write(*forms(3, "2026-09-20"), **DMY)
    words = case.be_refused()
    assert "dates" in words
    assert '"mdy"' in words


def test_another_tab_proves_its_order_for_itself(case: Case):
    case.write(form("9/10/2026"), inventory=[received("25/01/2026", "A1", 10)])
    words = case.be_refused()
    assert "Inventory" in words
    assert '"dmy"' in words


def test_digits_that_prove_nothing_follow_the_setting(case: Case):
    case.write(form("3/4/2026"), **DMY)
    assert case.measures("2026-04")["distributions"] == 1
    case.settle(source={"dates": "mdy"})
    assert case.measures("2026-03")["distributions"] == 1


@pytest.mark.parametrize("typed", ["2026-09-25", "25-Sep-26", "Sep 25, 2026"])
def test_a_day_that_names_its_month_proves_no_order(typed: str, case: Case):
    case.write(form("3/9/2026"), form(date=typed, submitted="2026-09-26 9:00:00"), **DMY)
    assert case.codes() == []
    assert case.measures("2026-09")["distributions"] == 2


# -- a day in another zone --------------------------------------------------------------------------------------------

IN_NEW_YORK = {
    "2026-10-01T03:30:00Z": "2026-09", "2026-10-01T04:30:00Z": "2026-10", "2026-10-01T03:30:00+00:00": "2026-09",
    "2026-10-01T00:30:00-04:00": "2026-10", "2026-09-30T22:00:00-07:00": "2026-10", "2026-11-01T03:59:00Z": "2026-10",
    "2026-07-01T03:59:59Z": "2026-06", "2026-03-01T04:30:00Z": "2026-02", "2026-03-01T05:30:00Z": "2026-03",
}  # fmt: skip
"""A date-time with its zone, and the month that it was at the agency."""


@pytest.mark.parametrize(("typed", "month"), IN_NEW_YORK.items())
def test_a_time_with_a_zone_is_the_day_at_the_agency(typed: str, month: str, case: Case):
    case.write(form(date=typed, submitted="2026-11-02T13:00:00Z"))
    assert case.codes() == []
    assert case.table("month", period="2026") == {month: 1}


def test_a_form_sent_late_in_the_day_was_sent_that_day(case: Case):
    case.write(form("10/1/2026", submitted="2026-10-01T03:30:00Z"), form("9/30/2026", submitted="2026-10-01T02:00:00Z"))
    assert case.attention() == [("Form responses", 2, "date_in_future")]


# -- the clocks are set -----------------------------------------------------------------------------------------------

FALL, SPRING = "2026-11-01", "2026-03-08"
CLOCKS: dict[str, tuple[str, str, str, bool]] = {
    # the day, when both forms were sent, and whether they are one form sent twice
    "20 seconds over the end": (FALL, "2026/11/01 1:59:50 AM EDT", "2026/11/01 1:00:10 AM EST", True),
    "a minute and more over the end": (FALL, "2026/11/01 1:59:00 AM EDT", "2026/11/01 1:00:10 AM EST", False),
    "one clock time, an hour apart": (FALL, "2026/11/01 1:30:00 AM EDT", "2026/11/01 1:30:00 AM EST", False),
    "an hour and 20 seconds apart": (FALL, "2026/11/01 1:30:00 AM EDT", "2026/11/01 1:30:20 AM EST", False),
    "20 seconds, both in the second hour": (FALL, "2026/11/01 1:30:00 AM EST", "2026/11/01 1:30:20 AM EST", True),
    "20 seconds over the start": (SPRING, "2026/03/08 1:59:50 AM EST", "2026/03/08 3:00:10 AM EDT", True),
    "20 seconds over it, no zone written": (SPRING, "3/8/2026 1:59:50", "3/8/2026 3:00:10", True),
    "a minute and more over the start": (SPRING, "2026/03/08 1:59:00 AM EST", "2026/03/08 3:00:10 AM EDT", False),
}


@pytest.mark.parametrize(("day", "first", "second", "is_double"), CLOCKS.values(), ids=CLOCKS)
def test_seconds_are_counted_over_the_hour(day: str, first: str, second: str, is_double: bool, case: Case):
    case.write(form(date=day, submitted=first), form(date=day, submitted=second))
    assert case.codes() == (["possible_duplicate"] if is_double else [])
    assert case.measures("2026")["distributions"] == 2 - is_double


# -- days that cannot be, in the other tabs ---------------------------------------------------------------------------

SHELF = received("1/2/2026", "A11", 10)
ONE_LEFT: list[Answers] = [form("2/3/2026")]
IMPOSSIBLE: dict[str, tuple[str, dict[str, Any]]] = {
    # what is wrong: the code, and the row beside a usual one
    "a receipt of 2062": ("date_in_future", {"inventory": [received("2/2/2062", "A11", 50)]}),
    "a receipt of tomorrow": ("date_in_future", {"inventory": [received("11/27/2026", "A11", 50)]}),
    "kits lost in 2062": ("date_in_future", {"inventory": [moved("2/2/2062", "lost", "A11", 5, from_="Patrol")]}),
    "a count of 2062": ("date_in_future", {"counts": [["11/20/2062", "Patrol", "kit", "A11", "40"]]}),
    "a count of tomorrow": ("date_in_future", {"counts": [["11/27/2026", "Patrol", "kit", "A11", "40"]]}),
    "a course of 2062": ("date_in_future", {"training": [["2/2/2062", "Patrol", "Refresher", "9"]]}),
    "a receipt of 1926": ("date_before_program", {"inventory": [received("1/2/1926", "A11", 50)]}),
    "a count of two years before": ("date_before_program", {"counts": [["12/31/2023", "Patrol", "kit", "A11", "4"]]}),
    "a course of 2016": ("date_before_program", {"training": [["2/2/2016", "Patrol", "Refresher", "9"]]}),
    "a receipt of February 30": ("date_unreadable", {"inventory": [received("2/30/2026", "A11", 50)]}),
    "a count of April 31": ("date_unreadable", {"counts": [["4/31/2026", "Patrol", "kit", "A11", "40"]]}),
    "a course of June": ("date_unreadable", {"training": [["June", "Patrol", "Refresher", "9"]]}),
}


@pytest.mark.parametrize(("code", "rows"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_row_of_an_impossible_day_is_held(code: str, rows: dict[str, Any], case: Case):
    [tab] = rows
    case.write(*ONE_LEFT, **rows | {"inventory": [SHELF, *rows.get("inventory", [])]})
    assert case.attention() == [(tab.title(), 3 if tab == "inventory" else 2, code)]
    assert case.stock() == {("Patrol", "A11"): 9}
    assert case.measures("2026")["personnel_trained"] in (0, None)


@pytest.mark.parametrize("day", ["1/2/2024", "11/26/2026"])
def test_two_years_before_the_program_and_today_count(day: str, case: Case):
    case.write(inventory=[received(day, "A11", 10)], training=[[day, "Patrol", "Refresher", "9"]])
    assert case.codes() == []
    assert case.stock() == {("Patrol", "A11"): 10}


def test_a_typo_in_a_year_does_not_hide_an_empty_shelf(case: Case):
    gone = [form("11/10/2026", kits="30"), form("11/11/2026", kits="5"), form("11/12/2026", kits="5")]
    case.write(
        *gone, inventory=[received("1/3/2026", "A100", 40)], counts=[["11/20/2062", "Patrol", "kit", "A100", "40"]]
    )
    assert case.stock() == {}
    assert "Patrol" in [row["location"] for row in case.ask("reconcile")["low"]]


def test_kits_that_come_in_2062_do_not_fill_a_shelf(case: Case):
    case.write(form("2/3/2026"), inventory=[received("1/2/2026", "A11", 2), received("2/2/2062", "A11", 50)])
    assert case.stock() == {("Patrol", "A11"): 1}
    assert "Patrol" in [row["location"] for row in case.ask("reconcile")["low"]]


@pytest.mark.parametrize("options", [("ingest",), ("ingest", "--from-scratch")])
def test_all_tabs_in_the_other_order_are_told_at_once(options: tuple[str, ...], case: Case):
    words = case.write(form("20/3/2026"), inventory=[received("15/1/2026", "A11", 2)]).be_refused(*options)
    assert "In the tab Form responses 2 dates and in the tab Inventory 1 date can only be day/month/year" in words
    assert words.count("Nothing was changed") == words.count("source.dates =") == 1


MIXED = [form(f"9/{day}/2026", date=f"{day}/9/2026") for day in (3, 20, 21)]
"""Sent month first, as the sheet writes times; the day typed as elsewhere."""


def test_days_and_times_in_two_orders_stop_the_sync_by_name(case: Case):
    words = case.write(*MIXED).be_refused()
    assert "“Date of distribution” can only be day/month/year, and those in “Timestamp” only month/day/year" in words
    assert 'source.dates = "dmy"' in words
    assert case.ask("status")["entries"] == 0


def test_the_same_is_said_by_check(case: Case):
    ended = case.write(*MIXED).lbn("check")
    assert "“Timestamp” only month/day/year" in ended.out


def test_days_beside_times_of_another_format_are_read(case: Case):
    rows = [row | {"date": f"2026-09-{row['date'].partition('/')[0]:0>2}"} for row in MIXED]
    assert case.write(*rows).measures()["kits_distributed"] == 3
