"""For how many days the kits of a unit last at the rate at which it has given kits out of late.

The rate is that of the last eight weeks: long enough for a quiet week, short enough for a change. A program that is
younger has none yet, and where no kit was given out there is nothing to compute with; both are said by none, not by a
number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from schemas.stock import Low
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


def add_days_of_supply(low: Iterable[Low], lately: Mapping[str, int]) -> list[Low]:
    """Return the units that run low, each with its days of supply."""
    return [
        unit.model_copy(update={"days_left": find_days_of_supply(unit.on_hand, lately.get(unit.location, 0))})
        for unit in low
    ]


def find_days_of_supply(on_hand: int, distributed_count: int) -> int | None:
    """Return whole days; none where no kit was given out."""
    return on_hand * RATE_DAYS // distributed_count if distributed_count else None
