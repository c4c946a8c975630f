"""Overlong words may be broken, and nothing else changes."""

from tasks.messages.long_words import LONGEST_WORD, MAY_BREAK, break_long_words

LONG = "x" * (LONGEST_WORD + 1)
BROKEN = MAY_BREAK.join(["x" * 10, "x" * 10, "x"])


def test_only_overlong_words_may_be_broken():
    assert break_long_words(f"a {LONG} b") == f"a {BROKEN} b"
    assert break_long_words("x" * LONGEST_WORD) == "x" * LONGEST_WORD


def test_texts_are_found_wherever_they_are_but_drawings_stay():
    assert break_long_words({"rows": [(LONG, 3)], "svg": LONG, "none": None}) == {
        "rows": [[BROKEN, 3]], "svg": LONG, "none": None,
    }  # fmt: skip
