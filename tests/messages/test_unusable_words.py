"""What isn't known where no row of a tab can be used, and where a lot has two dates."""

from datetime import date

import pytest

from schemas.stock import DoubtfulLot, LotConflict, LotLikeness
from schemas.tabs import Tab
from tasks.messages.lot_words import describe_doubtful_lot, describe_lot_conflict
from tasks.messages.unusable_words import describe_held_stock, describe_unusable_tab


@pytest.mark.parametrize("tab", [tab for tab in Tab if tab is not Tab.RESPONSES])
def test_each_tab_but_the_forms_says_what_is_not_known(tab: Tab):
    assert describe_unusable_tab(tab).startswith(f"No row of {tab.value} can be used: ")


def test_a_lot_is_named_with_all_its_dates():
    days = (date(2027, 1, 31), date(2028, 6, 30), date(2029, 6, 30))
    said = describe_lot_conflict(LotConflict(item="kit", lot="A1", expiries=days))
    assert said.startswith("Lot A1 (kit) has 3 expiration dates in Inventory, Jan 31, 2027, Jun 30, 2028 and Jun 30, ")


def test_a_receipt_is_named_by_its_day_and_not_by_its_lot():
    said = describe_doubtful_lot(DoubtfulLot(item="kit", received_on=date(2026, 9, 1), likeness=LotLikeness.PHONE))
    assert said.startswith(
        "A lot of kit received on Sep 1, 2026 looks like a phone number, and is counted all the same."
    )


def test_held_rows_of_the_stock_are_told_before_it():
    assert describe_held_stock(2) == (
        "Check first: 2 rows of the Inventory and Counts tabs can't be used until fixed, so the recorded stock may be "
        "wrong."
    )
