"""How bad each thing is that's to be done about the stock, so that it's said again when it gets worse.

The bands of a unit's shelf are below what it should hold, below half of it, below a quarter, and nothing left: each is
about half of the one before. The bands of its days of supply are below 14, 7 and 3: time for the next order, time for
the next weekly delivery, and not beyond a weekend. The worse of the two counts: a unit which runs empty is news four
times at most, and once more when an officer reports it. What is to be ordered or offered back is news when it has grown
by a quarter over what was said last.
"""

from hashlib import blake2b
from typing import NamedTuple, assert_never

from schemas.stock_actions import (
    AskOrder,
    MoveKits,
    OfferBack,
    OrderMore,
    Restock,
    StockAction,
    TakeExpired,
    TakeRecalled,
    Urgency,
    UseFirst,
)

SHELF_PARTS = (2, 4)
"""Below half of what the shelf should hold, below a quarter."""
SUPPLY_DAYS = (14, 7, 3)
STEP_PERCENT = 25
"""So much more than was said is worth saying again."""


class Level(NamedTuple):
    """How bad a thing is; of each number a larger one is worse."""

    urgency: int
    is_reported: int
    stage: int
    quantity: int
    """What is to be ordered or offered back."""

    def is_worse_than(self, said: "Level") -> bool:
        """Return whether any of it is worse; a quantity is where it has grown by a step."""
        has_grown = said.quantity > 0 and self.quantity * 100 >= said.quantity * (100 + STEP_PERCENT)
        return has_grown or any(now > then for now, then in zip(self[:-1], said[:-1], strict=True))

    def forget_what_passed(self, now: "Level") -> "Level":
        """Return what still counts as said: an urgency that has passed doesn't, a band does."""
        return self._replace(urgency=min(self.urgency, now.urgency), is_reported=min(self.is_reported, now.is_reported))


def find_rank(urgency: Urgency) -> int:
    """Return the urgency as a number of which a larger one is worse."""
    return Urgency.THIS_MONTH - urgency


def find_level(action: StockAction) -> Level:
    """Return how bad a thing is."""
    urgency = find_rank(action.urgency)
    match action:
        case TakeRecalled() | TakeExpired() | MoveKits():
            return Level(urgency, 0, 0, 0)
        case AskOrder():
            return Level(urgency, 0, int(action.is_overdue), 0)
        case OrderMore():
            return Level(urgency, 0, 0, action.order.quantity)
        case OfferBack():
            return Level(urgency, 0, 0, action.quantity)
        case UseFirst():
            return Level(urgency, 0, action.warning, 0)
        case Restock():
            is_reported = int(action.flagged_on is not None)
            return Level(urgency, is_reported, max(find_shelf_band(action), find_supply_band(action)), 0)
        case _ as never:
            assert_never(never)


def find_shelf_band(unit: Restock) -> int:
    """Return how much a unit has left of what it should hold: 3 nothing, 2 below a quarter, 1 below half, 0 more."""
    if not unit.on_hand:
        return len(SHELF_PARTS) + 1
    return sum(unit.on_hand * part < (unit.shelf or 0) for part in SHELF_PARTS)


def find_supply_band(unit: Restock) -> int:
    """Return below how many of the limits the days of supply are; where no rate is known, below none."""
    return sum(unit.days_left < limit for limit in SUPPLY_DAYS) if unit.days_left is not None else 0


def digest_thing(action: StockAction) -> str:
    """Return by what a thing is known from one day to the next: its kind, where, and which lot it is about."""
    about = (action.kind, action.item, getattr(action, "location", ""), getattr(action, "lot", "") or "")
    between = (action.origin, action.destination) if isinstance(action, MoveKits) else ()
    newest = (str(action.orders[-1].ordered_on),) if isinstance(action, AskOrder) else ()
    return digest_about(*about, *between, *newest)


def digest_about(*about: str) -> str:
    """Digest what a thing is about, so that it is recognized and nothing of it is kept."""
    return blake2b("\n".join(about).encode(), digest_size=6).hexdigest()
