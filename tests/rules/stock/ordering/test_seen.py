"""What was seen of the demand: kits by unit without events, and the days on which a unit had any."""

from datetime import date, timedelta

import pytest

from tasks.rules.stock.ordering.seen import Distributed, count_open_days, find_seen
from tests.support.builders import a_history

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
WINDOW = (FIRST, LAST)
EMPTY_ON_10 = "06-01 received 1 A1 >Patrol expires 12-31\n06-10 distributed 1 A1 Patrol\n"


@pytest.mark.parametrize(
    ("history", "days"),
    [
        ("06-11 received 5 A1 >Patrol expires 12-31", 20),
        ("05-01 received 5 A1 >Patrol expires 12-31", 30),
        ("06-01 received 5 A1 >Patrol expires 06-10", 10),
        ("06-01 received 5 A1 >Patrol expires 12-31\n06-10 distributed 5 A1 Patrol", 10),
        (EMPTY_ON_10 + "06-21 received 1 B2 >Patrol expires 12-31", 20),
        ("06-01 received 1 A1 >Patrol expires 06-15\n06-10 received 1 B2 >Patrol expires 06-20", 20),
        (EMPTY_ON_10 + "06-20 distributed 1 A1 Patrol", 20),  # on the 20th there were some
        ("06-20 distributed 1 A1 Patrol", 30),  # nobody ever recorded what came to this shelf
        ("", 30),
        ("07-01 received 1 A1 >Patrol expires 12-31", 0),
    ],
)  # fmt: skip
def test_days_with_kits(history: str, days: int):
    replayed = a_history(history).stock_replay
    expiries = {lot: on for (_, lot), on in replayed.expiries.items()}
    assert count_open_days([line for line in replayed.lines if line.location == "Patrol"], expiries, WINDOW) == days


def test_events_are_counted_apart():
    distributed = [
        Distributed(FIRST, "Patrol", 11), Distributed(LAST, "Patrol", 2), Distributed(LAST, "Patrol", 12),
        Distributed(LAST, "K9", 24),
        Distributed(FIRST - timedelta(1), "Patrol", 5), Distributed(LAST + timedelta(1), "Patrol", 5),
    ]  # fmt: skip
    seen = find_seen(distributed, [], {}, ["Patrol", "K9"], WINDOW)
    assert {unit: one.kits for unit, one in seen.given.items()} == {"Patrol": 13, "K9": 0}
    assert (seen.event_kit_count, seen.days) == (36, 30)
