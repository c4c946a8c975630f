"""Lots on hand: of the period's last day, the first to expire first; a supplier's of the agency, the public's none."""

from datetime import date
from typing import Any

import pytest

from tasks.messages.report.lots import find_only_item, list_lots, write_lots_title
from tests.support.builders_messages import MADE_AT, a_report

MARCH_31 = date(2026, 3, 31)


def lot(location: str, on_hand: int, **changes: Any) -> dict[str, Any]:
    """A lot of kits at a location."""
    usual = {"location": location, "item": "Kit", "lot": "A1", "expires_on": "2027-01-31", "on_hand": on_hand}
    return usual | changes


LOTS = (
    lot("Patrol", 2),
    lot("Central", 40, warning_days=90),
    lot("Central", 5, lot="B2", expires_on="2026-03-31", warning_days=0),
    lot("Central", 3, lot=None, expires_on=None),
)


def listed(slug: str) -> list[tuple[str, str | None, str, int, str | None]]:
    """What a report says of these lots."""
    found = list_lots(a_report(slug, lots=LOTS))
    return [(one.on_hand.location, one.on_hand.lot, one.expires, one.on_hand.on_hand, one.warning) for one in found]


def test_a_health_department_is_told_where_they_are():
    assert listed("nysdoh-quarterly") == [
        ("Central", "B2", "Mar 31, 2026", 5, "expired"),
        ("Central", "A1", "Jan 31, 2027", 40, "within 90 days"),
        ("Patrol", "A1", "Jan 31, 2027", 2, None),
        ("Central", None, "Not recorded", 3, None),
    ]


def test_a_supplier_is_told_what_the_agency_has():
    assert listed("supplier") == [
        ("Whole agency", "B2", "Mar 31, 2026", 5, "expired"),
        ("Whole agency", "A1", "Jan 31, 2027", 42, "within 90 days"),
        ("Whole agency", None, "Not recorded", 3, None),
    ]


def test_the_public_is_told_of_none():
    assert listed("public-summary") == []


@pytest.mark.parametrize(
    ("last_on", "title"),
    [
        (MARCH_31, "Lots on hand on March 31, 2026"),
        (date(2026, 12, 31), "Lots on hand on October 6, 2026"),
    ],
    ids=["a past period", "a period that has not ended"],
)
def test_their_day_is_said(last_on: date, title: str):
    assert write_lots_title(a_report(last_on=last_on, made_at=MADE_AT)) == title


def test_one_item_need_not_be_in_every_row():
    assert find_only_item(list_lots(a_report(lots=LOTS))) == "Kit"
    assert find_only_item(list_lots(a_report(lots=(*LOTS, lot("Central", 1, item="FTS"))))) is None
    assert find_only_item([]) is None
