"""When the stock alert is said, and when it's said again.

An alert is said
1. when a thing is to be done that was not to be done before;
2. when a thing becomes more urgent, or an officer reports that a unit runs low;
3. when what a low unit has left falls into a lower band, a lot gets its next warning before it expires, or what is
   to be ordered or offered back has grown by a quarter;
4. when a week has passed since the last alert and something is still to be done today or this week.

Else it is not: the same state is never said twice within a week. When everything is done, one all-clear says so.

The bands of a unit's shelf are below what it should hold, below half of it, below a quarter, and nothing left: each is
about half of the one before. The bands of its days of supply are below 14, 7 and 3: time for the next order, time for
the next weekly delivery, and not beyond a weekend. The worse of the two counts: a unit which runs empty is news four
times at most, and once more when an officer reports it.

What was said is kept for each thing: how urgent it was, in which bands, and how many were to be ordered or offered
back. A thing that is done is forgotten, and so is an urgency that has passed: if either comes back, that is news. A
band and a quantity are remembered for as long as the thing is to be done, for days of supply go up and down by one
without anything having happened.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import NamedTuple, assert_never

from schemas.reconciliation import Reconciliation
from schemas.stock_actions import (
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

DAYS_UNTIL_SAID_AGAIN = 7
SHELF_PARTS = (2, 4)
"""Below half of what the shelf should hold, below a quarter."""
SUPPLY_DAYS = (14, 7, 3)
STEP_PERCENT = 25
"""So much more than was said is worth saying again."""

NOTHING = ""
"""What the all-clear says, as it's kept."""


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


Levels = dict[str, Level]
"""For each thing to be done, known by its digest, how bad it is."""


class Said(NamedTuple):
    """The last alert: when it was said, and what of it still counts as said."""

    on: date
    state: str


class Decision(NamedTuple):
    """Whether an alert is to be said now, and what counts as said from now on."""

    is_due: bool
    state: str
    news: StockAction | None = None
    """The first thing that is new or worse; none where the alert only comes again."""


def decide_alert(actions: Sequence[StockAction], said: Said | None, today: date, former_state: str) -> Decision:
    """Decide whether the alert is to be said.

    Args:
        actions: what is to be done now.
        said: the last alert; none if there was never one.
        today: the day of the decision.
        former_state: today's state of the stock as earlier versions kept it, by which their last alert is known.
    """
    now = {digest_thing(action): find_level(action) for action in actions}
    if said is None:
        return Decision(bool(now), write_state(now), next(iter(actions), None))
    if not now:
        return Decision(said.state != NOTHING, NOTHING)
    known = now if said.state == former_state else read_state(said.state)
    news = next((action for action in actions if _is_news(action, known)), None)
    if news or (_is_pressing(now) and (today - said.on).days >= DAYS_UNTIL_SAID_AGAIN):
        return Decision(True, write_state(now), news)
    still_said = {thing: known[thing].forget_what_passed(level) for thing, level in now.items()}
    return Decision(is_due=False, state=write_state(still_said))


def _is_news(action: StockAction, known: Levels) -> bool:
    thing = digest_thing(action)
    return thing not in known or find_level(action).is_worse_than(known[thing])


def _is_pressing(now: Levels) -> bool:
    return any(level.urgency > _rank(Urgency.THIS_MONTH) for level in now.values())


def _rank(urgency: Urgency) -> int:
    """Return the urgency as a number of which a larger one is worse."""
    return Urgency.THIS_MONTH - urgency


def find_level(action: StockAction) -> Level:
    """Return how bad a thing is."""
    urgency = _rank(action.urgency)
    match action:
        case TakeRecalled() | TakeExpired() | MoveKits():
            return Level(urgency, 0, 0, 0)
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
    about = (action.kind, action.item, getattr(action, "location", ""), getattr(action, "lot", ""))
    between = (action.origin, action.destination) if isinstance(action, MoveKits) else ()
    return _digest("\n".join((*about, *between)))


def write_state(levels: Mapping[str, Level]) -> str:
    """Return levels as they are kept, `digest:2.0.3.1` for each thing."""
    return " ".join(f"{thing}:{'.'.join(map(str, level))}" for thing, level in sorted(levels.items()))


def read_state(state: str) -> Levels:
    """Return what `write_state` wrote; what an earlier version wrote says nothing of single things."""
    things = (written.partition(":") for written in state.split() if ":" in written)
    return {thing: Level(*map(int, numbers.split("."))) for thing, _, numbers in things}


def digest_former_state(stock: Reconciliation) -> str:
    """Return the state of the stock as versions before 0004 of the ledger kept it."""
    state = sorted(
        [
            *(f"recalled {lot.location} {lot.lot}" for lot in stock.recalled if lot.on_hand),
            *(f"expiring {lot.location} {lot.lot} {lot.within}" for lot in stock.expiring),
            *(f"low {unit.location} {unit.on_hand == 0} {unit.flagged_on}" for unit in stock.low),
        ]
    )
    return _digest("\n".join(state))


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()
