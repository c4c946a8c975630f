"""Which ticks of "Kits running low?" still stand: those that neither a delivery nor a count has answered since.

A form has a day and no hour, so of a day on which a unit ticked and got kits nobody knows which came first: it still
stands. A count on a later day settles it, where it found what the shelf should hold. Where nobody knows what that is,
no count can say that it's enough.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from schemas.desk import Shelf
from tasks.rules.stock.flows import SIGN, Line
from tasks.rules.stock.replay import StockReplay
from tasks.rules.stock.usable import Lot, is_expired


class Answers(NamedTuple):
    """What may answer a tick."""

    deliveries: Mapping[str, date]
    """For each unit the last day on which it got any kits."""
    stock_replay: StockReplay
    recalled: Collection[Lot]
    today: date


def list_standing_flags(flags: Mapping[str, date], shelves: Iterable[Shelf], answers: Answers) -> dict[str, date]:
    """List the units whose officers said that kits run low, and that nobody has answered.

    Args:
        flags: for each unit the last day on which an officer ticked "Kits running low?".
        shelves: the shelves of the kit, with what they should hold.
        answers: deliveries and counts.
    """
    by_unit = {shelf.location: shelf for shelf in shelves}
    return {unit: on for unit, on in flags.items() if unit in by_unit and not _is_answered(on, by_unit[unit], answers)}


def _is_answered(flagged_on: date, shelf: Shelf, answers: Answers) -> bool:
    if flagged_on < answers.deliveries.get(shelf.location, date.min):
        return True
    counted = {
        one.counted_on
        for one in answers.stock_replay.counts
        if (one.location, one.item) == (shelf.location, shelf.item) and flagged_on < one.counted_on <= answers.today
    }
    if shelf.shelf is None or not counted:
        return False
    lines = [line for line in answers.stock_replay.lines if (line.location, line.item) == (shelf.location, shelf.item)]
    return any(_count_usable(lines, answers, on) >= shelf.shelf for on in counted)


def _count_usable(lines: Iterable[Line], answers: Answers, on: date) -> int:
    """Count what was usable on a shelf in the evening of a day: of that day the counts come last."""
    balances: Counter[Lot] = Counter()
    for line in lines:
        balances[line.item, line.lot] += SIGN[line.flow] * line.quantity if line.on <= on else 0
    expiries = answers.stock_replay.expiries
    return sum(
        kits
        for (item, lot), kits in balances.items()
        if (item, lot) not in answers.recalled and not is_expired(expiries.get((item, lot or "")), on)
    )
