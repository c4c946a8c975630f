"""An offer that takes a unit's last kits says what to bring there: whoever does both leaves no shelf empty."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings

from schemas.inventory import Movement
from schemas.labels import CENTRAL
from schemas.stock_actions import MoveKits, MoveReason, OfferBack, Restock, StockAction
from tasks.rules.stock.ordering.seen import Distributed
from tests.rules.stock.test_actions_promise import (
    FLAGS,
    GIVEN_OUT,
    RECALLED,
    RECEIVED,
    TODAY,
    list_taken,
    received,
    reconcile,
    transfer,
)
from tests.support.builders import a_movement

OLD, NEW = 20, 700
"""Days until a lot expires that nobody will use, and one that lasts."""

STEADY = [Distributed(date(2026, month, 15), "Patrol", 1) for month in range(1, 13)]
PATROLS = received("Patrol", "P1", NEW, 12)
"""It needs none of the others."""


@pytest.mark.parametrize(
    ("at_central", "at_traffic", "bring"),
    [
        pytest.param(40, {"OLD": 9}, [("NEW", 3, "Traffic")], id="all that it has is offered: a shelf of three"),
        pytest.param(40, {"OLD": 9, "NEW": 1}, [], id="one is left"),
        pytest.param(40, {"OLD": 2}, [("NEW", 3, "Traffic")], id="one would have been brought all the same"),
        pytest.param(6, {"OLD": 9}, [("NEW", 3, "Traffic")], id="Central has three for it, beside Harbor's"),
        pytest.param(5, {"OLD": 9}, [], id="Central has two for it: one is not offered"),
        pytest.param(3, {"OLD": 9}, [], id="Central has none for it: three are not offered"),
    ],
)
def test_what_takes_the_place_of_the_last_kits(
    at_central: int, at_traffic: dict[str, int], bring: list[tuple[str, int, str]]
):
    rows = [received("Traffic", lot, {"OLD": OLD, "NEW": NEW}[lot], kits) for lot, kits in at_traffic.items()]
    rows += [received("Central", "NEW", NEW, at_central), PATROLS]
    _, actions = reconcile(rows, STEADY, {})
    (offer,) = (one for one in actions if isinstance(one, OfferBack))
    assert [(one.lot, one.quantity, one.unit) for one in offer.refills] == bring


def test_each_unit_is_brought_them_with_its_first_offer():
    rows = [received("Traffic", f"OLD{days}", days, 4) for days in (18, 20)]
    _, actions = reconcile([*rows, received("Central", "NEW", NEW, 40), PATROLS], STEADY, {})
    offers = [one for one in actions if isinstance(one, OfferBack)]
    assert [(one.lot, [refill.quantity for refill in one.refills]) for one in offers] == [("OLD18", [3]), ("OLD20", [])]


@settings(deadline=None, max_examples=150)
@given(more=RECEIVED, recalls=RECALLED, given_out=GIVEN_OUT, flags=FLAGS)
def test_offers_that_are_followed_empty_no_shelf(
    more: list[Movement], recalls: list[Movement], given_out: list[Distributed], flags: dict[str, date]
):
    movements = [*more, *recalls]
    stock, actions = reconcile(movements, given_out, flags)
    offers = [one for one in actions if isinstance(one, OfferBack)]
    taken = {at.location for one in offers for at in one.origins} - {CENTRAL, *(one.location for one in stock.low)}
    then, left = reconcile([*movements, *_follow(actions, offers)], given_out, {})
    emptied = {one.location for one in then.shelves if one.is_emptied and one.shelf} & taken
    assert emptied <= {one.destination for one in left if isinstance(one, MoveKits)}, "what was on its way comes then"
    assert not emptied & {refill.unit for one in offers for refill in one.refills}
    _check_no_kit_is_promised_twice(
        actions, offers, Counter({(one.location, one.lot): one.on_hand for one in stock.stock})
    )
    shelves = {(refill.unit, MoveReason.SHELF) for one in offers for refill in one.refills}
    assert not [one for one in left if isinstance(one, MoveKits) and (one.destination, one.reason) in shelves]


def _follow(actions: list[StockAction], offers: list[OfferBack]) -> list[Movement]:
    """Do what is said: move, give back what is offered, and bring others."""
    taken = [*list_taken(actions), *((one.unit, one) for offer in offers for one in offer.refills)]
    rows = [transfer(number, where, one) for number, (where, one) in enumerate(taken)]
    returned = [
        a_movement(
            moved_on=TODAY, kind="returned", origin=at.location, destination=None, lot=offer.lot, expires_on=None,
            quantity=at.quantity, day_order=len(rows) + number,
        )
        for number, (offer, at) in enumerate((offer, at) for offer in offers for at in offer.origins)
    ]  # fmt: skip
    return [*rows, *returned]


def _check_no_kit_is_promised_twice(
    actions: list[StockAction], offers: list[OfferBack], there: Counter[tuple[str, str | None]]
) -> None:
    refills = [(one.unit, one) for offer in offers for one in offer.refills]
    now = Counter(dict(there))
    for _, one in refills:
        now[one.origin, one.lot] -= one.quantity
    assert min(now.values(), default=0) >= 0, "it is there today"
    for destination, one in [*list_taken(actions), *refills]:
        there[one.origin, one.lot] -= one.quantity
        there[destination, one.lot] += one.quantity
    for offer in offers:
        there.subtract({(at.location, offer.lot): at.quantity for at in offer.origins})
    assert min(there.values(), default=0) >= 0
    spared = sum(one.from_central for one in actions if isinstance(one, Restock))
    assert spared <= sum(kits for (location, _), kits in there.items() if location == CENTRAL)
