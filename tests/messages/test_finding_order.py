"""Rows that need attention: held ones first, each once, and those that the stock lacks."""

from schemas.finding import Code, Finding
from schemas.tabs import Tab
from tasks.messages.finding_order import count_held_stock_rows, find_row, sort_findings

FLAGGED = Finding(Tab.RESPONSES, 2, "aa", Code.ZIP_INVALID)
HELD = Finding(Tab.RESPONSES, 9, "bb", Code.KITS_MISSING)
OF_STOCK = (
    Finding(Tab.INVENTORY, 3, "cc", Code.LOT_INVALID),
    Finding(Tab.INVENTORY, 3, "cc", Code.QUANTITY_INVALID),
    Finding(Tab.COUNTS, 3, "cc", Code.COUNT_INVALID),
)


def test_held_rows_come_first():
    assert sort_findings([FLAGGED, HELD]) == [HELD, FLAGGED]


def test_a_row_with_two_findings_is_one():
    assert len({find_row(found) for found in OF_STOCK}) == 2


def test_rows_that_the_stock_lacks_are_counted():
    findings = (FLAGGED, HELD, *OF_STOCK)
    assert count_held_stock_rows(findings) == 2
    assert count_held_stock_rows(findings, but=[Tab.COUNTS]) == 1
    assert count_held_stock_rows((FLAGGED, HELD)) == 0
