"""Which units are brought what, and from where: the moves that fill their shelves, and what Central can spare beside.

The moves are those of the rule for orders (tasks/rules/stock/ordering/move_plan.py); here nothing is moved that isn't
moved there. Only what no move can name is shared out: kits whose lot nobody knows, and what Central has left for a unit
whose officers ask for more than its shelf should hold.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from math import inf
from typing import NamedTuple

from schemas.labels import CENTRAL
from schemas.reconciliation import Reconciliation
from schemas.stock import Low, OnHand
from schemas.stock_actions import Fill, Move, MoveReason, Restock, Urgency
from tasks.rules.stock.low import count_lacking
from tasks.rules.stock.ordering.shelves import is_brought_in_time
from tasks.rules.stock.usable import Lot, count_usable, is_usable

EMPTY_SOON_DAYS = 3
"""A shelf that lasts for fewer days may be empty when a weekend is over."""

LASTS_DAYS, LASTS_THIRDS = 28, 2
"""A shelf that lasts for four weeks and holds two thirds of what it should can wait (docs/digest-year.md has what that
costs: little, and a quarter of all moves are saved)."""


class _Lack(NamedTuple):
    """A unit that runs low, and what fills its shelf."""

    unit: Low
    offered: int
    shelf: int | None
    fills: tuple[Fill, ...]
    moved_away: int
    order_days: int | None
    """How long an order takes, where the program is too young for its shelves to follow from a rate."""

    @property
    def lasts_until_order(self) -> bool:
        """Whether the shelf lasts until an order comes, as far as is known."""
        return not self.order_days or self.unit.days_left is None or self.unit.days_left >= self.order_days

    @property
    def wanted(self) -> int | None:
        """What the shelf lacks; none where only an officer says that it lacks any."""
        return count_lacking(self.unit.on_hand - self.offered, self.shelf) or None

    @property
    def lacking(self) -> int:
        """What the shelf lacks after the moves; none takes away what a full one should hold but in exchange."""
        if self.wanted is None:
            return 0
        brought = sum(fill.quantity for fill in self.fills) - self.moved_away
        return count_lacking(self.unit.on_hand - self.offered + brought, self.shelf)


def list_restocks(stock: Reconciliation, recalled: Collection[Lot], today: date) -> list[Restock]:
    """List what to bring to the units that run low: item by item, those in greatest need first."""
    items = list(dict.fromkeys(unit.item for unit in stock.low))
    low = sorted(stock.low, key=lambda unit: (items.index(unit.item), *_need(unit)))
    lacks = [_find_lack(unit, stock) for unit in low]
    at_central = {item: count_usable(stock.stock, recalled, item, today).get(CENTRAL, 0) for item in items}
    shares = _share_out(lacks, count_spare(stock, recalled, today))
    lacking = [max(0, lack.lacking - share) for lack, share in zip(lacks, shares, strict=True)]
    ordered = _share_order(lacks, lacking, {one.item: one.quantity for one in stock.on_order})
    late = {one.item: one.since for one in stock.on_order if one.is_late}
    return [
        Restock(
            urgency=_find_urgency(lack, share),
            can_wait=_can_wait(lack),
            offered=lack.offered,
            shelf=lack.shelf,
            moved_away=lack.moved_away if lack.wanted else 0,
            wanted=lack.wanted,
            fills=lack.fills,
            from_central=share,
            still_lacking=left,
            from_order=of_order,
            late_order_on=late.get(lack.unit.item) if of_order else None,
            at_central=at_central[lack.unit.item],
            **lack.unit.model_dump(),
        )
        for lack, share, left, of_order in zip(lacks, shares, lacking, ordered, strict=True)
    ]


def _find_urgency(lack: _Lack, share: int) -> Urgency:
    """Fill a shelf today that's empty, or will be before a weekend is over; else this week, if anything can be brought.

    What lasts for weeks can wait, and so must a shelf that nobody has anything for; but in a young program, which fills
    up to par levels alone, not one that doesn't last until an order comes.
    """
    days_left = lack.unit.days_left
    if not lack.unit.on_hand or (days_left is not None and days_left < EMPTY_SOON_DAYS):
        return Urgency.TODAY
    can_be_filled = bool(lack.fills or share)
    is_soon = (can_be_filled and not _can_wait(lack)) or not lack.lasts_until_order
    return Urgency.THIS_WEEK if is_soon else Urgency.THIS_MONTH


def _can_wait(lack: _Lack) -> bool:
    """Return whether a shelf lasts for weeks and holds most of what it should; not if an officer calls it low."""
    unit = lack.unit
    if unit.flagged_on or lack.shelf is None or not lack.lasts_until_order:
        return False
    has_most = unit.on_hand * 3 >= lack.shelf * LASTS_THIRDS
    return has_most and (unit.days_left is None or unit.days_left >= LASTS_DAYS)


def is_fill(move: Move, low: Iterable[Low]) -> bool:
    """Return whether a move fills the shelf of a unit that runs low, and so is said with that unit."""
    units = {(unit.location, unit.item) for unit in low}
    return move.reason is MoveReason.SHELF and (move.destination, move.item) in units


def count_spare(stock: Reconciliation, recalled: Collection[Lot], today: date) -> dict[str, int]:
    """Count what Central has of each item that no move or offer takes, and that lasts long enough."""
    left: dict[Lot, int] = defaultdict(int)
    for held in stock.stock:
        if held.location == CENTRAL and _can_be_brought(held, recalled, today):
            left[held.item, held.lot] += held.on_hand
    for move in stock.moves:
        left[move.item, move.lot] -= move.quantity if move.origin == CENTRAL else 0
    for unused in stock.unused:
        left[unused.item, unused.lot] -= sum(one.quantity for one in unused.origins if one.location == CENTRAL)
    spare: dict[str, int] = defaultdict(int)
    for (item, _), kits in left.items():
        spare[item] += max(0, kits)
    return spare


def _can_be_brought(held: OnHand, recalled: Collection[Lot], today: date) -> bool:
    """Return whether kits may be given out, and for so long that they may be brought to a unit before."""
    return is_brought_in_time(held.expires, today) and is_usable(held, recalled, today)


def _find_lack(unit: Low, stock: Reconciliation) -> _Lack:
    at_unit = unit.location, unit.item
    of_item = [move for move in stock.moves if move.item == unit.item]
    fills = (move for move in of_item if move.destination == unit.location and is_fill(move, [unit]))
    shelves = {(one.location, one.item): one.shelf for one in stock.shelves}
    offered = (at.quantity for one in stock.unused for at in one.origins if (at.location, one.item) == at_unit)
    return _Lack(
        unit,
        sum(offered),
        shelves.get(at_unit, unit.par_level),
        tuple(Fill(lot=move.lot, quantity=move.quantity, origin=move.origin) for move in fills),
        sum(move.quantity for move in of_item if move.origin == unit.location),
        stock.young.lead_days if stock.young else None,
    )


def _share_out(lacks: Sequence[_Lack], spare: Mapping[str, int]) -> list[int]:
    """Return what Central keeps for each unit; no kit is promised to two of them.

    Each in turn gets what its shelf lacks after the moves, as long as there is any. What is left then is shared evenly
    among the units whose officers say that they run low, but of which nobody can say how many kits they lack.
    """
    left = {lack.unit.item: max(0, spare.get(lack.unit.item, 0)) for lack in lacks}
    shares = []
    for lack in lacks:
        shares.append(min(lack.lacking, left[lack.unit.item]))
        left[lack.unit.item] -= shares[-1]
    _share_evenly(lacks, shares, left)
    return shares


def _share_order(lacks: Sequence[_Lack], lacking: Sequence[int], on_order: Mapping[str, int]) -> list[int]:
    """Return what the kits on order can bring to each unit, in turn; no kit is promised to two of them.

    What is left then is shared evenly, as that at Central is.
    """
    left, shares = dict(on_order), []
    for lack, lacking_kits in zip(lacks, lacking, strict=True):
        shares.append(min(lacking_kits, left.get(lack.unit.item, 0)))
        left[lack.unit.item] = left.get(lack.unit.item, 0) - shares[-1]
    _share_evenly(lacks, shares, left)
    return shares


def _share_evenly(lacks: Sequence[_Lack], shares: list[int], left: Mapping[str, int]) -> None:
    """Share what is left among the units of which nobody can say how many kits they lack."""
    for item, kits in left.items():
        open_ended = [index for index, lack in enumerate(lacks) if lack.unit.item == item and lack.wanted is None]
        for turn, index in enumerate(open_ended):
            shares[index] += (kits + turn) // len(open_ended)


def _need(unit: Low) -> tuple[bool, float]:
    """Sort a unit with nothing left first, then what lasts for the fewest days; where no rate is known, after those."""
    return unit.on_hand > 0, inf if unit.days_left is None else unit.days_left
