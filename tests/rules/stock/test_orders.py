"""What is on order, worked out by hand: orders less what was received since, and never less than nothing."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.inventory import Movement, MovementKind
from tasks.rules.stock.orders import list_open_orders, list_order_lines
from tests.support.builders import a_movement


def moved(written: str) -> list[Movement]:
    """Movements of kits in June 2026, written as `1 ordered 20, 9 received 15`."""
    movements = []
    for row in filter(None, written.split(", ")):
        day, kind, quantity, *item = row.split()
        facts = {"kind": kind, "quantity": int(quantity), "item": item[0] if item else "kit"}
        movements.append(a_movement(moved_on=date(2026, 6, int(day)), origin="Patrol", **facts))
    return movements


def on_order(movements: list[Movement], item: str = "kit") -> list[int]:
    """What is on order after each day on which that changes."""
    by_day: dict[date, int] = defaultdict(int)
    for line in list_order_lines(movements):
        by_day[line.on] += line.quantity if line.item == item else 0
    days = sorted(by_day)
    return [sum(by_day[day] for day in days[: index + 1]) for index in range(len(days))]


@pytest.mark.parametrize(
    ("written", "quantities"),
    [
        ("", []),
        ("1 ordered 20", [20]),
        ("1 ordered 20, 9 received 20", [20, 0]),
        ("1 ordered 20, 9 received 15", [20, 5]),  # the rest is to come
        ("1 ordered 20, 9 received 15, 12 received 5", [20, 5, 0]),
        ("1 ordered 20, 9 received 30", [20, 0]),  # more than ordered: nothing is owed back
        ("1 ordered 20, 9 received 30, 12 ordered 8", [20, 0, 8]),  # the surplus does not settle a later order
        ("1 ordered 20, 5 ordered 10, 9 received 25", [20, 30, 5]),  # the oldest first
        ("1 received 50, 5 ordered 10", [10]),  # before the first order
        ("5 ordered 10, 5 received 10", [0]),  # ordered and received on one day
        ("5 received 10, 5 ordered 10", [0]),
        ("5 received 44, 5 ordered 36", [36]),  # the first stock is entered, and then ordered by
        ("1 ordered 20, 9 received 30, 9 ordered 8", [20, 8]),
        ("1 ordered 20, 9 received 28, 9 ordered 8", [20, 0]),  # all that was ordered came
        ("1 ordered 20, 9 received 8, 9 ordered 8", [20, 20]),
        ("1 received 5, 5 received 44, 5 ordered 36", [0]),  # a later receipt is a delivery
        ("1 received 5, 5 received 30, 5 ordered 36", [6]),
        ("1 ordered 20, 4 ordered 5, 4 received 20", [20, 5]),
        ("1 ordered 20, 3 transferred 5, 4 returned 6, 5 lost 7", [20]),
    ],
)
def test_what_is_on_order(written: str, quantities: list[int]):
    assert on_order(moved(written)) == quantities


def test_items_are_ordered_apart():
    movements = moved("1 ordered 20, 2 ordered 7 fts, 3 received 9 fts, 4 received 1")
    assert [(line.item, line.quantity) for line in list_order_lines(movements)] == [
        ("kit", 20), ("fts", 7), ("fts", -7), ("kit", -1),
    ]  # fmt: skip


MOVEMENTS = st.lists(
    st.builds(
        a_movement,
        moved_on=st.integers(0, 6).map(lambda days: date(2026, 6, 1) + timedelta(days=days)),
        kind=st.sampled_from([MovementKind.ORDERED, MovementKind.RECEIVED, MovementKind.RETURNED]),
        quantity=st.integers(1, 9),
        item=st.sampled_from(["kit", "fts"]),
    ),
    max_size=10,
)


@given(MOVEMENTS, st.integers().map(Random))
def test_never_negative_whatever_the_order_of_rows(movements: list[Movement], chance: Random):
    for item in ("kit", "fts"):
        after = on_order(movements, item)
        assert all(quantity >= 0 for quantity in after)
        assert on_order(chance.sample(movements, len(movements)), item) == after


@given(MOVEMENTS)
def test_between_what_is_to_come_and_what_was_ordered(movements: list[Movement]):
    ordered, received = (
        sum(moved.quantity for moved in movements if moved.kind is kind and moved.item == "kit")
        for kind in (MovementKind.ORDERED, MovementKind.RECEIVED)
    )
    last = on_order(movements)[-1:] or [0]
    assert max(0, ordered - received) <= last[0] <= ordered


@pytest.mark.parametrize(
    ("written", "still_open"),
    [
        ("", {}),
        ("1 received 9, 2 ordered 5", {2: 5}),
        ("1 ordered 20, 9 received 20", {}),
        ("1 ordered 20, 5 ordered 5, 9 received 19", {1: 1, 5: 5}),
        ("1 ordered 20, 5 ordered 5, 9 received 20", {5: 5}),
        ("1 ordered 20, 5 ordered 5, 9 received 30, 10 ordered 1", {10: 1}),
        ("1 ordered 20, 1 ordered 5", {1: 25}),
    ],
)
def test_which_days_orders_are_open(written: str, still_open: dict[int, int]):
    found = list_open_orders(list_order_lines(moved(written)))
    assert found == [(date(2026, 6, day), quantity) for day, quantity in still_open.items()]


@given(MOVEMENTS)
def test_open_orders_are_what_is_on_order(movements: list[Movement]):
    lines = [line for line in list_order_lines(movements) if line.item == "kit"]
    assert sum(quantity for _, quantity in list_open_orders(lines)) == sum(line.quantity for line in lines)
