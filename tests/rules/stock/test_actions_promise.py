"""Whatever the stock: no kit is promised twice or moved too late, and advice that was followed is given no more."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as some

from schemas.inventory import Movement, MovementKind
from schemas.labels import CENTRAL
from schemas.reconciliation import Reconciliation
from schemas.stock_actions import Fill, MoveKits, OfferBack, OrderMore, Restock, StockAction, UseFirst
from tasks.rules.stock.actions import list_actions
from tasks.rules.stock.ordering.seen import Distributed
from tasks.rules.stock.ordering.shelves import OUTLASTS_DAYS
from tasks.rules.stock.reconcile import reconcile_stock
from tasks.rules.stock.replay import replay_stock
from tasks.rules.stock.usable import find_recalled_lots, is_usable
from tests.support.builders import a_movement
from tests.support.settings import some_settings

TODAY = date(2026, 12, 31)
UNITS = ("Patrol", "Traffic", "Harbor")
SETTINGS = some_settings(units=[{"name": "Patrol", "par_level": 12}, {"name": "Traffic"}, {"name": "Harbor"}])
Shelved = tuple[str, str]
"""A location, and a lot there."""
Taken = tuple[str, Fill | MoveKits]
"""What is brought to a location."""


def received(location: str, lot: str, days: int, quantity: int) -> Movement:
    """Kits that were received a year ago and expire so many days after today."""
    return a_movement(
        moved_on=date(2026, 1, 1), destination=location, lot=lot, quantity=quantity, expires_on=TODAY + timedelta(days)
    )


LOTS = {f"L{days}": days for days in (-1, 10, 14, 15, 40, 120, 170, 300, 500, 700)}
RECEIVED = some.lists(
    some.builds(
        lambda location, lot, quantity: received(location, lot, LOTS[lot], quantity),
        some.sampled_from((CENTRAL, *UNITS)), some.sampled_from(sorted(LOTS)), some.integers(1, 40),
    ), max_size=8,
)  # fmt: skip
RECALLED = some.lists(
    some.builds(
        lambda lot: a_movement(moved_on=TODAY, kind="recalled", origin=CENTRAL, destination=None, lot=lot, quantity=1),
        some.sampled_from(sorted(LOTS)),
    ), max_size=1,
)  # fmt: skip
GIVEN_OUT = some.lists(
    some.builds(Distributed, some.dates(date(2026, 1, 1), TODAY), some.sampled_from(UNITS), some.integers(1, 13)),
    max_size=40,
)
FLAGS = some.dictionaries(some.sampled_from(UNITS), some.just(TODAY))


def reconcile(
    movements: list[Movement], given_out: list[Distributed], flags: dict[str, date]
) -> tuple[Reconciliation, list[StockAction]]:
    """What follows from the rows of the tabs."""
    stock_replay = replay_stock(movements, [], [])
    stock = reconcile_stock(stock_replay, movements, flags, {"kit": given_out}, SETTINGS, TODAY)
    return stock, list_actions(stock, TODAY)


def list_taken(actions: Iterable[StockAction]) -> list[Taken]:
    """All that any action brings from a place to another."""
    fills = [[(one.location, fill) for fill in one.fills] for one in actions if isinstance(one, Restock)]
    moves = [(one.destination, one) for one in actions if isinstance(one, MoveKits)]
    return [*chain.from_iterable(fills), *moves]


@settings(deadline=None, max_examples=150)
@given(more=RECEIVED, recalls=RECALLED, given_out=GIVEN_OUT, flags=FLAGS)
def test_no_kit_is_promised_twice_or_moved_too_late(
    more: list[Movement], recalls: list[Movement], given_out: list[Distributed], flags: dict[str, date]
):
    movements = [*more, *recalls]
    stock, actions = reconcile(movements, given_out, flags)
    recalled = find_recalled_lots(movements)
    lasting = {
        (held.location, held.lot): held.on_hand
        for held in stock.stock
        if is_usable(held, recalled, TODAY) and held.expires and (held.expires - TODAY).days > OUTLASTS_DAYS
    }
    offered = {one.lot: one.quantity for one in actions if isinstance(one, OfferBack)}
    taken = Counter[tuple[str, str | None]]()
    for _, one in list_taken(actions):
        taken[one.origin, one.lot] += one.quantity
    assert all(quantity <= lasting.get(shelf, 0) for shelf, quantity in taken.items())
    stays = Counter({shelf: kits - taken[shelf] for shelf, kits in lasting.items()})
    assert all(quantity <= sum(stays[at] for at in stays if at[1] == lot) for lot, quantity in offered.items())
    spared = sum(one.from_central for one in actions if isinstance(one, Restock))
    left = stays - Counter({(at.location, one.lot): at.quantity for one in stock.unused for at in one.origins})
    assert spared <= _count_at(CENTRAL, left)
    coming = sum(one.quantity for one in stock.on_order)
    assert sum(one.from_order for one in actions if isinstance(one, Restock)) <= coming
    _check_used_first(stock, actions, taken, set(offered))


def _check_used_first(
    stock: Reconciliation, actions: list[StockAction], taken: Counter[tuple[str, str | None]], offered: set[str]
) -> None:
    """What is to be used first where it is, is neither moved nor offered."""
    there = {(held.location, held.lot): held.on_hand for held in stock.stock}
    for one in actions:
        if isinstance(one, UseFirst):
            assert one.lot not in offered
            assert one.on_hand + taken[one.location, one.lot] == there[one.location, one.lot]


@settings(deadline=None, max_examples=150)
@given(more=RECEIVED, given_out=GIVEN_OUT)
def test_central_offers_nothing_that_a_unit_in_need_could_have(more: list[Movement], given_out: list[Distributed]):
    stock, actions = reconcile(more, given_out, {})
    offered = {one.lot for one in actions if isinstance(one, OfferBack)}
    left = Counter({held.lot: held.on_hand for held in stock.stock if held.location == CENTRAL and held.lot in offered})
    for _, one in list_taken(actions):
        left[one.lot] -= one.quantity if one.origin == CENTRAL else 0
    is_any_in_need = any(isinstance(one, Restock) and one.still_lacking for one in actions)
    assert not (is_any_in_need and +left)


@settings(deadline=None, max_examples=150)
@given(more=RECEIVED, recalls=RECALLED, given_out=GIVEN_OUT, flags=FLAGS)
def test_advice_that_is_followed_is_given_no_more(
    more: list[Movement], recalls: list[Movement], given_out: list[Distributed], flags: dict[str, date]
):
    movements = [*more, *recalls]
    stock, actions = reconcile(movements, given_out, flags)
    rows = [transfer(number, where, one) for number, (where, one) in enumerate(list_taken(actions))]
    orders = [
        a_movement(moved_on=TODAY, kind=MovementKind.ORDERED, destination=None, lot=None, quantity=one.order.quantity)
        for one in actions
        if isinstance(one, OrderMore)
    ]
    then, left = reconcile([*movements, *rows, *orders], given_out, flags)
    assert list_taken(left) == []
    assert not [one for one in left if isinstance(one, OrderMore)]
    assert then.unused == stock.unused


@settings(deadline=None, max_examples=150)
@given(more=RECEIVED, given_out=GIVEN_OUT, flags=FLAGS)
def test_what_a_unit_is_brought_adds_up(more: list[Movement], given_out: list[Distributed], flags: dict[str, date]):
    _, actions = reconcile(more, given_out, flags)
    for one in actions:
        if isinstance(one, Restock) and one.wanted and one.shelf:
            brought = sum(fill.quantity for fill in one.fills) + one.from_central + one.still_lacking
            assert brought == one.wanted + one.moved_away
            assert one.on_hand - one.offered - one.moved_away + brought == one.shelf


@settings(deadline=None, max_examples=150)
@given(more=RECEIVED, recalls=RECALLED, given_out=GIVEN_OUT)
def test_an_offer_is_taken_where_no_shelf_needs_it(
    more: list[Movement], recalls: list[Movement], given_out: list[Distributed]
):
    movements = [*more, *recalls]
    stock, _ = reconcile(movements, given_out, {})
    staying, coming = _count_after_moves(stock, movements)
    left = staying + coming
    for offer in stock.unused:
        assert offer.quantity == sum(one.quantity for one in offer.origins)
        for one in offer.origins:
            assert 0 < one.quantity <= staying[one.location, offer.lot]
        left -= Counter({(one.location, offer.lot): one.quantity for one in offer.origins})
    lack = {
        one.location: min(one.shelf, _count_at(one.location, staying + coming)) - _count_at(one.location, left)
        for one in stock.shelves
        if one.shelf is not None
    }
    in_use = {"Patrol", *(one.unit for one in given_out)}
    offered = {one.lot for one in stock.unused}
    others = sum(kits for (where, lot), kits in left.items() if where == CENTRAL and lot not in offered)
    assert all(lack[unit] <= 0 for unit in in_use)
    assert sum(max(0, kits) for kits in lack.values()) <= others


def _count_after_moves(stock: Reconciliation, movements: list[Movement]) -> tuple[Counter[Shelved], Counter[Shelved]]:
    """Count the usable kits of each lot that no move takes from a location, and those that moves bring there."""
    recalled = find_recalled_lots(movements)
    usable = {(one.location, one.lot or ""): one.on_hand for one in stock.stock if is_usable(one, recalled, TODAY)}
    staying, coming = Counter(usable), Counter[Shelved]()
    for move in stock.moves:
        staying[move.origin, move.lot] -= move.quantity
        coming[move.destination, move.lot] += move.quantity
    return staying, coming


def _count_at(location: str, there: Counter[Shelved]) -> int:
    return sum(kits for (where, _), kits in there.items() if where == location)


def transfer(number: int, where: str, one: Fill | MoveKits) -> Movement:
    """The row of what is brought somewhere."""
    return a_movement(
        moved_on=TODAY, kind="transferred", origin=one.origin, destination=where, lot=one.lot, quantity=one.quantity,
        expires_on=None, day_order=number,
    )  # fmt: skip
