"""Counts: what a person found on the shelf is right, and only what was counted changes."""

import pytest

from tests.support.builders import a_history, shelf

TWO_LOTS = """
    06-01 received 5 A1 >Patrol  expires 07-31
    06-01 received 5 B1 >Patrol  expires 12-31
    06-01 received 5 A1 >Central expires 07-31
"""
ELSEWHERE = "Central A1 5"

CASES = {
    "a count that agrees isn't news": (
        "06-02 counted 5 A1 Patrol",
        "Patrol A1 5, Patrol B1 5",
        "",
    ),
    "of one lot: that lot is what was counted, the others stay": (
        "06-02 counted 3 A1 Patrol",
        "Patrol A1 3, Patrol B1 5",
        "A1 expected 5 counted 3",
    ),
    "of one lot: surplus": (
        "06-02 counted 7 B1 Patrol",
        "Patrol A1 5, Patrol B1 7",
        "B1 expected 5 counted 7",
    ),
    "of one lot: none left": (
        "06-02 counted 0 A1 Patrol",
        "Patrol B1 5",
        "A1 expected 5 counted 0",
    ),
    "of a lot that was never recorded there": (
        "06-02 counted 2 C1 Patrol",
        "Patrol A1 5, Patrol B1 5, Patrol C1 2",
        "C1 expected 0 counted 2",
    ),
    "of all lots together: what is missing went as distributions go, the first to expire first": (
        "06-02 counted 3 - Patrol",
        "Patrol B1 3",
        "- expected 10 counted 3",
    ),
    "of all lots together: on a later day an expired lot goes last": (
        "08-01 counted 6 - Patrol",
        "Patrol A1 5, Patrol B1 1",
        "- expected 10 counted 6",
    ),
    "of all lots together: surplus is of an unknown lot": (
        "06-02 counted 12 - Patrol",
        "Patrol - 2, Patrol A1 5, Patrol B1 5",
        "- expected 10 counted 12",
    ),
    "of all lots together: agreeing": (
        "06-02 counted 10 - Patrol",
        "Patrol A1 5, Patrol B1 5",
        "",
    ),
    "of all lots together: none left": (
        "06-02 counted 0 - Patrol",
        "",
        "- expected 10 counted 0",
    ),
    "a count comes after everything else of its day": (
        """
        06-02 counted    9 - Patrol
        06-02 distributed 1 - Patrol
        """,
        "Patrol A1 4, Patrol B1 5",
        "",
    ),
    "the counts of a day follow the tab": (
        """
        06-02 counted 4 A1 Patrol
        06-02 counted 9 - Patrol
        """,
        "Patrol A1 4, Patrol B1 5",
        "A1 expected 5 counted 4",
    ),
    "the last of two different counts is right": (
        """
        06-02 counted 4 A1 Patrol
        06-02 counted 3 A1 Patrol
        """,
        "Patrol A1 3, Patrol B1 5",
        "A1 expected 5 counted 4; A1 expected 4 counted 3",
    ),
    "the stock goes on from what was counted": (
        """
        06-02 counted    3 A1 Patrol
        06-03 distributed 2 A1 Patrol
        """,
        "Patrol A1 1, Patrol B1 5",
        "A1 expected 5 counted 3",
    ),
    "a count of a shelf that is empty as recorded": (
        "06-02 counted 0 - Detectives",
        "Patrol A1 5, Patrol B1 5",
        "",
    ),
    "kits of an unknown lot are drawn before expired ones": (
        """
        06-02 counted    11 - Patrol
        08-01 distributed  6 - Patrol
        """,
        "Patrol A1 5",
        "- expected 10 counted 11",
    ),
}


@pytest.mark.parametrize(("counts", "stock", "variances"), CASES.values(), ids=CASES)
def test_counts(counts: str, stock: str, variances: str):
    stock_replay = a_history(f"{TWO_LOTS}\n{counts}").stock_replay
    expected = [ELSEWHERE, *filter(None, stock.split(", "))]
    assert shelf(stock_replay) == expected
    found = [f"{one.lot or '-'} expected {one.expected} counted {one.counted}" for one in stock_replay.variances]
    assert "; ".join(found) == variances


def test_an_adjustment_is_written_down_with_its_sign():
    stock_replay = a_history(f"{TWO_LOTS}\n06-02 counted 3 - Patrol\n06-03 counted 4 - Patrol").stock_replay
    adjusted = [(line.lot, line.quantity) for line in stock_replay.lines if line.flow == "count_adjustment"]
    assert adjusted == [("A1", -5), ("B1", -2), (None, 1)]


def test_a_shortfall_is_over_when_the_shelf_was_counted():
    stock_replay = a_history(
        "06-01 distributed 3 A1 Patrol\n06-01 counted 2 A1 Patrol\n06-02 distributed 2 A1 Patrol"
    ).stock_replay
    assert shelf(stock_replay) == []
    assert [line.flow for line in stock_replay.lines] == ["distributed", "shortfall", "count_adjustment", "distributed"]
