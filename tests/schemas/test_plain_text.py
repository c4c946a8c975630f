"""What nobody sees makes no difference: in cells, names and titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.plain_text import fold_name, fold_title, hide_unseen, to_plain_text

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\ufe0f\U000e0100\u034f\u061c\x00\x7f"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("At risk", "At risk"),
        ("  At  risk\t", "At risk"),
        ("At\u00a0risk", "At risk"),
        ("At\u202f\u3000risk", "At risk"),
        ("At\u2003risk\u3164", "At risk"),
        ("At\nrisk", "At risk"),
        ("At\u200brisk", "Atrisk"),
        ("\ufeffAt risk\u200f", "At risk"),
        ("At\u00adrisk\ufe0f", "Atrisk"),
        ("At\x00 risk\x1b", "At risk"),
        ("At risk;", "At risk"),
        ("At risk ; ;", "At risk"),
        ("At risk;\u200b", "At risk"),
        ("At risk;Requested;", "At risk;Requested"),
        (";", ""),
        ("At\u2010risk\u2011\u2012\u2013\u2014\u2015\u2212", "At-risk------"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("Caf\u200be\u200b\u0301", "Caf\u00e9"),
        ("２", "２"),
        ("at RISK.", "at RISK."),
        ("", ""),
    ],
)
def test_plain_text(text: str, plain: str):
    assert to_plain_text(text) == plain


@given(st.text())
def test_plain_text_is_plain(text: str):
    assert to_plain_text(to_plain_text(text)) == to_plain_text(text)


@given(st.text(), st.sampled_from(INVISIBLE), st.integers(0, 99))
def test_an_invisible_character_anywhere_changes_nothing(text: str, invisible: str, index: int):
    place = index % (len(text) + 1)
    assert to_plain_text(text[:place] + invisible + text[place:]) == to_plain_text(text)


def test_names_are_compared_in_any_case():
    assert fold_name("Patrol\u2013North ") == fold_name("PATROL-north")


@pytest.mark.parametrize("title", ["Lot *", "LOT (optional)", "Lot\u00a0(optional) *", "Lo\u200bt", "lot;"])
def test_titles_are_compared_without_their_marks(title: str):
    assert fold_title(title) == "lot"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Größe, 寝, “x” – 1", "Größe, 寝, “x” – 1"),
        ("one\n\ttwo", "one\n\ttwo"),
        ("a/\x1b[31mx", "a/?[31mx"),
        ("\x9b31m\x07\r", "?31m??"),
        ("x\u202ey\u2066z", "x?y?z"),
        ("a\u2028b\u200b\ud800", "a?b??"),
    ],
)
def test_words_that_are_shown_command_no_terminal(words: str, shown: str):
    assert hide_unseen(words) == shown
