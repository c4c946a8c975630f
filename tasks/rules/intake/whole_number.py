"""Whole numbers as people and programs write them: a number is never guessed from words."""

import re

_WHOLE_NUMBER = re.compile(r"(-?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+))(?:\.0+)?")
_LONGEST_NUMBER = 18


def read_whole_number(text: str) -> int | None:
    """Read ASCII digits, with a minus and commas of thousands if there are any; not 3.5, 12,00, 1_2, +3 or ２."""
    found = _WHOLE_NUMBER.fullmatch(text)
    if not found:
        return None
    digits = found[1].replace(",", "")
    return int(digits) if len(digits) <= _LONGEST_NUMBER else 10**_LONGEST_NUMBER
