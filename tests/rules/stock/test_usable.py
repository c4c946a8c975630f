"""Which kits may be given out: those that have not expired, of lots that were recalled nowhere."""

from datetime import date, timedelta

import pytest

from schemas.stock import OnHand
from tasks.rules.stock.usable import count_usable, find_recalled_lots, is_expired, is_usable
from tests.support.builders import a_movement

TODAY = date(2026, 7, 1)


def held(days: int | None, **changes: object) -> OnHand:
    """Five kits at Patrol of a lot that expires in so many days."""
    expires = None if days is None else TODAY + timedelta(days=days)
    values = {"location": "Patrol", "item": "kit", "lot": "A123", "expires": expires, "on_hand": 5}
    return OnHand.model_validate(values | changes)


@pytest.mark.parametrize(("days", "is_over"), [(1, False), (0, False), (-1, True), (None, False)])
def test_the_expiry_is_the_last_day_of_use(days: int | None, is_over: bool):
    assert is_expired(held(days).expires, TODAY) is is_over
    assert is_usable(held(days), (), TODAY) is not is_over


def test_a_lot_is_recalled_whole_wherever_one_kit_was():
    movements = [
        a_movement(lot="R1", quantity=240),
        a_movement(lot="R1", quantity=1, kind="recalled", origin="Patrol", destination=None),
        a_movement(lot="B7"),
        a_movement(lot="B7", item="fts", quantity=1, kind="recalled", origin="Patrol", destination=None),
    ]
    recalled = find_recalled_lots(movements)
    assert recalled == {("kit", "R1"), ("fts", "B7")}
    assert not is_usable(held(400, lot="R1", location="Central", on_hand=239), recalled, TODAY)
    assert is_usable(held(400, lot="B7"), recalled, TODAY)  # another item's lot of that name


def test_expired_recalled_and_other_items_are_not_counted():
    lots = [held(0), held(-1, lot="B7"), held(None, lot="C9", on_hand=2), held(9, item="fts", on_hand=100)]
    lots += [held(99, lot="D4", on_hand=1000), held(None, lot=None, on_hand=1), held(3, location="Central")]
    assert count_usable(lots, {("kit", "D4"), ("fts", "A123")}, "kit", TODAY) == {"Patrol": 8, "Central": 5}
