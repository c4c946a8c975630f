"""The kinds of line that the stock is made of, and which of them each kind of movement writes.

Both lists are closed: whoever adds a word to one of them is told by the type checker what is missing here, and by
tests/rules/stock/test_closed_lists.py what is missing elsewhere.
"""

from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple, assert_never

from schemas.inventory import MovementKind


class Flow(StrEnum):
    """The kinds of line; each enters the stock with its sign."""

    RECEIVED = "received"
    TRANSFERRED_IN = "transferred_in"
    TRANSFERRED_OUT = "transferred_out"
    DISTRIBUTED = "distributed"
    RETURNED = "returned"
    DAMAGED = "damaged"
    LOST = "lost"
    EXPIRED = "expired"
    RECALLED = "recalled"
    COUNT_ADJUSTMENT = "count_adjustment"
    SHORTFALL = "shortfall"


def find_sign(flow: Flow) -> Literal[1, -1]:
    """Return the sign with which a kind of line enters the stock.

    on_hand_start + received + transferred_in - transferred_out - distributed - returned - damaged - lost - expired
    - recalled + count_adjustment + shortfall = on_hand_end.
    """
    match flow:
        case Flow.RECEIVED | Flow.TRANSFERRED_IN | Flow.COUNT_ADJUSTMENT | Flow.SHORTFALL:
            return 1
        case Flow.TRANSFERRED_OUT | Flow.DISTRIBUTED:
            return -1
        case Flow.RETURNED | Flow.DAMAGED | Flow.LOST | Flow.EXPIRED | Flow.RECALLED:
            return -1
        case _ as never:
            assert_never(never)


SIGN = {flow: find_sign(flow) for flow in Flow}
"""The same as a table, for what is asked of every line."""


class Line(NamedTuple):
    """A change of one lot's stock at one location; `lot` is none for stock whose lot nobody knows."""

    on: date
    location: str
    item: str
    lot: str | None
    flow: Flow
    quantity: int


class Effect(NamedTuple):
    """What a kind of movement does to the stock: as what it leaves its origin and enters its destination, and when."""

    leaves_as: Flow | None
    enters_as: Flow | None
    step_of_day: int


def find_effect(kind: MovementKind) -> Effect:
    """Return what a kind of movement does: within a day receipts come first, then transfers, then what leaves."""
    match kind:
        case MovementKind.RECEIVED:
            return Effect(None, Flow.RECEIVED, 0)
        case MovementKind.TRANSFERRED:
            return Effect(Flow.TRANSFERRED_OUT, Flow.TRANSFERRED_IN, 1)
        case MovementKind.RETURNED | MovementKind.DAMAGED | MovementKind.LOST:
            return Effect(Flow(kind.value), None, 2)
        case MovementKind.EXPIRED | MovementKind.RECALLED:
            return Effect(Flow(kind.value), None, 2)
        case MovementKind.ORDERED:
            return Effect(None, None, 2)
        case _ as never:
            assert_never(never)
