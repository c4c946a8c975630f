"""Rows to fix on the desk: by tab, number and what to do; nothing that a row says."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from schemas.finding import Finding
from tasks.messages.finding_order import find_row, sort_findings
from tasks.messages.finding_words import describe_finding
from tasks.messages.lists import cut_list

MOST_ROWS = 25
FILE = "needs-attention.csv in the program's folder"


class RowLink(NamedTuple):
    """A row, and where it opens; empty where the source is files."""

    number: str
    link: str


class SameRemedy(NamedTuple):
    """The rows of a tab with which the same is to be done."""

    tab: str
    what_to_do: str
    is_held: bool
    rows: tuple[RowLink, ...]


class RowsToFix(NamedTuple):
    """All of them, or as many as a person looks at."""

    groups: tuple[SameRemedy, ...]
    held_count: int
    row_count: int
    rest: str | None


def list_rows_to_fix(findings: Sequence[Finding]) -> RowsToFix:
    """List the rows, held ones first, for they are missing from every figure."""
    ordered = sort_findings(findings)
    held = {find_row(found) for found in findings if not found.is_counted}
    rows = cut_list(list(dict.fromkeys(map(find_row, ordered))), MOST_ROWS, FILE)
    shown = [found for found in ordered if find_row(found) in {*rows.shown}]
    by_remedy = groupby(shown, key=lambda found: (found.is_counted, found.tab.value, describe_finding(found)))
    groups = tuple(
        SameRemedy(tab, words, not is_counted, tuple(RowLink(str(one.row), one.link) for one in some))
        for (is_counted, tab, words), some in by_remedy
    )
    return RowsToFix(groups, len(held), len({find_row(found) for found in findings}), rows.rest)
