"""Lots of the agency as a whole."""

from datetime import date

from schemas.message import LotOnHand
from tasks.rules.reporting.whole_agency import add_up_lots

MARCH = date(2027, 3, 31)


def a_lot(location: str, on_hand: int, lot: str | None = "A1", warning_days: int | None = None) -> LotOnHand:
    """What is left of a lot somewhere."""
    return LotOnHand(
        location=location, item="Kit", lot=lot, expires_on=MARCH, on_hand=on_hand, warning_days=warning_days
    )


def test_a_lot_is_added_up_over_all_locations():
    lots = add_up_lots([a_lot("Central", 40), a_lot("Patrol", 2, warning_days=90), a_lot("Patrol", 3, lot=None)])
    assert [(one.location, one.lot, one.expires_on, one.on_hand, one.warning_days) for one in lots] == [
        ("Whole agency", "A1", MARCH, 42, 90),
        ("Whole agency", None, MARCH, 3, None),
    ]
