"""What is said of the tabs of a source: rows, and answers that fit no choice; never an answer."""

from collections.abc import Sequence

import pytest

from schemas.tabs import COLUMNS, Tab
from tasks.errors import OperationError
from tasks.sources import tabs
from tasks.sources.source import Cells, RawTab
from tasks.sources.tabs import count_rows, normalize_tab
from tests.support.builders import FORM_ANSWERS
from tests.support.settings import some_settings

TITLES = {tab: [column.titles[0] for column in COLUMNS[tab]] for tab in Tab}


def a_form(*rows: dict[str, str], again: Sequence[str] = ()) -> RawTab:
    """A form's tab with these answers, and with some questions asked again."""
    again_titles = [title for title, field in zip(TITLES[Tab.RESPONSES], FORM_ANSWERS, strict=True) if field in again]
    cells = [
        [*(FORM_ANSWERS | row).values()][: len(FORM_ANSWERS)] + [row[f"{field}_again"] for field in again]
        for row in rows
    ]
    return RawTab(b"", lambda _: Cells([*TITLES[Tab.RESPONSES], *again_titles], cells))


def test_answers_that_fit_no_choice_are_told_by_their_number():
    form = a_form({"recipient": "Survivor"}, {"recipient": "my neighbor"}, {"reason": "At risk;", "recipient": "other"})
    said = count_rows({Tab.RESPONSES: form}, some_settings())
    assert said == "Form responses: 3 rows. 1 of 3 answers to “Who took the kit” fit no choice of the list."


@pytest.mark.parametrize(("row_count", "said"), [(1, "1 row"), (1200, "1,200 rows")])
def test_a_tab_without_choices_is_counted(row_count: int, said: str):
    counts = RawTab(b"", lambda _: Cells(TITLES[Tab.COUNTS], [["6/30/2026", "Patrol", "kit", "", "5"]] * row_count))
    assert count_rows({Tab.COUNTS: counts}, some_settings()) == f"Counts: {said}."


def test_both_columns_of_a_question_are_read():
    form = a_form({"kits": "", "kits_again": "3"}, {"kits": "1", "kits_again": ""}, again=["kits"])
    kits = [column.field for column in COLUMNS[Tab.RESPONSES]].index("kits")
    assert [row[kits] for row in normalize_tab(Tab.RESPONSES, form, some_settings()).cells] == ["3", "1"]


def test_dates_follow_the_settings():
    form = a_form({"submitted": "3/9/2026 10:00", "date": "3/9/2026"}, {"submitted": "30/9/2026 9:03:22"})
    with pytest.raises(OperationError, match=r'source.dates = "dmy"'):
        normalize_tab(Tab.RESPONSES, form, some_settings())
    rows = normalize_tab(Tab.RESPONSES, form, some_settings(source={"dates": "dmy"})).cells
    assert [row[:2] for row in rows] == [("2026-09-03T10:00:00", "2026-09-03"), ("2026-09-30T09:03:22", "2026-09-30")]


def a_tab(tab: Tab, *dates: str) -> RawTab:
    """A tab with these dates."""
    rows = [[date if column.field in {"submitted", "date"} else "" for column in COLUMNS[tab]] for date in dates]
    return RawTab(b"", lambda _: Cells(TITLES[tab], rows))


MONTH_FIRST, DAY_FIRST = ("9/30/2026", "9/9/2026"), ("30/9/2026", "29/9/2026")
WRONG = "can only be day/month/year, and none only month/day/year, as source.dates says"
MIXED = (
    "it is one setting for all tabs. Nothing was changed. Give the dates in the tab Counts the format of those in the "
    'tab Inventory, or one that nobody can mistake, such as 2026-09-30; or set source.dates = "dmy" in lbn.toml, and '
    "do so with the tab Inventory."
)
SET = 'Set source.dates = "dmy" in lbn.toml; or, if month/day/year is meant, correct those dates in the'


@pytest.mark.parametrize(
    ("tabs", "told"),
    [
        ({Tab.COUNTS: DAY_FIRST}, f"In the tab Counts 2 dates {WRONG}. Nothing was changed. {SET} tab."),
        (
            {Tab.COUNTS: DAY_FIRST[:1], Tab.RESPONSES: DAY_FIRST},
            f"In the tab Form responses 4 dates and in the tab Counts 1 date {WRONG}. Nothing was changed. {SET} tabs.",
        ),
        (
            {
                Tab.COUNTS: DAY_FIRST,
                Tab.TRAINING: DAY_FIRST,
                Tab.INVENTORY: DAY_FIRST[:1],
                Tab.RESPONSES: ("9/9/2026",),
            },
            "In the tab Inventory 1 date, in the tab Counts 2 dates and in the tab Training 2 dates can only be day",
        ),
        (
            {Tab.COUNTS: DAY_FIRST, Tab.INVENTORY: MONTH_FIRST, Tab.TRAINING: ("2026-09-30",)},
            f"In the tab Counts 2 dates {WRONG}; those in the tab Inventory can only be month/day/year: {MIXED}",
        ),
    ],
    ids=["one", "two", "three", "two orders"],
)
def test_all_tabs_with_dates_in_the_other_order_are_told(tabs: dict[Tab, Sequence[str]], told: str):
    read = {tab: a_tab(tab, *dates) for tab, dates in tabs.items()}
    with pytest.raises(OperationError) as stopped:
        count_rows(read, some_settings())
    assert str(stopped.value).startswith(told)


def test_dates_and_columns_that_are_wrong_are_told_together():
    training = RawTab(b"", lambda _: Cells(TITLES[Tab.TRAINING][1:], []))
    with pytest.raises(
        OperationError, match=r"^In the tab Counts 2 dates .* The tab Training cannot be read: the column"
    ):
        count_rows({Tab.TRAINING: training, Tab.COUNTS: a_tab(Tab.COUNTS, *DAY_FIRST)}, some_settings())


def test_a_tab_with_more_rows_than_any_is_not_read(monkeypatch: pytest.MonkeyPatch):
    """A file of 56 MB with rows that can't be read took 20 GB; empty rows take nothing."""
    monkeypatch.setattr(tabs, "MOST_ROWS", 2)
    row, empty = ["6/30/2026", "Patrol", "kit", "", "5"], ["", None, ""]
    few, many = (
        RawTab(b"", lambda _, rows=rows: Cells(TITLES[Tab.COUNTS], rows))
        for rows in ([row, row, *[empty] * 9], [row] * 3)
    )
    assert len(normalize_tab(Tab.COUNTS, few, some_settings()).cells) == 2
    with pytest.raises(OperationError, match=r"The tab Counts has more than 2 rows.* Nothing was changed"):
        normalize_tab(Tab.COUNTS, many, some_settings())
