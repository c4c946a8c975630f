"""For how many days what a unit has lasts at the rate at which it has given it out of late, and its shelf.

What expires first is given out first, and what expires unused is given to nobody: no shelf lasts longer than its kits.

The rate is that of the last eight weeks: long enough for a quiet week, short enough for a change. A program that is
younger has none yet, and where no kit was given out there is nothing to compute with; both are said by none, not by a
number. Central gives to all, so what it has lasts at the rate of all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from schemas.desk import Shelf
from schemas.labels import CENTRAL
from schemas.stock import OnHand
from tasks.rules.stock.flows import Flow, Line

RATE_DAYS = 56


def count_recent_distributed(lines: Iterable[Line], item: str, started: date, today: date) -> dict[str, int]:
    """Count the kits that each location gave out in the last eight weeks with today; none of a younger program."""
    since = today - timedelta(days=RATE_DAYS)
    if started > since:
        return {}
    lately: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.flow is Flow.DISTRIBUTED and line.item == item and since < line.on <= today:
            lately[line.location] += line.quantity
    return dict(lately)


def list_shelves(
    item: str,
    usable: Iterable[OnHand],
    shelves: Mapping[str, int | None],
    lately: Mapping[str, int],
    today: date,
) -> list[Shelf]:
    """List Central's shelf and those of the units, each with what it has and for how many days that lasts.

    Args:
        item: the code of the item.
        usable: the usable ones, with their expiries.
        shelves: for each unit what its shelf should hold; none where nobody knows.
        lately: what each location gave out in the last eight weeks.
        today: the day from which it lasts.
    """
    there: dict[str, list[OnHand]] = defaultdict(list)
    for one in usable:
        there[one.location].append(one)
    given_out = {CENTRAL: sum(lately.values())} | {unit: lately.get(unit, 0) for unit in shelves}
    return [
        Shelf(
            location=location,
            item=item,
            usable=sum(one.on_hand for one in there[location]),
            shelf=shelves.get(location),
            days_left=find_days_of_supply(there[location], distributed_count, today),
        )
        for location, distributed_count in given_out.items()
    ]


def find_days_of_supply(usable: Iterable[OnHand], distributed_count: int, today: date) -> int | None:
    """Return for how many whole days usable kits last, what expires first used first; none where no kit was given out.

    Args:
        usable: the kits of a location.
        distributed_count: how many were given out in the last eight weeks.
        today: the day from which they last.
    """
    if not distributed_count:
        return None
    lasts = 0  # in parts of a day, of which a day has as many as kits were given out
    for one in sorted(usable, key=lambda one: one.expires or date.max):
        used_up = lasts + one.on_hand * RATE_DAYS
        until = (one.expires - today).days * distributed_count if one.expires else used_up
        lasts = max(lasts, min(used_up, until))
    return lasts // distributed_count
