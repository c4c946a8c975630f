"""Rows that say what they said, in other letters: 12207 as 12207-1234. In which column is found by trying.

The ledger keeps no cell, only what was made of it. Where a row's fingerprint comes out as it was once one cell is put
back into the plainest form of what the ledger knows, it was that cell.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES, Distribution, Reason, Recipient
from schemas.tabs import COLUMNS, Cells, Tab
from tasks.rules.intake.fingerprint import Identity, fingerprint_rows
from tasks.rules.intake.validate import NAMES

TITLES = {NAMES.get(column.field, column.field): column.titles[0] for column in COLUMNS[Tab.RESPONSES]}
"""The titles of the form's columns, by the ledger's name of the field."""

_CHOICES = {choice: title for choices in (RECIPIENT_CHOICES, REASON_CHOICES) for title, choice in choices.items()}


class Rewritten(NamedTuple):
    """A row that changed: which it was, its cells now, and what the ledger says of it."""

    identity: Identity
    cells: Cells
    stored: Distribution


def find_rewritten(rows: Sequence[Rewritten], key: bytes) -> Counter[str]:
    """Count the columns, by title, in which rows were written in another way; the others can't be told."""
    found: Counter[str] = Counter()
    left = rows
    for index, (name, title) in enumerate(TITLES.items()):
        trials = [
            (number, _put(row.cells, index, text))
            for number, row in enumerate(left)
            for text in _plain_texts(getattr(row.stored, name))
        ]
        prints = fingerprint_rows(Tab.RESPONSES, (cells for _, cells in trials), key)
        tried = zip(trials, prints, strict=True)
        matched = {number for (number, _), print_now in tried if print_now == left[number].identity[0]}
        found[title] += len(matched)
        left = [row for number, row in enumerate(left) if number not in matched]
    return +found


def _put(cells: Cells, index: int, text: str) -> Cells:
    return (*cells[:index], text, *cells[index + 1 :])


def _plain_texts(value: object) -> Iterable[str]:
    """List the plainest texts from which a value may have been made."""
    match value:
        case None:
            return ("",)
        case bool():
            return ("Yes",) if value else ("", "No")
        case Recipient() | Reason():
            return (_CHOICES[value],)
        case date():
            return (value.isoformat(),)
        case _:
            return (str(value),)
