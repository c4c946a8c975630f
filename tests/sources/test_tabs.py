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
