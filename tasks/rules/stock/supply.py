"""How long the kits of a unit last at the pace at which it has left kits behind of late.

The pace is that of the last eight weeks: long enough for a quiet week, short enough for a change. A program that is
younger has none yet, and where no kit was left there is nothing to reckon with; both are said by none, not by a number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from schemas.stock import Low
from tasks.rules.stock.replay import Flow, Line

PACE_DAYS = 56


def left_behind_lately(lines: Iterable[Line], item: str, started: date, today: date) -> dict[str, int]:
    """Kits that each location left behind in the last eight weeks, today among them; nothing of a younger program."""
    since = today - timedelta(days=PACE_DAYS)
    if started > since:
        return {}
    lately: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.flow is Flow.DISTRIBUTED and line.item == item and since < line.on <= today:
            lately[line.location] += line.quantity
    return dict(lately)


def with_days_left(low: Iterable[Low], lately: Mapping[str, int]) -> list[Low]:
    """The units that run low, each with the days that its kits last."""
    return [
        unit.model_copy(update={"days_left": days_left(unit.on_hand, lately.get(unit.location, 0))}) for unit in low
    ]


def days_left(on_hand: int, left_behind: int) -> int | None:
    """Whole days; none where no kit was left behind."""
    return on_hand * PACE_DAYS // left_behind if left_behind else None
