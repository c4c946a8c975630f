"""The desk in lines, for a tab of the Sheet: it says what the page says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.messages.desk.lines import EMPTY, FILLED, LETTERS, Line, draw_bar, list_desk_lines
from tests.support.builders_desk import CASES, page_of


def of_part(case: str, part: str) -> list[Line]:
    """The lines of a part."""
    return [line for line in list_desk_lines(CASES[case]) if line[0] == part]


def test_the_first_line_says_how_new_it_is():
    assert list_desk_lines(CASES["typical"])[0] == (
        "Desk", "9 things to do, 2 reports to hand in and 5 rows to fix.", "", "",
        "Tabs read Oct 6, 2026, 6:30 AM EDT. Newest distribution: Oct 5, 2026. Written Oct 6, 2026, 8:00 AM EDT.",
    )  # fmt: skip
    assert of_part("bad-day", "Look at this first")[0][1].startswith("What you see is old")


def test_every_part_has_its_lines():
    assert of_part("typical", "On the shelves: Kits")[1:3] == [
        ("On the shelves: Kits", "Patrol", "3 of 12", draw_bar(25), "Low, lasts 9 days"),
        ("On the shelves: Kits", "Traffic", "11 of 12", draw_bar(91), "Low, lasts 40 days"),
    ]
    assert of_part("typical", "On the shelves: Kits")[-1][2:] == ("5", "", "")
    assert of_part("typical", "Kits left with people")[-1][1:] == ("Oct 2026", "4", draw_bar(14), "so far")
    assert [line[4] for line in of_part("typical", "Rows to fix")] == ["not counted", "not counted", "counted in part"]
    assert of_part("bad-day", "To hand in")[0][2] == "overdue: Tue, Feb 10, 2026, 238 days ago"
    assert of_part("typical", "To hand in next")
    assert [line[1].partition(" (")[0] for line in of_part("bad-day", "Also to fix")] == [
        "Lot B2002", "The form has no column “Who took the kit",
    ]  # fmt: skip
    assert of_part("300-units", "Also to fix")[-1][1].startswith("25 of 26 shown")
    assert of_part("300-units", "To do")[0][1].startswith("40 of 307 shown")
    assert of_part("300-units", "Rows to fix")[-1][1].startswith("25 of 300 shown")


def test_a_stock_that_is_not_tracked_has_one_line():
    (line,) = of_part("not-tracked", "On the shelves")
    assert line[1].startswith("The stock is not tracked")


@pytest.mark.parametrize("case", [case for case in CASES if case != "hostile"])
def test_no_line_says_what_the_page_does_not(case: str):
    page = page_of(case).replace("&#39;", "'")
    for _, what, figure, _, _ in list_desk_lines(CASES[case]):
        assert what.split(" 20")[0].split(", ")[0] in page, what
        assert figure.removeprefix("overdue: ").split(" ")[0] in page


@given(st.integers(0, 100))
def test_a_bar_is_always_as_wide_and_shows_what_is_there(percent: int):
    bar = draw_bar(percent)
    assert len(bar) == LETTERS
    assert bar.count(FILLED) + bar.count(EMPTY) == LETTERS
    assert (bar.count(FILLED) > 0) == (percent > 0)
    assert (bar.count(EMPTY) == 0) == (percent == 100)
