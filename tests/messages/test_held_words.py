"""Rows on hold in words: each with what to do, and of many the first."""

import pytest

from schemas.finding import Code
from schemas.outcome import AttentionItem
from schemas.tabs import Tab
from tasks.messages.finding_words import find_words
from tasks.messages.held_words import MOST_HELD, list_held_rows

LINK = "https://docs.google.com/spreadsheets/d/1abc/edit#gid=0&range=A14"


def an_item(row: int = 14, code: Code = Code.KITS_MISSING, link: str = LINK, *, is_held: bool = True) -> AttentionItem:
    """A finding of a row of the form."""
    return AttentionItem(tab=Tab.RESPONSES.value, row=row, ref="a1b2c3", code=code.value, is_held=is_held, link=link)


SAID = f"{Tab.RESPONSES.value}, row 14 (ref a1b2c3): {find_words(Tab.RESPONSES, Code.KITS_MISSING)}"


@pytest.mark.parametrize(
    ("item", "is_linked", "said"),
    [
        (an_item(), True, [f"{SAID} Open the row: {LINK}"]),
        (an_item(), False, [SAID]),
        (an_item(link=""), True, [SAID]),
        (an_item(is_held=False), True, []),
        (an_item(code=Code.ZIP_INVALID), True, []),
    ],
    ids=["on a screen", "on paper", "from a file", "counted", "only flagged beside it"],
)
def test_a_row_on_hold_is_told_with_what_to_do(item: AttentionItem, is_linked: bool, said: list[str]):
    assert list_held_rows([item], is_linked=is_linked) == said


def test_of_many_the_first_are_listed():
    lines = list_held_rows([an_item(row) for row in range(1, MOST_HELD + 4)], is_linked=False)
    assert len(lines) == MOST_HELD + 1
    assert lines[-1] == "3 more: needs-attention.csv lists all."
