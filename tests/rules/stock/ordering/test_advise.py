"""What to order, move and offer back, from the rows of the tabs."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from schemas.reconciliation import Reconciliation
from tasks.rules.stock.ordering.seen import Distributed
from tasks.rules.stock.reconcile import reconcile_stock
from tests.support.builders import a_history
from tests.support.settings import KIT, some_settings

TODAY = date(2026, 12, 31)
STARTED = date(2026, 1, 1)
STRIP = {"code": "fts", "name": "Fentanyl test strips", "kind": "fts"}
UNITS = [{"name": "Patrol", "par_level": 12}, {"name": "Traffic"}]


def advice(
    history: str,
    out: Sequence[Distributed] = (),
    *,
    item: str = "kit",
    started: date = STARTED,
    **settings: Any,
) -> Reconciliation:
    """What is advised of a program with two units."""
    changes: dict[str, Any] = {"units": UNITS, "items": [KIT, STRIP]} | settings
    program = some_settings(**changes)
    program = program.model_copy(update={"program": program.program.model_copy(update={"started": started})})
    played = a_history(history)
    played = played._replace(movements=[one.model_copy(update={"item": item}) for one in played.movements])
    return reconcile_stock(played.stock_replay, played.movements, {}, {item: out}, program, TODAY)


def one_every(days: int, count: int, unit: str = "Patrol") -> list[Distributed]:
    """Distributions of one kit, every few days until today."""
    return [Distributed(TODAY - timedelta(days * number), unit, 1) for number in range(count)]


STOCKED = "01-01 received 40 A1 >Patrol expires 2028-12-31"


def test_an_order_of_a_steady_program():
    (order,) = advice("01-01 received 6 A1 >Patrol expires 2028-12-31", one_every(5, 73)).order
    assert (order.monthly, order.lead_days, order.usable, order.is_late) == (6, 30, 6, True)
    assert (order.have, order.needed) == (6, (order.of_demand or 0) + (order.of_shelves or 0))
    assert order.have + order.quantity == order.up_to


def test_what_is_there_is_enough():
    assert advice(STOCKED, one_every(20, 10)).order == ()


def test_what_was_ordered_is_not_ordered_again():
    history = "01-01 received 6 A1 >Patrol expires 2028-12-31\n12-30 ordered 60 - >"
    found = advice(history, one_every(5, 73))
    assert found.order == ()


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ("", (12, 0, 12)),
        ("12-01 received 5 A1 >Patrol expires 2028-12-31", (7, 5, 12)),
        ("12-01 received 5 A1 >Central expires 2028-12-31\n12-02 ordered 4 - >", (3, 9, 12)),
        ("12-01 received 20 A1 >Traffic expires 2028-12-31", (12, 0, 12)),  # nobody knows yet what it will need
        ("12-01 received 12 A1 >Patrol expires 2028-12-31", None),
    ],
)
def test_a_young_program_fills_up_to_its_par_levels(history: str, expected: tuple[int, int, int] | None):
    found = advice(history, started=date(2026, 12, 1))
    assert [(one.quantity, one.have, one.needed) for one in found.order] == ([expected] if expected else [])
    assert {(one.monthly, one.by) for one in found.order} <= {(None, TODAY)}
    assert found.unused == ()


@pytest.mark.parametrize(
    ("started", "units", "par_levels"),
    [
        (date(2026, 12, 1), UNITS, 12),
        (date(2026, 12, 1), [{"name": "Patrol"}], None),
        (STARTED, UNITS, None),
    ],
)
def test_only_a_young_program_has_par_levels_to_doubt(
    started: date, units: list[dict[str, Any]], par_levels: int | None
):
    young = advice("12-01 received 5 A1 >Central expires 2028-12-31", started=started, units=units).young
    assert (young and (young.par_levels, young.have)) == (par_levels and (par_levels, 5))


def test_a_young_programs_shelves_are_filled_from_central_alone():
    received = "12-01 received 20 A1 >Central expires 2028-12-31\n12-01 received 9 B2 >Traffic expires 2027-06-30\n"
    found = advice(received + "12-01 received 3 C3 >Patrol expires 2028-12-31", started=date(2026, 12, 1))
    assert [(one.quantity, one.origin, one.destination, one.held, one.shelf) for one in found.moves] == [
        (9, "Central", "Patrol", 3, 12)
    ]
    assert found.unused == ()


def test_every_shelf_is_listed_with_what_it_should_hold():
    history = "01-01 received 40 A1 >Central expires 2028-12-31\n01-02 transferred 5 A1 Central>Traffic"
    found = advice(history, one_every(2, 90, "Traffic"))
    assert [(one.location, one.item, one.usable, one.shelf) for one in found.shelves] == [
        ("Central", "kit", 35, None), ("Patrol", "kit", 0, 12), ("Traffic", "kit", 5, 10),
    ]  # fmt: skip
    assert [(one.location, one.on_hand, one.par_level) for one in found.low] == [
        ("Patrol", 0, 12), ("Traffic", 5, None),
    ]  # fmt: skip
    assert found.moves[-1].shelf == 10


def test_a_young_programs_shelves_are_its_par_levels():
    found = advice("12-30 received 9 A1 >Central expires 2028-12-31", started=date(2026, 12, 1))
    assert [(one.item, one.location, one.usable, one.shelf) for one in found.shelves] == [
        ("kit", "Central", 9, None), ("kit", "Patrol", 0, 12), ("kit", "Traffic", 0, None),
    ]  # fmt: skip


def test_with_strips_alone_recorded_kits_have_no_shelf():
    found = advice("12-30 received 9 S1 >Central expires 2028-12-31", item="fts", started=date(2026, 12, 1))
    assert [(one.item, one.location, one.usable, one.shelf) for one in found.shelves] == [
        ("fts", "Central", 9, None), ("fts", "Patrol", 0, None), ("fts", "Traffic", 0, None),
    ]  # fmt: skip
    assert (found.order, found.moves, found.low) == ((), (), ())


@pytest.mark.parametrize(("days", "units"), [(88, ("Traffic",)), (89, None)])
def test_advice_begins_the_day_after_what_is_not_known(days: int, units: tuple[str, ...] | None):
    found = advice("12-01 received 1 A1 >Traffic expires 2028-12-31", started=TODAY - timedelta(days))
    assert (found.order_unknown and found.order_unknown.units) == units
    assert [one.monthly is None for one in found.order] == [bool(units)]


def test_kits_come_in_whole_cartons():
    (order,) = advice("", started=date(2026, 12, 1), ordering={"pack": 10}).order
    assert order.quantity == 20


@pytest.mark.parametrize(
    ("settings", "days"),
    [({}, 30), ({"ordering": {"lead_days": 4}}, 4)],
)
def test_how_long_an_order_takes(settings: dict[str, Any], days: int):
    (order,) = advice("", started=date(2026, 12, 1), **settings).order
    assert order.lead_days == days


def test_strips_are_ordered_apart_where_there_are_any():
    assert [one.item for one in advice("").order] == ["kit"]
    history = "12-01 received 1 - >Patrol expires 2027-11-30"
    found = advice(history, one_every(5, 73), item="fts", ordering={"pack": 10})
    assert [one.item for one in found.order] == ["fts"]
    assert found.order[0].quantity % 10  # a carton is of kits
    assert advice(history, item="fts", started=date(2026, 12, 1)).order == ()  # strips have no par level


def test_a_recalled_lot_is_no_supply_and_is_not_moved():
    history = "01-01 received 40 A1 >Central expires 2028-12-31\n12-01 recalled 1 A1 Central>"
    found = advice(history, one_every(20, 10))
    assert [one.usable for one in found.order] == [0]
    assert found.moves == ()


def test_a_move_has_its_numbers():
    history = "01-01 received 40 A1 >Central expires 2028-12-31\n01-02 received 5 B2 >Patrol expires 2028-12-31"
    patrol, traffic = advice(history, one_every(20, 10)).moves
    assert (patrol.quantity, patrol.origin, patrol.destination) == (7, "Central", "Patrol")
    assert (patrol.held, patrol.shelf, patrol.days_left) == (5, 12, 731)
    assert (traffic.destination, traffic.held) == ("Traffic", 0)


def test_kits_of_an_unknown_lot_stay_and_fill_a_shelf():
    history = "01-01 received 40 A1 >Central expires 2028-12-31\n12-30 counted 12 - Patrol"
    assert [one.destination for one in advice(history, one_every(20, 10)).moves] == ["Traffic"]


@pytest.mark.parametrize(
    ("received", "moved"),
    [
        pytest.param("01-01 received 50 - >Central", [(None, "Patrol"), (None, "Traffic")], id="without a lot"),
        pytest.param(
            "01-01 received 50 S1 >Central expires 2028-12-31", [("S1", "Patrol"), ("S1", "Traffic")], id="a lot"
        ),
        # the surplus of a count has no lot that a row could name, where all that came had one
        pytest.param("12-01 received 1 S1 >Harbor expires 2028-12-31\n12-30 counted 50 - Central", [], id="found"),
    ],
)
def test_strips_that_came_without_a_lot_are_moved_without_one(received: str, moved: list[tuple[str | None, str]]):
    found = advice(received, item="xts", items=[KIT, STRIP | {"code": "xts", "kind": "xts"}])
    assert [(one.lot, one.destination) for one in found.moves] == moved
    assert {one.days_left for one in found.moves if not one.lot} <= {None}


def test_what_is_offered_fills_no_shelf_full_or_unused():
    history = "01-01 received 60 A1 >Central expires 2027-03-31\n01-02 received 12 B2 >Patrol expires 2028-12-31"
    found = advice(history, one_every(20, 10))
    assert [(one.lot, one.quantity) for one in found.unused] == [("A1", 53)]
    assert found.moves == ()  # Traffic, without a par level, gave none out


@pytest.mark.parametrize(
    ("history", "moved", "offered"),
    [
        ("01-01 received 60 A1 >Central expires 2027-03-31", [("A1", 12, "Central")], [("A1", 41)]),
        # what lasts longer comes first, then of what is offered that which expires last
        ("01-01 received 60 A1 >Central expires 2027-03-31\n01-02 received 5 B2 >Central expires 2028-12-31",
         [("A1", 7, "Central"), ("B2", 5, "Central")], [("A1", 46)]),
        ("01-01 received 60 A1 >Central expires 2027-03-31\n01-02 received 5 B2 >Central expires 2027-04-30",
         [("A1", 7, "Central"), ("B2", 5, "Central")], [("A1", 46)]),
        # it need not lie at Central, and what lies on the shelf already is kept
        ("01-01 received 60 A1 >Traffic expires 2027-03-31", [("A1", 12, "Traffic")], [("A1", 41)]),
        ("01-01 received 60 A1 >Central expires 2027-03-31\n01-02 transferred 12 A1 Central>Patrol", [], [("A1", 41)]),
        # all of it is needed, or it is too late to bring it
        ("01-01 received 9 A1 >Central expires 2027-03-31", [("A1", 9, "Central")], []),
        ("01-01 received 9 A1 >Central expires 2027-01-14", [], []),
    ],
)  # fmt: skip
def test_what_is_offered_is_no_reason_for_an_empty_shelf(
    history: str, moved: list[tuple[str, int, str]], offered: list[tuple[str, int]]
):
    found = advice(history, one_every(20, 10))
    to_patrol = [(one.lot, one.quantity, one.origin) for one in found.moves if one.destination == "Patrol"]
    assert (to_patrol, [(one.lot, one.quantity) for one in found.unused]) == (moved, offered)


@pytest.mark.parametrize(
    ("at_central", "offered", "moved"),
    [
        pytest.param("", 57, 0, id="Central has no other: the quiet shelf keeps three"),
        pytest.param("01-02 received 2 B2 >Central expires 2028-12-31", 59, 2, id="two others take the place of two"),
        pytest.param("01-02 received 9 B2 >Central expires 2028-12-31", 60, 3, id="others fill it"),
        pytest.param(
            "01-02 received 9 B2 >Central expires 2027-01-14", 57, 0, id="what is brought to nobody fills none"
        ),
    ],
)
def test_an_offer_leaves_no_quiet_shelf_empty(at_central: str, offered: int, moved: int):
    history = f"01-01 received 60 A1 >Traffic expires 2027-01-20\n{at_central}"
    found = advice(history, one_every(20, 10), units=[{"name": "Traffic"}, {"name": "Harbor", "par_level": 0}])
    assert [(one.lot, one.quantity) for one in found.unused] == [("A1", offered)]
    assert [(one.held, one.offered, one.shelf) for one in found.moves] == ([(60, offered, 3)] if moved else [])
    assert sum(one.quantity for one in found.moves) == moved


@pytest.mark.parametrize(
    ("at", "origins"),
    [
        pytest.param({"Central": 60}, {"Central": 41}, id="Central has so many beside what it brings"),
        pytest.param(
            {"Central": 20, "Patrol": 40}, {"Central": 20, "Patrol": 21}, id="a shelf in use keeps its twelve"
        ),
        pytest.param({"Central": 9, "Traffic": 51}, {"Central": 9, "Traffic": 32}, id="what is brought is not offered"),
        pytest.param({"Patrol": 30, "Traffic": 30}, {"Traffic": 27, "Patrol": 14}, id="the slower one's first"),
        pytest.param({"Patrol": 57, "Traffic": 3}, {"Patrol": 41}, id="nothing of a quiet shelf"),
    ],
)
def test_an_offer_says_where_to_take_it(at: dict[str, int], origins: dict[str, int]):
    rows = [f"01-01 received {kits} A1 >{location} expires 2027-03-31" for location, kits in at.items()]
    (offer,) = advice("\n".join(rows), one_every(20, 10)).unused
    assert [(one.location, one.quantity) for one in offer.origins] == list(origins.items())
    assert offer.quantity == sum(origins.values())


def test_nothing_is_moved_and_then_offered():
    """Once Patrol's shelf is full of the old lot, one of it would be offered from there, the slowest unit's."""
    there = """
        01-01 received  3 B2 >Central expires 2027-10-27
        01-01 received 15 A1 >Traffic expires 2027-04-30
        01-01 received  1 A1 >Harbor  expires 2027-04-30
    """
    given = [Distributed(STARTED, "Traffic", 1), Distributed(STARTED, "Harbor", 1)]
    found = advice(there, given, units=[*UNITS, {"name": "Harbor"}])
    assert [(one.quantity, one.origin, one.destination) for one in found.moves if one.lot == "A1"] == [
        (11, "Traffic", "Patrol")
    ]
    assert [(at.location, at.quantity) for one in found.unused for at in one.origins] == [("Traffic", 1)]


def test_nothing_is_offered_that_an_order_would_bring_again():
    there = "01-01 received 30 A1 >Central expires 2027-03-31\n01-02 received 12 B2 >Patrol expires 2027-05-31"
    assert advice(there, one_every(20, 10)).order == ()
    (offer,) = advice(there, one_every(20, 10)).unused
    needed = 12 + 3 + 4  # on the shelves, and for the weeks of an order with a margin: what an order fills up to
    assert (offer.lot, offer.quantity) == ("A1", 42 - needed)


def test_what_does_not_expire_is_moved_without_a_day():
    history = "01-01 received 60 K7 >Central"
    assert {one.days_left for one in advice(history, one_every(20, 10), item="fts").moves} == {None}


LINES = [
    "01-02 received 20 A1 >Central expires 2028-12-31", "02-01 received 9 B2 >Traffic expires 2027-05-31",
    "03-01 transferred 4 A1 Central>Patrol", "04-01 ordered 5 - >", "05-01 recalled 1 B2 Traffic>",
    "06-01 received 7 C3 >Patrol expires 2027-01-05",
]  # fmt: skip


@given(lines=some.permutations(LINES), distributed=some.permutations(one_every(9, 30)))
def test_the_order_of_rows_changes_nothing(lines: list[str], distributed: list[Distributed]):
    assert advice("\n".join(lines), distributed) == advice("\n".join(LINES), one_every(9, 30))
