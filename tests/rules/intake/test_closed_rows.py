"""Which rows are no longer read where days are closed: by their date, and a form by when it was sent too."""

from datetime import date

import pytest

from schemas.tabs import Tab, TabRows
from tasks.rules.intake.closed_rows import leave_out_closed
from tasks.rules.intake.normalize import BOTH
from tests.support.builders import a_form_row

BEFORE = date(2026, 7, 1)


def is_read(tab: Tab, cells: tuple[str, ...]) -> bool:
    """Tell whether a row is still read where all before July is closed."""
    left = leave_out_closed(tab, TabRows([7], [cells], ("zip",)), BEFORE)
    assert (left.numbers, left.fields) == ([7] if left.cells else [], ("zip",))
    return bool(left.cells)


@pytest.mark.parametrize(
    ("on", "submitted", "expected"),
    [
        pytest.param("2026-07-01", "2026-07-01T00:00:00", True, id="the first day that is open"),
        pytest.param("2026-06-30", "2026-07-02T10:00:00", False, id="sent late"),
        pytest.param("2026-06-30", "2026-06-30T23:59:59", False, id="the last day that is closed"),
        pytest.param("", "2026-06-30T23:59:59", False, id="no date, and sent before"),
        pytest.param("", "2026-07-01T00:00:00", True, id="no date, and sent after"),
        pytest.param("soon", "soon", True, id="nobody knows when"),
        pytest.param("2026-06-31", "", True, id="no day of the calendar"),
        pytest.param("soon", "2026-06-30", True, id="no time either"),
        pytest.param("2026-09-01", "2026-06-30T10:00:00", False, id="a date after the day of sending is wrong"),
        pytest.param("2026-06-30", "soon", False, id="its date says enough"),
        pytest.param(f"2026-06-30{BOTH}2026-06-29", "2026-07-02T10:00:00", True, id="two dates"),
        pytest.param("", "2026-06-30T23:30:00-05:00", False, id="the hour that comes twice"),
    ],
)
def test_a_form_is_closed_by_its_date_and_by_when_it_was_sent(on: str, submitted: str, expected: bool):
    assert is_read(Tab.RESPONSES, a_form_row(date=on, submitted=submitted)) is expected


@pytest.mark.parametrize("tab", [Tab.INVENTORY, Tab.COUNTS, Tab.TRAINING])
@pytest.mark.parametrize(("on", "expected"), [("2026-07-01", True), ("2026-06-30", False), ("", True), ("May", True)])
def test_a_row_of_the_stock_is_closed_by_its_date(on: str, expected: bool, tab: Tab):
    assert is_read(tab, (on, *("2026-01-01",) * 7)) is expected


def test_where_nothing_is_closed_all_is_read():
    rows = TabRows([2], [a_form_row(date="2000-01-01")])
    assert leave_out_closed(Tab.RESPONSES, rows, None) is rows
