"""How like a title that was found is to the one expected: a reworded question is named, and nothing else is."""

import re
from difflib import SequenceMatcher

from schemas.plain_text import fold_title

NEAREST = 0.6
"""How like an expected title a found one must be to be named, unless one has every word of the other: what is not like
it may be anything, and is nobody's business."""

LONGEST_COMPARED = 200
"""Far longer than any title of ours, so that what is longer is not like it either; a cell can hold megabytes."""

MOST_COMPARED = 500
"""So many titles of a tab are compared, from the left: no form asks so many questions, and a file can have millions."""

_WORD = re.compile(r"\w+")
_DATA = re.compile(r"[\d@]")
"""In phone and case numbers, days and addresses, that somebody typed beside a title; hardly ever in a title."""


def rate_likeness(expected: str, title: str) -> float:
    """Rate how like two titles are, from 0 to 1."""
    return SequenceMatcher(None, fold_title(title)[:LONGEST_COMPARED], fold_title(expected)).ratio()


def list_words(title: str) -> set[str]:
    """List the words of a title, in small letters."""
    return set(_WORD.findall(fold_title(title)))


def looks_like_data(title: str) -> bool:
    """Tell whether a text holds what titles hardly ever hold."""
    return bool(_DATA.search(title))
