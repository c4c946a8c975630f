"""Which days may be closed: none of which something may still come, or a report is still to be made."""

from datetime import date

import pytest

from schemas.due import Due, DueState
from tasks.errors import OperationError, UsageError
from tasks.rules.reporting.closing import check_day_can_be_closed, check_reports_are_made, find_kept_since
from tests.rules.reporting.test_due import an_agency
from tests.rules.reporting.test_periods import DEFINITIONS

TODAY = date(2026, 11, 26)
STARTED = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("months", "today", "expected"),
    [
        (None, "2026-11-26", None),
        (15, "2026-11-26", "2025-08-01"),
        (36, "2026-01-01", "2023-01-01"),
        (36, "2026-01-31", "2023-01-01"),
        (24, "2028-02-29", "2026-02-01"),
    ],
)
def test_a_program_keeps_whole_months(months: int | None, today: str, expected: str | None):
    since = find_kept_since(months, date.fromisoformat(today))
    assert (str(since) if since else None) == expected


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("2026-11-27", "is still to come: write a day that has passed, 2026-09-26 at the latest"),
        ("2026-11-26", "is too new"),
        ("2026-09-27", "Write 2026-09-26 or a day before it"),
        ("2025-01-01", "isn't after the program started"),
        ("2020-01-01", "isn't after the program started"),
    ],
)
def test_a_day_that_cannot_be_closed_is_refused(before: str, words: str):
    with pytest.raises(UsageError, match=words):
        check_day_can_be_closed(date.fromisoformat(before), STARTED, TODAY)


@pytest.mark.parametrize("before", ["2025-01-02", "2026-09-26"])
def test_other_days_can_be_closed(before: str):
    check_day_can_be_closed(date.fromisoformat(before), STARTED, TODAY)


def test_two_months_before_a_longer_month_is_its_last_day():
    with pytest.raises(UsageError, match="Write 2026-02-28 or"):
        check_day_can_be_closed(date(2026, 4, 1), STARTED, date(2026, 4, 30))


def a_due(period: str, state: DueState = DueState.OVERDUE) -> Due:
    """The supplier's report for a period."""
    return Due(report="supplier", period=period, due_on=date(2026, 12, 1), state=state)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (("2026-07",), "owed for 2026-07 and .*`lbn backfill 2026-07 2026-07 --report supplier`"),
        (("2026-06", "2026-07", "2026-09"), "owed for 2026-06 to 2026-07 and .*`lbn backfill 2026-06 2026-07 "),
        (("2026-07",), r"`lbn filed supplier 2026-07`\.$"),
        (("2026-06", "2026-07"), r"`lbn filed supplier 2026-06`, and the same with each period to 2026-07\.$"),
    ],
)
def test_days_of_a_report_that_was_never_made_stay_open(due: tuple[str, ...], words: str):
    with pytest.raises(OperationError, match=words):
        check_reports_are_made(date(2026, 7, 2), map(a_due, due), an_agency(), DEFINITIONS, TODAY)


@pytest.mark.parametrize(
    "due",
    [
        pytest.param((), id="nothing owed"),
        pytest.param((a_due("2026-07", DueState.MADE), a_due("2026-06", DueState.FILED)), id="made, or handed in"),
        pytest.param((a_due("2026-08"),), id="of days that stay open"),
    ],
)
def test_days_of_which_nothing_is_missing_may_be_closed(due: tuple[Due, ...]):
    check_reports_are_made(date(2026, 8, 1), due, an_agency(), DEFINITIONS, TODAY)


def test_the_days_of_a_period_that_is_not_over_stay_open():
    check_reports_are_made(date(2026, 10, 1), (), an_agency("quarterly"), DEFINITIONS, date(2026, 12, 31))
    with pytest.raises(OperationError, match=r"2026-Q4, which isn't over.*Write 2026-10-01 or"):
        check_reports_are_made(date(2026, 10, 2), (), an_agency("quarterly"), DEFINITIONS, date(2026, 12, 31))
