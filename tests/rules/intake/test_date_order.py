"""Dates in digits: month first or day first, decided for a column, never for a cell."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.tabs import COLUMNS, Tab
from tasks.errors import OperationError
from tasks.rules.intake.date_order import DateProofs, check_date_order, check_proofs, describe_wrong_orders
from tasks.rules.intake.dates import DateOrder, DateStyle
from tasks.rules.intake.normalize import normalize_day, normalize_rows

NEW_YORK = ZoneInfo("America/New_York")
TRAINING = COLUMNS[Tab.TRAINING]
FORM = COLUMNS[Tab.RESPONSES]
REAL = date(2026, 9, 30)


def unclear(*dates: Any, order: DateOrder = "mdy") -> frozenset[int]:
    """The unclear columns of a Training tab with these dates."""
    rows = [[day, "Patrol", "Refresher", 5] for day in dates]
    return check_date_order(Tab.TRAINING, rows, [(0,), (1,), (2,), (3,)], order)


def form_unclear(*pairs: tuple[Any, Any]) -> frozenset[int]:
    """The unclear columns of a form's tab, of times and dates."""
    return check_date_order(Tab.RESPONSES, pairs, [(0,), (1,), *[()] * (len(FORM) - 2)], "mdy")


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["9/30/2026"], "mdy"),
        (["9/10/2026"], "mdy"),
        (["9/10/2026"], "dmy"),
        (["30/9/2026"], "dmy"),
        (["30/9/26", "3/9/26"], "dmy"),
        (["9/30/2026", "30/9/2026"], "mdy"),  # both proven: the second cannot be read
        (["30/9/2026", "9/30/2026", "8/31/2026"], "dmy"),
        (["13/13/2026", "31/2/2026", "soon", None, ""], "mdy"),  # a day in no order
        ([REAL, REAL, "30/9/2026"], "mdy"),  # somebody's own way, beside real dates
        (["2026-09-30", "2026/10/01", "30/9/2026"], "mdy"),
    ],
)
def test_dates_that_can_be_read_on(dates: list[Any], order: DateOrder):
    assert unclear(*dates, order=order) == frozenset()


@pytest.mark.parametrize(
    ("dates", "order", "told"),
    [
        (["30/9/2026"], "mdy", "Training 1 date can only be day/month/year, and none only month/day/year"),
        (["30/9/26", "3/9/26", "\u200b 25/12/2026 14:00"], "mdy", "Training 2 dates can only be day/month/year"),
        (["9/30/2026", "9/10/2026"], "dmy", "Training 1 date can only be month/day/year, and none only day/month/year"),
        ([REAL, "30/9/2026", "29/9/2026"], "mdy", 'Set source.dates = "dmy" in lbn.toml'),
        (["2026-09-30", "30/9/2026"], "mdy", "correct that date in the tab"),
    ],
)
def test_the_other_order_stops_the_sync(dates: list[Any], order: DateOrder, told: str):
    with pytest.raises(OperationError) as stopped:
        unclear(*dates, order=order)
    assert told in str(stopped.value)
    assert "30/9" not in str(stopped.value)


@pytest.mark.parametrize(
    ("counts", "others", "told"),
    [
        ({Tab.COUNTS: 1}, (), ("In the tab Counts 1 date can", "correct that date in the tab.")),
        (
            {Tab.COUNTS: 1, Tab.TRAINING: 1200},
            (),
            ("In the tab Counts 1 date and in the tab Training 1,200 dates can", "correct those dates in the tabs."),
        ),
        (
            {Tab.COUNTS: 4},
            (Tab.INVENTORY, Tab.TRAINING),
            (
                "those in the tab Inventory and the tab Training can only be month/day/year: it is one setting for all",
                "Give the dates in the tab Counts the format of those in the tab Inventory and the tab Training, or",
                'or set source.dates = "dmy" in lbn.toml, and do so with the tab Inventory and the tab Training.',
            ),
        ),
    ],
    ids=["one", "two", "against two others"],
)
def test_all_tabs_in_the_other_order_are_one_sentence(
    counts: dict[Tab, int], others: tuple[Tab, ...], told: tuple[str, ...]
):
    said = describe_wrong_orders(counts, others, "mdy")
    assert [part for part in told if part not in said] == []


def test_a_column_against_the_rest_of_its_tab_is_unclear():
    sent = "9/30/2026 14:03:22"
    clear = [(sent, REAL)] * 3
    assert form_unclear(*clear, (sent, "30/9/2026"), (sent, "29/9/2026"), (sent, "3/9/2026")) == {1}
    assert form_unclear((sent, "30/9/2026"), (sent, "3/9/2026")) == frozenset()  # one is a slip of the pen
    assert form_unclear((datetime.fromisoformat("2026-09-30T14:00:00"), REAL), (sent, None)) == frozenset()


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        (("9/30/2026 14:03:22", "30/9/2026"),
         "the dates in “Date of distribution” can only be day/month/year, and those in “Timestamp” only month/day"),
        (("30/9/2026 14:03:22", "9/30/2026"),
         "the dates in “Timestamp” can only be day/month/year, and those in “Date of distribution” only month/day"),
    ],
)  # fmt: skip
def test_two_columns_that_prove_two_orders_stop_the_sync(pair: tuple[str, str], told: str):
    with pytest.raises(OperationError) as stopped:
        form_unclear(pair, pair)
    assert told in str(stopped.value)
    assert 'set source.dates = "dmy"' in str(stopped.value)
    assert "30/9" not in str(stopped.value)
    assert "9/30" not in str(stopped.value)


def test_an_unclear_column_leaves_dates_in_digits_alone():
    rows = [["3/9/2026"], ["2026-09-03"], ["Sep 3, 2026"], [REAL]]
    read = list(normalize_rows(TRAINING[:1], rows, [(0,)], DateStyle(NEW_YORK), {0}))
    assert read == [("3/9/2026",), ("2026-09-03",), ("2026-09-03",), ("2026-09-30",)]


@pytest.mark.parametrize(
    ("cell", "order", "text"),
    [
        ("3/9/2026", "mdy", "2026-03-09"),
        ("3/9/2026", "dmy", "2026-09-03"),
        ("30/9/26 14:03", "dmy", "2026-09-30"),
        ("30/9/2026", "mdy", "30/9/2026"),
        ("9/30/26", "mdy", "2026-09-30"),
        *[
            (cell, order, "2026-09-30")
            for order in ("mdy", "dmy")
            for cell in (
                "2026-09-30", "2026/9/30", "30-Sep-26", "30-SEP-2026", "30 September 2026", "Sep 30, 2026",
                "September 30, 2026", "Sept. 30 2026", "sep 30, 26", "Sep 30, 2026, 2:03:22 PM",
                "30\u2011Sep\u20112026",
                "2026-10-01T03:30:00Z", "2026-10-01T03:30:00.1234567+00:00", "2026-09-30T12:00:00Z",
                datetime.fromisoformat("2026-10-01T03:30:00+00:00"), 46295, REAL,
            )
        ],
        ("30-Sxp-2026", "mdy", "30-Sxp-2026"),
        ("30-Se-2026", "mdy", "30-Se-2026"),
        ("31-Sep-2026", "mdy", "31-Sep-2026"),
    ],
)  # fmt: skip
def test_a_day_in_the_order_of_the_settings(cell: Any, order: DateOrder, text: str):
    assert normalize_day(cell, DateStyle(NEW_YORK, order)) == text


@given(
    st.lists(
        st.sampled_from(["9/30/2026", "30/9/2026", "9/10/2026", "2026-09-30", REAL, "soon", "", None]), max_size=9
    ),
    st.integers(0, 9),
)
def test_parts_of_a_tab_prove_what_the_whole_does(dates: list[Any], at: int):
    rows = [[day, "Patrol", "Refresher", 5] for day in dates]
    indexes = [(0,), (1,), (2,), (3,)]
    proofs = DateProofs(Tab.TRAINING, indexes, "mdy")
    answers = []
    for parts in ([rows[:at], rows[at:]], [rows]):
        try:
            answers.append(str(check_proofs(Tab.TRAINING, indexes, "mdy", map(proofs.count, parts))))
        except OperationError as why:
            answers.append(str(why))
    assert answers[0] == answers[1]
    assert check_proofs(Tab.TRAINING, indexes, "mdy", []) == frozenset()
