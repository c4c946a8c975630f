"""Which warning a lot is under: by the day, at each limit."""

from datetime import date

import pytest

from tasks.rules.stock.expiring import EXPIRED, find_warning

TODAY = date(2026, 10, 6)


@pytest.mark.parametrize(
    ("expires", "on_hand", "warning"),
    [
        (date(2026, 10, 5), 3, EXPIRED),
        (date(2026, 10, 6), 3, 90),
        (date(2027, 1, 4), 3, 90),
        (date(2027, 1, 5), 3, None),
        (date(2026, 10, 5), 0, None),
        (None, 3, None),
    ],
    ids=["yesterday", "today", "in 90 days", "in 91 days", "none left", "no known day"],
)
def test_the_warning_of_a_lot_on_a_shelf(expires: date | None, on_hand: int, warning: int | None):
    assert find_warning(expires, on_hand, TODAY) == warning
