"""In which order rows that need attention are shown, and which of them are of the stock; for mail and page alike."""

from collections.abc import Collection, Iterable

from schemas.finding import Code, Finding
from schemas.tabs import Tab

STOCK_TABS = frozenset({Tab.INVENTORY, Tab.COUNTS})


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by what is to be done; held rows come first, for they are missing from every figure."""
    return sorted(findings, key=_order)


def _order(finding: Finding) -> tuple[bool, int, str, int]:
    return finding.is_counted, list(Code).index(finding.code), finding.tab, finding.row


def find_row(finding: Finding) -> tuple[str, str]:
    """Return what tells a row from others: one may have several findings."""
    return finding.tab, finding.ref


def count_held_stock_rows(findings: Iterable[Finding], but: Collection[Tab] = ()) -> int:
    """Count the rows that the stock lacks, but for those of some tabs: in its tabs nothing is merely flagged."""
    return len({find_row(found) for found in findings if found.tab in STOCK_TABS and found.tab not in but})
