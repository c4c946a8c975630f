"""How long the kits of a unit last at the pace at which it has left kits behind of late.

The pace is that of the last eight weeks: long enough for a quiet week, short enough for a change. A program that is
younger has none yet, and where no kit was left there is nothing to reckon with; both are said by none, not by a number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from schemas.stock import Low
from tasks.rules.stock.replay import Flow, Line

RATE_DAYS = 56


def count_recent_distributed(lines: Iterable[Line], item: str, started: date, today: date) -> dict[str, int]:
    """Kits that each location left behind in the last eight weeks, today among them; nothing of a younger program."""
    since = today - timedelta(days=RATE_DAYS)
    if started > since:
        return {}
    lately: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.flow is Flow.DISTRIBUTED and line.item == item and since < line.on <= today:
            lately[line.location] += line.quantity
    return dict(lately)


def add_days_of_supply(low: Iterable[Low], lately: Mapping[str, int]) -> list[Low]:
    """The units that run low, each with the days that its kits last."""
    return [
        unit.model_copy(update={"days_left": find_days_of_supply(unit.on_hand, lately.get(unit.location, 0))})
        for unit in low
    ]


def find_days_of_supply(on_hand: int, distributed_count: int) -> int | None:
    """Whole days; none where no kit was left behind."""
    return on_hand * RATE_DAYS // distributed_count if distributed_count else None
