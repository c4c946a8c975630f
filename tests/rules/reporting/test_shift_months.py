"""Months on and back: a month that is shorter ends sooner."""

from datetime import date

import pytest

from tasks.rules.reporting.shift_months import shift_months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-03-01", 12, "2027-03-01"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-26", -12, "2025-11-26"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-31", 0, "2026-12-31"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_months_are_counted(day: str, months: int, expected: str):
    assert str(shift_months(date.fromisoformat(day), months)) == expected
