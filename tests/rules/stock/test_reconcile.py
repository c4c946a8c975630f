"""What follows from the stock: what is low, expiring, recalled, short, and what to order."""

from collections.abc import Collection
from datetime import date, timedelta

import pytest

from schemas.desk import Shelf
from schemas.settings import Settings
from schemas.stock import Low, OnHand
from tasks.rules.stock.expiring import list_expiring
from tasks.rules.stock.low import Known, find_last_deliveries, find_low_units, mark_shelves
from tasks.rules.stock.reconcile import list_on_hand, list_recalled, list_shortfalls, reconcile_stock
from tasks.rules.stock.replay import StockReplay
from tests.support.builders import a_history, a_movement, shelf
from tests.support.settings import some_settings

TODAY = date(2026, 7, 1)
SETTINGS = some_settings()  # Patrol's par level is 12, Detectives have none
FUTURE, PAST = "12-31", "06-30"


def stock(written: str) -> list[OnHand]:
    """The stock of a history."""
    return list_on_hand(a_history(written).stock_replay)


def held(days: int | None, **changes: object) -> OnHand:
    """A lot that expires in so many days."""
    expires = None if days is None else TODAY + timedelta(days=days)
    values = {"location": "Patrol", "item": "kit", "lot": "A123", "expires": expires, "on_hand": 5}
    return OnHand.model_validate(values | changes)


def test_the_stock_lists_central_first_then_units():
    stock_replay = a_history("""
        06-01 received 1 B7 >Patrol     expires 12-31
        06-01 received 2 A1 >Patrol     expires 12-31
        06-01 received 3 C9 >Patrol     expires 11-30
        06-01 received 4 ZZ >Patrol
        06-01 received 5 A1 >Detectives expires 12-31
        06-01 received 6 A1 >Central    expires 12-31
        06-02 counted 11 -  Patrol
    """).stock_replay
    assert [(one.location, one.lot, one.on_hand) for one in list_on_hand(stock_replay)] == [
        ("Central", "A1", 6), ("Detectives", "A1", 5),
        ("Patrol", "C9", 3), ("Patrol", "A1", 2), ("Patrol", "B7", 1), ("Patrol", None, 1), ("Patrol", "ZZ", 4),
    ]  # fmt: skip
    assert list_on_hand(stock_replay)[0].expires == date(2026, 12, 31)


def test_a_stock_of_the_past_ends_with_its_day():
    stock_replay = a_history("06-01 received 5 A1 >Patrol expires 12-31\n06-03 distributed 5 A1 Patrol").stock_replay
    assert [len(list_on_hand(stock_replay, until=date(2026, 6, day))) for day in (1, 2, 3)] == [1, 1, 0]
    assert list_on_hand(stock_replay, until=date(2026, 5, 31)) == []
    assert shelf(stock_replay) == []


@pytest.mark.parametrize(
    ("days", "within"),
    [
        (91, None), (90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (1, 30),
        (0, 30),  # its last day: still good
        (-1, 0), (-400, 0),
    ],
)  # fmt: skip
def test_a_lot_is_warned_of_at_90_60_30_days_and_expired(days: int, within: int | None):
    found = list_expiring([held(days)], TODAY)
    assert [(lot.days, lot.within, lot.on_hand) for lot in found] == ([] if within is None else [(days, within, 5)])


def test_stock_without_a_lot_or_an_expiry_is_not_warned_of():
    assert list_expiring([held(None), held(5, lot=None)], TODAY) == []


def test_the_most_urgent_expiry_stands_first():
    lots = [held(30), held(-2, lot="B7"), held(30, location="Central"), held(30, lot="A100")]
    order = [(lot.location, lot.lot) for lot in list_expiring(lots, TODAY)]
    assert order == [("Patrol", "B7"), ("Central", "A123"), ("Patrol", "A100"), ("Patrol", "A123")]


def shelves(kits: int, *, patrol: int | None = 12) -> list[Shelf]:
    """Shelves: Patrol's, which should hold twelve, and that of Detectives, of which nobody knows."""
    return [
        Shelf(location="Patrol", item="kit", usable=kits, shelf=patrol, days_left=None),
        Shelf(location="Detectives", item="kit", usable=0, shelf=None, days_left=4),
    ]


def find_low(some: list[Shelf], used: Collection[str], flags: dict[str, date], settings: Settings) -> list[Low]:
    """The units that run low of shelves, those marked that can be low."""
    return find_low_units(mark_shelves(some, Known(used, ()), settings), flags, settings)


@pytest.mark.parametrize(
    ("par_level", "shelf", "used", "item", "days_left", "is_watched"),
    [
        pytest.param(12, 12, [], "kit", None, True, id="by par level"),
        pytest.param(None, 9, ["Patrol"], "kit", None, True, id="by its own rate"),
        pytest.param(None, 9, [], "kit", None, False, id="it has given out none in the last year"),
        pytest.param(None, None, ["Patrol"], "kit", None, False, id="nobody knows yet what it needs"),
        pytest.param(None, 9, [], "fts", 0, True, id="strips were given out lately"),
        pytest.param(12, 9, ["Patrol"], "fts", None, False, id="no strips were: kits say nothing of them"),
        pytest.param(None, None, [], "fts", 0, False, id="nobody knows yet how many strips it needs"),
    ],
)
def test_which_shelves_can_be_low(
    par_level: int | None, shelf: int | None, used: list[str], item: str, days_left: int | None, is_watched: bool
):
    settings = some_settings(units=[{"name": "Patrol"} | ({"par_level": par_level} if par_level else {})])
    one = Shelf(location="Patrol", item=item, usable=0, shelf=shelf, days_left=days_left)
    assert [found.is_watched for found in mark_shelves([one], Known(used, ()), settings)] == [is_watched]


@pytest.mark.parametrize(
    ("location", "item", "usable", "stocked", "is_emptied"),
    [
        pytest.param("Patrol", "kit", 0, ["Patrol"], True, id="it had kits, and has none"),
        pytest.param("Patrol", "kit", 1, ["Patrol"], False, id="it has one"),
        pytest.param("Patrol", "kit", 0, ["Central"], False, id="it never had any"),
        pytest.param("Patrol", "fts", 0, ["Patrol"], False, id="nobody is alarmed for strips that are hardly used"),
        pytest.param("Central", "kit", 0, ["Central"], False, id="Central is filled by orders"),
    ],
)
def test_which_shelves_are_emptied(location: str, item: str, usable: int, stocked: list[str], is_emptied: bool):
    one = Shelf(location=location, item=item, usable=usable, shelf=3, days_left=None)
    assert [found.is_emptied for found in mark_shelves([one], Known((), stocked), SETTINGS)] == [is_emptied]


@pytest.mark.parametrize(
    ("kits", "flagged_on", "is_low"),
    [
        pytest.param(12, None, False, id="at par"),
        pytest.param(11, None, True, id="below par"),
        pytest.param(13, None, False, id="above par"),
        pytest.param(12, date(2026, 6, 20), True, id="an officer says so"),
    ],
)
def test_low_stock(kits: int, flagged_on: date | None, is_low: bool):
    found = find_low(shelves(kits), (), {"Patrol": flagged_on} if flagged_on else {}, SETTINGS)
    assert [one.location for one in found] == ["Patrol"] * is_low


@pytest.mark.parametrize(
    ("kits", "shelf", "used", "is_low"),
    [
        pytest.param(8, 9, ["Patrol"], True, id="below what its rate asks for"),
        pytest.param(9, 9, ["Patrol"], False, id="as much as its rate asks for"),
        pytest.param(0, 9, ["Harbor"], False, id="it has given out none in the last year"),
        pytest.param(0, None, ["Patrol"], False, id="nobody knows yet what it needs"),
    ],
)
def test_low_stock_of_a_unit_without_par_level(kits: int, shelf: int | None, used: list[str], is_low: bool):
    settings = some_settings(units=[{"name": "Patrol"}, {"name": "Detectives"}])
    found = find_low(shelves(kits, patrol=shelf), used, {}, settings)
    assert [(one.location, one.par_level) for one in found] == [("Patrol", None)] * is_low


def test_low_stock_says_what_is_there_and_who_said_so():
    flags = {"Detectives": date(2026, 6, 2), "Unassigned": date(2026, 6, 3)}
    patrol, detectives = find_low(shelves(5), (), flags, SETTINGS)
    assert patrol.model_dump() == {
        "location": "Patrol", "item": "kit", "on_hand": 5, "par_level": 12, "flagged_on": None, "days_left": None,
    }  # fmt: skip
    assert detectives.model_dump() == {
        "location": "Detectives", "item": "kit", "on_hand": 0, "par_level": None, "flagged_on": date(2026, 6, 2),
        "days_left": 4,
    }  # fmt: skip


def test_strips_are_low_on_their_own():
    strips = Shelf(location="Patrol", item="fts", usable=4, shelf=20, days_left=9)
    marked = mark_shelves([*shelves(12), strips], Known((), ()), SETTINGS)
    low = find_low_units(marked, {"Patrol": date(2026, 6, 2)}, SETTINGS)
    assert [(one.item, one.on_hand, one.par_level, one.flagged_on) for one in low] == [
        ("kit", 12, 12, date(2026, 6, 2)),
        ("fts", 4, None, None),
    ]


def test_deliveries_are_what_comes_in_by_receipt_or_transfer():
    rows = [
        a_movement(moved_on=date(2026, 6, 2), destination="Patrol"),
        a_movement(moved_on=date(2026, 6, 1), kind="transferred", origin="Central", destination="Patrol"),
        a_movement(moved_on=date(2026, 6, 3), kind="lost", origin="Patrol", destination=None),
        a_movement(moved_on=date(2026, 6, 4), item="fts", destination="Patrol"),
    ]
    assert find_last_deliveries(rows, "kit") == {"Patrol": date(2026, 6, 2)}


def test_a_recalled_lot_is_found_wherever_it_lies_or_went():
    history = a_history("""
        06-01 received    9 A1 >Central expires 12-31
        06-01 received    9 B7 >Central expires 12-31
        06-02 transferred 4 A1 Central>Patrol
        06-02 transferred 3 A1 Central>Detectives
        06-03 distributed  1 A1 Patrol
        06-03 distributed  3 A1 Detectives
        06-03 distributed  1 A1 Unassigned
        06-04 recalled    2 A1 Central>
    """)
    found = list_recalled(list_on_hand(history.stock_replay), history.stock_replay.lines, history.movements)
    assert [(one.location, one.lot, one.on_hand, one.distributed) for one in found] == [
        ("Detectives", "A1", 0, 3), ("Patrol", "A1", 3, 1), ("Unassigned", "A1", 0, 1),
    ]  # fmt: skip


def test_a_recall_is_of_one_items_lot():
    recall = a_movement(kind="recalled", item="fts", origin="Patrol", destination=None)
    assert [one.item for one in list_recalled([held(9, item="fts"), held(9)], [], [recall])] == ["fts"]


def test_shortfalls_of_a_day_add_up():
    stock_replay = a_history("""
        06-02 distributed 1 -  Patrol
        06-01 distributed 2 A1 Patrol
        06-01 lost       3 A1 Patrol>
        06-01 distributed 4 -  Patrol
    """).stock_replay
    found = [(one.date.day, one.location, one.lot, one.quantity) for one in list_shortfalls(stock_replay.lines)]
    assert found == [(1, "Patrol", None, 4), (1, "Patrol", "A1", 5), (2, "Patrol", None, 1)]


def test_everything_together():
    history = a_history(f"""
        06-01 received    20 A1 >Central expires {FUTURE}
        06-01 received     5 B7 >Patrol  expires {PAST}
        06-02 distributed   1 C9 Detectives
        06-03 recalled     1 A1 Central>
        06-04 counted     18 A1 Central
    """)
    said = reconcile_stock(history.stock_replay, history.movements, {}, {}, SETTINGS, TODAY)
    assert [(one.location, one.on_hand) for one in said.stock] == [("Central", 18), ("Patrol", 5)]
    assert [(one.expected, one.counted) for one in said.variances] == [(19, 18)]
    assert [one.lot for one in said.shortfalls] == ["C9"]
    assert [(one.location, one.on_hand) for one in said.low] == [("Patrol", 0)]
    assert [(one.lot, one.days) for one in said.expiring] == [("B7", -1)]
    assert [(one.location, one.on_hand) for one in said.recalled] == [("Central", 18)]
    assert [(one.quantity, one.usable) for one in said.order] == [(15, 0)]  # 18 under recall fill no shelf


def test_an_empty_stock_lacks_what_the_par_levels_ask_for():
    said = reconcile_stock(StockReplay([], [], {}), [], {}, {}, SETTINGS, TODAY)
    assert (said.stock, said.variances, said.shortfalls, said.expiring, said.recalled) == ((), (), (), (), ())
    assert [one.quantity for one in said.order] == [15]  # Patrol's 12, and 3 for Detectives
