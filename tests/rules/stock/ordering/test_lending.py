"""From where to take what is offered: no kit that is moved, and none that a shelf keeps."""

from datetime import date

import pytest

from schemas.stock_actions import MoveReason
from tasks.rules.stock.ordering.demand import Demand
from tasks.rules.stock.ordering.lending import plan_offers
from tasks.rules.stock.ordering.move_plan import PlannedMove
from tasks.rules.stock.ordering.offers import Offer
from tasks.rules.stock.ordering.shelves import Held

TODAY, EXPIRES = date(2026, 12, 31), date(2027, 3, 31)
DEMAND = Demand({"Patrol": 0.2, "Traffic": 0.0}, {"Patrol": 3, "Traffic": 3}, 0.0, 365)
HELD = (
    Held("Central", "OLD", EXPIRES, 6),
    Held("Traffic", "OLD", EXPIRES, 6),
    Held("Patrol", "OLD", EXPIRES, 5),
    Held("Patrol", "NEW", date(2028, 12, 31), 9),
)


@pytest.mark.parametrize(
    ("offered", "brought", "origins"),
    [
        (4, 0, [("Central", 4)]),
        (8, 0, [("Central", 6), ("Traffic", 2)]),
        (10, 0, [("Central", 6), ("Traffic", 3)]),  # Traffic keeps three, and Patrol uses its own in time
        (14, 0, [("Central", 6), ("Traffic", 3), ("Patrol", 2)]),
        (16, 4, [("Central", 2), ("Traffic", 3), ("Patrol", 5)]),  # what is brought to Patrol stays
        (10, 6, [("Traffic", 3), ("Patrol", 4)]),
        (0, 6, []),
    ],
)
def test_where_an_offer_is_taken(offered: int, brought: int, origins: list[tuple[str, int]]):
    offers = [Offer("OLD", EXPIRES, offered)]
    moves = [PlannedMove("OLD", brought, "Central", "Patrol", MoveReason.SHELF)]
    planned = plan_offers(offers, HELD, moves, ("Patrol", "Traffic"), DEMAND, TODAY)
    assert [(one.location, one.quantity) for offer in planned for one in offer.origins] == origins
    assert sum(offer.kits for offer in planned) == sum(kits for _, kits in origins)
