"""The status tab: what needs attention, beside the answers, and the coordinator's decisions.

It says what the state is and not what happened, so that writing it again changes nothing.
"""

from collections.abc import Mapping, Sequence

from schemas.finding import KEEP, Finding
from tasks.messages.finding_words import describe_finding
from tasks.rules.intake.normalize import Cell
from tasks.sources.google.access import Google
from tasks.sources.google.layout import SheetTab
from tasks.sources.google.own_tab import Kind, Line, OwnTab

HEADER = ("Tab", "Row", "Ref", "What to do", "Decision")
_ROW, _REF, _DECISION = (HEADER.index(title) for title in ("Row", "Ref", "Decision"))
_KIND = Kind("source.status_tab", HEADER, _ROW)

MOST_LINES = 1_000
"""More than a person works through; needs-attention.csv lists all."""

KEPT = "Counted, as you decided. Empty the cell on the right to hold it again."


class StatusTab:
    """The status tab as it was read."""

    def __init__(self, title: str, found: SheetTab | None, published: Sequence[Sequence[Cell]]) -> None:
        """Take over what was read.

        Raises:
            OperationError: the tab is somebody else's.
        """
        self._tab = OwnTab(_KIND, title, found, published)

    def read_kept_refs(self) -> frozenset[str]:
        """Return the refs beside which the coordinator wrote `keep`."""
        return frozenset(ref for ref, decision in self._decisions().items() if decision.casefold() == KEEP)

    def publish(self, google: Google, findings: Sequence[Finding]) -> None:
        """Write it, where it does not say so already."""
        links: dict[Line, str] = {(found.tab.value, str(found.row)): found.link for found in findings if found.link}
        self._tab.write(google, list_lines(findings, self._decisions()), links)

    def _decisions(self) -> dict[str, str]:
        """Read the column Decision, by ref; of several lines of a row, the first that says something."""
        decided: dict[str, str] = {}
        for line in self._tab.lines:
            if line[_DECISION] and line[_REF] and line != HEADER:
                decided.setdefault(line[_REF].lower(), line[_DECISION])
        return decided


def list_lines(findings: Sequence[Finding], decisions: Mapping[str, str]) -> list[Line]:
    """List the tab's lines: a header, a line for each finding, and one for each row that is counted by decision.

    A decision stands on the first line of its row. `keep` stays when its row has no finding any more, for the row would
    be held again without it.
    """
    left = dict(decisions)
    told: list[Line] = [
        (found.tab.value, str(found.row), found.ref, describe_finding(found), left.pop(found.ref, ""))
        for found in findings[:MOST_LINES]
    ]
    if len(findings) > MOST_LINES:
        told.append(("", "", "", f"{len(findings) - MOST_LINES} more: needs-attention.csv lists all.", ""))
    kept = sorted(ref for ref, decision in left.items() if decision.casefold() == KEEP)
    return [HEADER, *told, *(("", "", ref, KEPT, KEEP) for ref in kept)]
