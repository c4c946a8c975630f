"""The state of the stock, of which people are told once."""

from datetime import date
from typing import Any

import pytest

from schemas.stock import Expiring, Low, Recalled, Reconciliation
from tasks.rules.stock.alerts import state_of


def stock(**lists: Any) -> Reconciliation:
    """A reconciliation that says only this."""
    empty: dict[str, Any] = dict.fromkeys(Reconciliation.model_fields, ())
    return Reconciliation.model_validate(empty | lists)


def recalled(on_hand: int = 3, **changes: Any) -> Recalled:
    """A lot under recall at Patrol."""
    values = {"location": "Patrol", "item": "kit", "lot": "A123", "on_hand": on_hand, "distributed": 4}
    return Recalled.model_validate(values | changes)


def expiring(days: int, within: int, **changes: Any) -> Expiring:
    """A lot at Patrol that expires in so many days."""
    expires = date.fromordinal(date(2026, 7, 1).toordinal() + days)
    values = {"location": "Patrol", "item": "kit", "lot": "A123", "expires": expires, "on_hand": 5}
    return Expiring.model_validate(values | {"days": days, "within": within} | changes)


def low(on_hand: int = 3, par_level: int | None = 12, flagged_on: date | None = None) -> Low:
    """Patrol runs low."""
    return Low(location="Patrol", item="kit", on_hand=on_hand, par_level=par_level, flagged_on=flagged_on)


def test_a_recalled_lot_that_is_gone_is_no_news():
    assert state_of(stock(recalled=[recalled(0)])) == []


def test_nothing_to_do():
    assert state_of(stock()) == []


SAME = stock(recalled=[recalled(3)], expiring=[expiring(25, 30)], low=[low(3)])


@pytest.mark.parametrize(
    ("now", "is_same"),
    [
        pytest.param(SAME, True, id="the same"),
        pytest.param(
            stock(recalled=[recalled(2)], expiring=[expiring(24, 30, on_hand=4)], low=[low(2)]),
            True, id="other numbers",
        ),
        pytest.param(stock(recalled=[recalled(3)], expiring=[expiring(25, 30)], low=[low(0)]), False, id="now empty"),
        pytest.param(stock(recalled=[recalled(3)], expiring=[expiring(-1, 0)], low=[low(3)]), False, id="now expired"),
        pytest.param(stock(recalled=[recalled(3)], low=[low(3)]), False, id="one less"),
        pytest.param(stock(expiring=[expiring(25, 30)], low=[low(3)]), False, id="off the shelf"),
        pytest.param(
            stock(recalled=[recalled(3, lot="B7")], expiring=[expiring(25, 30)], low=[low(3)]), False, id="another lot"
        ),
        pytest.param(
            stock(recalled=[recalled(3)], expiring=[expiring(25, 30)], low=[low(3, flagged_on=date(2026, 7, 1))]),
            False, id="an officer says so",
        ),
    ],
)  # fmt: skip
def test_the_same_state_is_told_once(now: Reconciliation, is_same: bool):
    assert (state_of(now) == state_of(SAME)) is is_same


def test_a_state_does_not_depend_on_the_order_of_lists():
    lots = [recalled(3), recalled(3, location="Central")]
    assert state_of(stock(recalled=lots)) == state_of(stock(recalled=lots[::-1]))
