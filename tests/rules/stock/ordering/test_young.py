"""What a young program is told of orders where it has no par levels."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.stock_actions import OrderUnknown
from tasks.rules.stock.ordering.young import YOUNG_DAYS, find_order_unknown, find_rate_since
from tests.support.settings import some_settings

STARTED = date(2026, 1, 1)
KNOWN_ON = STARTED + timedelta(YOUNG_DAYS - 1)
PAR, NONE = {"name": "Patrol", "par_level": 12}, {"name": "Traffic"}


@pytest.mark.parametrize(
    ("units", "today", "unknown"),
    [
        pytest.param([PAR, NONE], STARTED, ("Traffic",), id="a unit has no par level"),
        pytest.param([PAR, NONE], KNOWN_ON - timedelta(1), ("Traffic",), id="the last day without a rate"),
        pytest.param([PAR, NONE], KNOWN_ON, None, id="the rate says it"),
        pytest.param([PAR], STARTED, None, id="all have one"),
        pytest.param([PAR | {"par_level": 0}], STARTED, None, id="a par level of 0 is one"),
        pytest.param([], STARTED, (), id="no unit at all"),
    ],
)
def test_what_is_not_known(units: list[dict[str, Any]], today: date, unknown: tuple[str, ...] | None):
    settings = some_settings(units=units)
    settings = settings.model_copy(update={"program": settings.program.model_copy(update={"started": STARTED})})
    expected = None if unknown is None else OrderUnknown(units=unknown, known_on=KNOWN_ON, least=3)
    assert find_order_unknown(settings, today) == expected


@pytest.mark.parametrize(
    ("today", "since"),
    [(date(2026, 12, 31), None), (date(2026, 12, 30), date(2026, 1, 1)), (date(2026, 5, 1), date(2026, 1, 1))],
)
def test_rates_are_of_a_year_or_since_the_start(today: date, since: date | None):
    settings = some_settings()
    program = settings.program.model_copy(update={"started": date(2026, 1, 1)})
    assert find_rate_since(settings.model_copy(update={"program": program}), today) == since
