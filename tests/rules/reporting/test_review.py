"""When the procedure is to be reviewed: a year after the last time, and told 30 days before."""

from datetime import date

import pytest

from schemas.desk import ReviewDue
from schemas.stock_actions import Urgency
from tasks.rules.reporting.review import find_pack, find_review_day, find_review_due

STARTED = date(2025, 1, 15)


@pytest.mark.parametrize(
    ("reviewed", "today", "due"),
    [
        ("2026-03-01", "2027-01-29", None),
        ("2026-03-01", "2027-01-30", "2027-03-01"),
        ("2026-03-01", "2029-01-01", "2027-03-01"),
        ("2024-02-29", "2025-02-01", "2025-02-28"),
        ("2027-12-31", "2027-01-30", None),
    ],
)
def test_a_review_is_due_a_year_after_the_last(reviewed: str, today: str, due: str | None):
    found = find_review_due(date.fromisoformat(reviewed), STARTED, date.fromisoformat(today))
    assert (str(found.due_on) if found else None) == due


def test_nothing_is_due_where_nobody_wrote_when_it_was_reviewed():
    assert find_review_due(None, STARTED, date(2027, 1, 1)) is None


@pytest.mark.parametrize(("started", "pack"), [("2025-12-31", "2025"), ("2026-01-01", "2026-Q3"), ("2026-10-01", None)])
def test_the_last_year_or_quarter_that_ended_is_brought(started: str, pack: str | None):
    found = find_review_due(date(2025, 11, 1), date.fromisoformat(started), date(2026, 11, 26))
    assert found == ReviewDue(reviewed_on=date(2025, 11, 1), due_on=date(2026, 11, 1), pack=pack, urgency=Urgency.TODAY)


@pytest.mark.parametrize(
    ("reviewed", "due"), [("2026-03-01", "2027-03-01"), ("2024-02-29", "2025-02-28"), (None, None)]
)
def test_the_next_review_is_a_year_later_near_or_not(reviewed: str | None, due: str | None):
    found = find_review_day(date.fromisoformat(reviewed) if reviewed else None)
    assert (str(found) if found else None) == due


@pytest.mark.parametrize(
    ("started", "today", "pack"),
    [
        ("2025-12-31", "2026-11-26", "2025"),
        ("2026-01-01", "2026-12-31", "2026-Q3"),
        ("2026-01-01", "2027-01-01", "2026"),
        ("2026-10-01", "2026-12-31", None),
    ],
)
def test_what_is_reviewed_needs_no_review_to_be_due(started: str, today: str, pack: str | None):
    assert find_pack(date.fromisoformat(started), date.fromisoformat(today)) == pack
