"""The form's own choices: who took the kit, and why it was offered.

Any other answer is Other, and its text is dropped; how many there are is worth knowing, for it may be a choice of ours
that the form words in another way.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES, Reason, Recipient
from schemas.finding import Code
from schemas.tabs import COLUMNS, OPTIONAL_SUFFIX, Cells, Tab

Choice = TypeVar("Choice", Recipient, Reason)


class ChoiceFit(NamedTuple):
    """How many answers to a question there are, and how many of them fit no choice of its list."""

    title: str
    answered_count: int
    unfit_count: int


def read_choice(text: str, choices: Mapping[str, Choice]) -> tuple[Choice | None, tuple[Code, ...]]:
    """Read one of the form's own choices; any other answer, and two in one cell, is Other."""
    if not text:
        return None, ()
    return choices.get(_fold(text), choices["other"]), ()


def count_unfit_choices(rows: Iterable[Cells]) -> list[ChoiceFit]:
    """Count for each question with choices the answers that fit none, in the form's normalized rows."""
    answers = list(rows)
    fits = []
    for index, column in enumerate(COLUMNS[Tab.RESPONSES]):
        if column.field in CHOICES:
            filled = [row[index] for row in answers if row[index]]
            unfit_count = sum(_fold(text) not in CHOICES[column.field] for text in filled)
            fits.append(ChoiceFit(column.titles[0].removesuffix(OPTIONAL_SUFFIX), len(filled), unfit_count))
    return fits


def _fold(text: str) -> str:
    """Fold an answer as answers are compared: without regard to case and to spaces, wherever they are."""
    return text.replace(" ", "").casefold()


RECIPIENTS = {_fold(title): choice for title, choice in RECIPIENT_CHOICES.items()}
REASONS = {_fold(title): choice for title, choice in REASON_CHOICES.items()}

CHOICES: Mapping[str, Mapping[str, Recipient] | Mapping[str, Reason]] = {"recipient": RECIPIENTS, "reason": REASONS}
"""For each field of the form that has choices their titles, folded."""
