"""Overlong words on paper: they may be broken anywhere, so that none of them runs out of its column."""

import re
from typing import Any

LONGEST_WORD = 20
_PIECE = re.compile(r".{1,10}", re.DOTALL)
MAY_BREAK = "\u200b"
LONGEST_IN_A_CELL = 7


def break_long_words(value: Any) -> Any:
    """Let the overlong words of all texts in a value be broken; a drawing stays as it is."""
    if isinstance(value, str):
        words = (
            MAY_BREAK.join(_PIECE.findall(word)) if len(word) > LONGEST_WORD else word for word in value.split(" ")
        )
        return " ".join(words)
    if isinstance(value, dict):
        return {key: item if key == "svg" else break_long_words(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [break_long_words(item) for item in value]
    return value


def break_in_cell(word: str) -> str:
    """Let a word that stands in a narrow cell, such as a lot, be broken after any letter where it is long."""
    return MAY_BREAK.join(word) if len(word) > LONGEST_IN_A_CELL else word
