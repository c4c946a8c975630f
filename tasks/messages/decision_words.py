"""What to do about lines of decisions.csv that change nothing."""

from collections.abc import Sequence

from schemas.decisions import UnusableDecisions
from schemas.finding import KEEP
from tasks.messages.formatting import format_count

MOST_NAMED = 10


def list_decision_lines(unusable: UnusableDecisions) -> list[str]:
    """Write a sentence for each kind of mistake, with the numbers of its lines."""
    sentences = (
        (unusable.not_understood, f"the decision isn't one: write {KEEP}, or nothing, beside a ref"),
        (unusable.of_no_row, "no row of the form has this ref: copy it from needs-attention.csv, or delete the line"),
    )
    return [f"decisions.csv, {name_lines(lines)}: {what}." for lines, what in sentences if lines]


def name_lines(lines: Sequence[int]) -> str:
    """Name lines by their numbers, of many only the first."""
    more = format_count(len(lines) - MOST_NAMED, "more line") if len(lines) > MOST_NAMED else ""
    named = ", ".join(map(str, lines[:MOST_NAMED]))
    return f"line{'s' if len(lines) > 1 else ''} {named}{f' and {more}' if more else ''}"
