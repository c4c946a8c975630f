"""The stock on the page of a run: nothing is counted against stock that nobody records."""

from datetime import date

import pytest

from schemas.desk import Shelf
from schemas.stock import Shortfall, Variance
from tasks.messages.run_page.sections import list_stock
from tests.support.builders_notices import a_stock

ON = date(2026, 10, 1)
SHELF = Shelf(location="Central", item="kit", usable=40, shelf=None, days_left=None)
NOTHING = {"low": (), "expiring": (), "recalled": (), "order": ()}


@pytest.mark.parametrize(("item", "is_told"), [("kit", True), ("fts", False)])
def test_what_is_not_tracked_is_not_counted(item: str, is_told: bool):
    short = Shortfall(date=ON, location="Patrol", item=item, lot=None, quantity=2)
    differs = Variance(date=ON, location="Patrol", item=item, lot=None, expected=0, counted=3)
    told = list_stock(a_stock(**NOTHING, shelves=(SHELF,), shortfalls=(short,), variances=(differs,)))
    assert told == (
        [
            "Days on which more went out than was recorded as received: 1",
            "Counts that differ from the recorded stock: 1",
        ]
        if is_told
        else []
    )
