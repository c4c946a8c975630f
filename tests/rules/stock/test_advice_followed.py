"""Whoever follows all advice is given none, whatever the stock; and who leaves the offers is told of the same ones."""

from hypothesis import given, settings

from schemas.inventory import Movement
from schemas.reconciliation import Reconciliation
from tasks.rules.stock.ordering.seen import Distributed
from tests.rules.stock.test_actions_promise import GIVEN_OUT, RECALLED, RECEIVED, TODAY, reconcile
from tests.support.builders import a_movement


@settings(deadline=None, max_examples=300)
@given(more=RECEIVED, recalls=RECALLED, given_out=GIVEN_OUT)
def test_all_advice_followed_leaves_none(more: list[Movement], recalls: list[Movement], given_out: list[Distributed]):
    rows = [*more, *recalls]
    stock = follow(rows, given_out)
    rows += [*list_moved(stock), *list_ordered(stock)]
    moved = follow(rows, given_out)
    assert (moved.moves, moved.order, moved.unused) == ((), (), stock.unused), "the offers can wait"
    rows += list_returned(stock)
    left = follow(rows, given_out)
    assert (left.moves, left.order, left.unused) == ((), (), ())


def follow(rows: list[Movement], given_out: list[Distributed]) -> Reconciliation:
    """What is advised once these rows are in the Inventory tab."""
    return reconcile(rows, given_out, {})[0]


def list_moved(stock: Reconciliation) -> list[Movement]:
    """The rows of what is to be moved."""
    return [
        a_movement(
            moved_on=TODAY, kind="transferred", origin=one.origin, destination=one.destination, lot=one.lot,
            quantity=one.quantity, expires_on=None,
        )
        for one in stock.moves
    ]  # fmt: skip


def list_ordered(stock: Reconciliation) -> list[Movement]:
    """The rows of what is to be ordered."""
    return [
        a_movement(moved_on=TODAY, kind="ordered", destination=None, lot=None, quantity=one.quantity)
        for one in stock.order
    ]


def list_returned(stock: Reconciliation) -> list[Movement]:
    """The rows of what is offered to the supplier, and taken."""
    return [
        a_movement(
            moved_on=TODAY, kind="returned", origin=at.location, destination=None, lot=one.lot, quantity=at.quantity,
            expires_on=None,
        )
        for one in stock.unused
        for at in one.origins
    ]  # fmt: skip
