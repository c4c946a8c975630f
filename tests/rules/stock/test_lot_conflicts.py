"""Lots whose rows say different last days."""

from datetime import date

from schemas.stock import LotConflict
from tasks.rules.stock.lot_conflicts import list_lot_conflicts
from tests.support.builders import a_movement

JUNE, MAY = date(2028, 6, 30), date(2028, 5, 31)


def test_a_lot_with_two_dates_is_named_with_both():
    rows = [a_movement(expires_on=day) for day in (JUNE, MAY, JUNE)]
    assert list_lot_conflicts(rows) == [LotConflict(item="kit", lot="A123", expiries=(MAY, JUNE))]


def test_two_items_may_share_a_lot_number():
    assert list_lot_conflicts([a_movement(), a_movement(item="other", expires_on=MAY)]) == []


def test_rows_that_say_no_date_or_no_lot_contradict_nothing():
    rows = [a_movement(), a_movement(expires_on=None), a_movement(lot=None), a_movement(lot=None, expires_on=MAY)]
    assert list_lot_conflicts(rows) == []
