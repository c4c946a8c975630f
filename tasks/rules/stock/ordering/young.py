"""What a young program isn't told of orders: where it has no par level, nobody knows yet what its units need."""

from datetime import date, timedelta

from schemas.settings import Settings
from schemas.stock_actions import OrderUnknown
from tasks.rules.stock.ordering.demand import SHELF_MINIMUM

YOUNG_DAYS = 90
"""A program that is younger has no rate yet: its units are filled up to their par levels."""


def find_order_unknown(settings: Settings, today: date) -> OrderUnknown | None:
    """Find the units of a young program that no order is advised for; none where all have a par level.

    Args:
        settings: when the program started, and the units' par levels.
        today: the day of the advice.
    """
    known_on = settings.program.started + timedelta(YOUNG_DAYS - 1)
    units = tuple(unit.name for unit in settings.units if unit.par_level is None)
    if today >= known_on or (settings.units and not units):
        return None
    return OrderUnknown(units=units, known_on=known_on, least=SHELF_MINIMUM)
