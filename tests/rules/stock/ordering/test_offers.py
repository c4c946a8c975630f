"""What nobody will use in time."""

from datetime import date, timedelta

import pytest

from tasks.rules.stock.ordering.offers import LotInStock, list_offers

TODAY = date(2027, 1, 4)


def lot(days: int, kits: int, name: str = "A1") -> LotInStock:
    """A lot that expires in so many days."""
    return LotInStock(name, TODAY + timedelta(days), kits)


@pytest.mark.parametrize(
    ("lots", "rate", "offered"),
    [
        ([], 0.2, []),
        ([lot(180, 30)], 0.2, []),  # 150 days at 0.2 are 30
        ([lot(180, 31)], 0.2, [("A1", 1)]),
        ([lot(181, 300)], 0.2, []),  # others can wait
        ([lot(20, 5)], 0.2, [("A1", 5)]),  # too late for anybody here
        ([lot(15, 5)], 0.2, [("A1", 5)]),
        ([lot(14, 5)], 0.2, []),  # and for anybody else
        ([lot(0, 5)], 0.2, []),
        ([lot(130, 20), lot(170, 20, "B2")], 0.2, [("B2", 12)]),  # the first is used first: 28 by then, less 20
        ([lot(130, 25), lot(170, 20, "B2")], 0.2, [("A1", 5), ("B2", 12)]),  # what is offered is no longer there
        ([lot(100, 3)], 0.0, [("A1", 3)]),
    ],
)
def test_what_to_offer(lots: list[LotInStock], rate: float, offered: list[tuple[str, int]]):
    assert [(one.lot, one.kits) for one in list_offers(lots, rate, TODAY)] == offered
    assert [(one.lot, one.kits) for one in list_offers(lots[::-1], rate, TODAY)] == offered
