"""Overlong words may be broken, and nothing else changes."""

from tasks.messages.long_words import LONGEST_IN_A_CELL, LONGEST_WORD, MAY_BREAK, break_in_cell, break_long_words

LONG = "x" * (LONGEST_WORD + 1)
BROKEN = MAY_BREAK.join(["x" * 10, "x" * 10, "x"])


def test_only_overlong_words_may_be_broken():
    assert break_long_words(f"a {LONG} b") == f"a {BROKEN} b"
    assert break_long_words("x" * LONGEST_WORD) == "x" * LONGEST_WORD


def test_texts_are_found_wherever_they_are_but_drawings_stay():
    assert break_long_words({"rows": [(LONG, 3)], "svg": LONG, "none": None}) == {
        "rows": [[BROKEN, 3]], "svg": LONG, "none": None,
    }  # fmt: skip


def test_a_long_lot_may_be_broken_after_any_letter_of_its_cell():
    assert break_in_cell("A" * LONGEST_IN_A_CELL) == "A" * LONGEST_IN_A_CELL
    assert break_in_cell("LOT-4711") == MAY_BREAK.join("LOT-4711")
