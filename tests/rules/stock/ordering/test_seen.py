"""What was seen of the demand: kits by unit without events, and the days on which a unit had any."""

from datetime import date, timedelta

import pytest

from tasks.rules.stock.flows import Flow
from tasks.rules.stock.ordering.seen import Distributed, count_open_days, find_seen
from tests.support.builders import a_history

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
WINDOW = (FIRST, LAST)
EMPTY_ON_10 = "06-01 received 1 A1 >Patrol expires 12-31\n06-10 distributed 1 A1 Patrol\n"


@pytest.mark.parametrize(
    ("history", "days"),
    [
        ("06-05 received 1 A1 >Patrol expires 06-10\n06-06 distributed 1 A1 Patrol", 3),  # and today
        ("05-01 received 5 A1 >Patrol expires 12-31", 30),
        ("06-01 received 5 A1 >Patrol expires 06-10", 11),
        ("06-01 received 5 A1 >Patrol expires 12-31\n06-10 distributed 5 A1 Patrol", 11),
        (EMPTY_ON_10 + "06-21 received 1 B2 >Patrol expires 12-31", 20),
        (EMPTY_ON_10 + "06-30 received 1 B2 >Patrol expires 12-31", 11),
        ("06-01 received 1 A1 >Patrol expires 06-15\n06-10 received 1 B2 >Patrol expires 06-20", 21),
        (EMPTY_ON_10 + "06-20 distributed 1 A1 Patrol", 21),  # on the 20th there were some
        ("07-01 received 1 A1 >Patrol expires 12-31", 30),
    ],
)  # fmt: skip
def test_days_with_kits(history: str, days: int):
    assert count_days(history) == days


@pytest.mark.parametrize(
    ("history", "days"),
    [
        pytest.param("", 30, id="nobody knows what it had"),
        pytest.param("06-11 received 5 A1 >Patrol expires 12-31", 30, id="it has given none out since"),
        pytest.param("06-20 distributed 1 A1 Patrol", 30, id="it gave one out, and so had some"),
        pytest.param("06-10 distributed 1 - Patrol\n06-21 received 5 A1 >Patrol expires 12-31", 30, id="so did it"),
        pytest.param("06-11 received 5 A1 >Patrol expires 12-31\n06-21 distributed 1 A1 Patrol", 20, id="it began so"),
        pytest.param("06-21 received 5 A1 >Patrol expires 12-31\n06-21 distributed 1 A1 Patrol", 10, id="in a day"),
        pytest.param("06-30 received 5 A1 >Patrol expires 12-31\n06-30 distributed 1 A1 Patrol", 30, id="not yet"),
    ],
)  # fmt: skip
def test_what_a_unit_had_before_its_first_recorded_kit(history: str, days: int):
    assert count_days(history) == days


def count_days(history: str) -> int:
    """The days of June on which Patrol had a kit."""
    replayed = a_history(history).stock_replay
    expiries = {lot: on for (_, lot), on in replayed.expiries.items()}
    lines = [line for line in replayed.lines if line.location == "Patrol"]
    given_since = min((line.on for line in lines if line.flow is Flow.DISTRIBUTED), default=None)
    return count_open_days(lines, given_since, expiries, WINDOW)


def test_events_are_counted_apart():
    distributed = [
        Distributed(FIRST, "Patrol", 11), Distributed(LAST, "Patrol", 2), Distributed(LAST, "Patrol", 12),
        Distributed(LAST, "K9", 24),
        Distributed(FIRST - timedelta(1), "Patrol", 5), Distributed(LAST + timedelta(1), "Patrol", 5),
    ]  # fmt: skip
    seen = find_seen(distributed, [], {}, ["Patrol", "K9"], WINDOW)
    assert {unit: one.kits for unit, one in seen.given.items()} == {"Patrol": 13, "K9": 0}
    assert (seen.event_kit_count, seen.days) == (36, 30)
