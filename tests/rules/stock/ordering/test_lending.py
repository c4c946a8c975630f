"""What fills a shelf that nothing else fills is not offered: it stays, or is brought there."""

from datetime import date, timedelta

import pytest

from tasks.rules.stock.ordering.demand import Demand
from tasks.rules.stock.ordering.move_plan import plan_shelves
from tasks.rules.stock.ordering.shelves import Held

TODAY = date(2026, 12, 31)
DEMAND = Demand({"Patrol": 0.02, "Traffic": 0.01, "Harbor": 0.0}, {"Patrol": 9, "Traffic": 3, "Harbor": 3}, 0.0, 365)
IN_USE = ("Patrol", "Traffic")
OLD, NEW = 40, 700
"""Days until a lot expires that no unit will use, and one that lasts."""


def held(location: str, kits: int, days: int = OLD, lot: str = "OLD") -> Held:
    """Kits of a lot."""
    return Held(location, lot, TODAY + timedelta(days), kits)


FULL = held("Patrol", 9, NEW, "P1"), held("Traffic", 3, NEW, "T1"), held("Harbor", 3, NEW, "H1")


@pytest.mark.parametrize(
    ("offered", "there", "moves", "origins"),
    [
        pytest.param(9, [held("Central", 9), *FULL], [], {"Central": 9}, id="all shelves are full"),
        pytest.param(9, [held("Harbor", 9), *FULL[:2]], [], {"Harbor": 6}, id="a quiet unit keeps its three"),
        pytest.param(9, [held("Harbor", 9), held("Central", 9, NEW, "N1"), *FULL[:2]], ["3 N1 Central>Harbor"],
                     {"Harbor": 9}, id="it is brought what Central has of others"),
        pytest.param(9, [held("Central", 9), *FULL[:2]], [], {"Central": 9}, id="nothing old is brought to it"),
        pytest.param(9, [held("Traffic", 9), FULL[0], FULL[2]], [], {"Traffic": 6}, id="a unit in use keeps its three"),
        pytest.param(9, [held("Central", 9), FULL[0], FULL[2]], ["3 OLD Central>Traffic"], {"Central": 6},
                     id="and is brought some"),
        pytest.param(5, [held("Central", 9), FULL[0], FULL[2]], ["3 OLD Central>Traffic"], {"Central": 5},
                     id="of those first that aren't offered"),
        pytest.param(5, [held("Harbor", 5), held("Patrol", 13), FULL[1]], [],
                     {"Harbor": 2, "Patrol": 3}, id="in place of what it keeps the same lot is offered elsewhere"),
        pytest.param(12, [held("Harbor", 9), held("Patrol", 3), FULL[1]], ["6 OLD Harbor>Patrol"], {},
                     id="the quiet unit keeps its three, and Patrol is brought the others"),
    ],
)  # fmt: skip
def test_what_is_kept_for_a_shelf(offered: int, there: list[Held], moves: list[str], origins: dict[str, int]):
    found = plan_shelves(there, DEMAND, TODAY, IN_USE, {"OLD": offered})
    assert [f"{one.kits} {one.lot} {one.origin}>{one.destination}" for one in found.moves] == moves
    assert {one.location: one.quantity for one in found.offers["OLD"]} == origins
