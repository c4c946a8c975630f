"""For how many days what a unit has lasts at the rate at which it has given it out of late, and its shelf.

The rate is that of the last eight weeks: long enough for a quiet week, short enough for a change. A program that is
younger has none yet, and where no kit was given out there is nothing to compute with; both are said by none, not by a
number. Central gives to all, so what it has lasts at the rate of all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from schemas.desk import Shelf
from schemas.labels import CENTRAL
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
    item: str, usable: Mapping[str, int], shelves: Mapping[str, int | None], lately: Mapping[str, int]
) -> list[Shelf]:
    """List Central's shelf and those of the units, each with what it has and for how many days that lasts.

    Args:
        item: the code of the item.
        usable: the usable ones of each location.
        shelves: for each unit what its shelf should hold; none where nobody knows.
        lately: what each location gave out in the last eight weeks.
    """
    given_out = {CENTRAL: sum(lately.values())} | {unit: lately.get(unit, 0) for unit in shelves}
    return [
        Shelf(
            location=location,
            item=item,
            usable=usable.get(location, 0),
            shelf=shelves.get(location),
            days_left=find_days_of_supply(usable.get(location, 0), distributed_count),
        )
        for location, distributed_count in given_out.items()
    ]


def find_days_of_supply(on_hand: int, distributed_count: int) -> int | None:
    """Return whole days; none where no kit was given out."""
    return on_hand * RATE_DAYS // distributed_count if distributed_count else None
