"""The schedules of prefect.yaml by Prefect's own count, over the days on which the clocks are set."""

import asyncio
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from prefect.server.schemas.schedules import CronSchedule, IntervalSchedule
from ruamel.yaml import YAML

from tests.flows.test_deployments import ROOT

NEW_YORK = ZoneInfo("America/New_York")
SET = (date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14), date(2027, 11, 7))
"""The days on which the clocks of New York are set, forth and back."""
AROUND = timedelta(days=9)
"""Holds a Monday on either side, and shows that no other day is touched."""
MOST_PLANNED = 1000
"""More slots than these are not planned at once."""


def schedule(name: str) -> CronSchedule | IntervalSchedule:
    """Return the schedule of a deployment."""
    declared = YAML(typ="safe").load(ROOT / "prefect.yaml")["deployments"]
    [clock] = next(one["schedules"] for one in declared if one["name"] == name)
    told: dict[str, Any] = {key: value for key, value in clock.items() if key != "slug"}
    return (CronSchedule if "cron" in told else IntervalSchedule).model_validate(told)


def slots(name: str, day: date, around: timedelta = AROUND) -> list[datetime]:
    """Every slot of the days around a day, as the server plans them."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=NEW_YORK)
    found = asyncio.run(schedule(name).get_dates(n=MOST_PLANNED, start=midnight - around, end=midnight + around))
    assert len(found) < MOST_PLANNED
    return found


@pytest.mark.parametrize("day", SET, ids=str)
def test_the_daily_run_is_once_a_day_at_half_past_six(day: date):
    local = [slot.astimezone(NEW_YORK) for slot in slots("Daily run", day)]
    assert {f"{slot:%H:%M}" for slot in local} == {"06:30"}
    days = Counter(slot.date() for slot in local)
    assert set(days.values()) == {1}
    assert sorted(days) == [day - AROUND + timedelta(days=number) for number in range(2 * AROUND.days)]


@pytest.mark.parametrize("day", SET, ids=str)
def test_the_stock_check_is_on_mondays_at_seven_on_the_wall(day: date):
    local = [slot.astimezone(NEW_YORK) for slot in slots("Stock check", day)]
    assert {f"{slot:%a %H:%M}" for slot in local} == {"Mon 07:00"}
    mondays = [day - AROUND + timedelta(days=number) for number in range(2 * AROUND.days)]
    assert [slot.date() for slot in local] == [one for one in mondays if one.weekday() == 0]


@pytest.mark.parametrize("day", SET, ids=str)
def test_the_sync_comes_once_in_every_quarter_of_an_hour(day: date):
    around = timedelta(days=3)
    seconds = [slot.timestamp() for slot in slots("Read the Sheet", day, around)]
    assert {later - earlier for earlier, later in pairwise(seconds)} == {15 * 60}
    assert seconds[-1] - seconds[0] > (2 * around - timedelta(hours=2)).total_seconds()
