"""A year of one department, as it really was: a ledger of its own in plain Python, which knows nothing of the program.

What happened is a list. What anybody could know of it on a day is a view: forms that were sent by then and not deleted,
and counts that can be read. Figures of a period are sums over a view.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

DOSES = 2
RECEIVED = {date(2026, 1, 2): 400, date(2026, 6, 15): 100}
TO_PATROL, TO_TRAFFIC = 250, 120
TRAINED = {date(2026, 2, 10): 12, date(2026, 7, 15): 8, date(2026, 8, 12): 4}
VACATION = (date(2026, 5, 1), date(2026, 5, 31))
NEVER = date.max


@dataclass(frozen=True)
class Distribution:
    """Kits given out once: when, when the form was sent, and when somebody deleted its row."""

    day: date
    sent: datetime
    unit: str
    kits: int
    trained: int
    zip_code: str
    deleted_on: date = NEVER


class Count(NamedTuple):
    """The kits on Patrol's shelf at the end of a day, and from when on the row can be read."""

    day: date
    counted: int
    readable_from: date


class View(NamedTuple):
    """What is known: distributions and counts."""

    distributions: Sequence[Distribution]
    counts: Sequence[Count]

    def count_kits(self, first: date, last: date, unit: str = "") -> int:
        """Add up the kits given out from one day to another."""
        return sum(one.kits for one in self.distributions if first <= one.day <= last and unit in ("", one.unit))

    def adjust(self, first: date, last: date) -> int:
        """Add up what counts found more or less than expected."""
        found: list[tuple[date, int]] = []
        for count in self.counts:
            so_far = sum(difference for _, difference in found)
            expected = TO_PATROL - self.count_kits(date.min, count.day, "Patrol") + so_far
            found.append((count.day, count.counted - expected))
        return sum(difference for day, difference in found if first <= day <= last)

    def sum_up(self, first: date, last: date) -> dict[str, int]:
        """Work out the figures of a period."""
        within = [one for one in self.distributions if first <= one.day <= last]
        before, kits = first - timedelta(days=1), self.count_kits(first, last)
        counted = {"kits_count_adjustment": self.adjust(first, last)} if self.counts else {}  # till then not tracked
        return counted | {
            "distributions": len(within),
            "kits_distributed": kits,
            "doses_distributed": kits * DOSES,
            "people_trained": sum(one.trained for one in within),
            "personnel_trained": sum(people for day, people in TRAINED.items() if first <= day <= last),
            "kits_received": sum(quantity for day, quantity in RECEIVED.items() if first <= day <= last),
            "kits_on_hand_start": self.count_on_hand(before),
            "kits_on_hand_end": self.count_on_hand(last),
        }

    def count_on_hand(self, day: date) -> int:
        """Count all kits of the agency at the end of a day."""
        came = sum(quantity for on, quantity in RECEIVED.items() if on <= day)
        return came - self.count_kits(date.min, day) + self.adjust(date.min, day)


def make_distributions() -> list[Distribution]:
    """Make the year: a form every two or three days, none in the vacation, one sent late, one deleted."""
    rng, day, made = Random(2026), date(2026, 1, 3), []
    while day.year == 2026:
        if not VACATION[0] <= day <= VACATION[1]:
            made.append(_make_one(rng, day))
        day += timedelta(days=rng.choice((2, 2, 3)))
    august = next(number for number, one in enumerate(made) if one.day >= date(2026, 8, 18))
    made[august] = replace(made[august], deleted_on=date(2026, 9, 9))
    late = _make_one(rng, date(2026, 7, 20))
    made.append(replace(late, sent=datetime(2026, 9, 15, 16, 40, 31), kits=3))  # noqa: DTZ001 - the department's clock
    return sorted(made, key=lambda one: one.sent)


def _make_one(rng: Random, day: date) -> Distribution:
    sent = datetime.combine(day, time(8 + rng.randrange(12), rng.randrange(60), rng.randrange(60)))
    unit = "Traffic" if rng.random() < 0.3 else "Patrol"
    return Distribution(day, sent, unit, rng.choice((1, 1, 2)), rng.choice((0, 1)), rng.choice(("12207", "06390")))


HAPPENED = make_distributions()


def count_shelf(day: date) -> int:
    """Count what is really on Patrol's shelf at the end of a day: two kits were lost in June, one in September."""
    lost = 2 * (day >= date(2026, 6, 20)) + (day >= date(2026, 9, 20))
    deleted = [one for one in HAPPENED if one.deleted_on < NEVER]  # never given out: the row was a try
    left = View([one for one in HAPPENED if one not in deleted], ()).count_kits(date.min, day, "Patrol")
    return TO_PATROL - left - lost


COUNTED = [
    Count(date(2026, 6, 28), count_shelf(date(2026, 6, 28)), date(2026, 6, 28)),
    Count(date(2026, 9, 28), count_shelf(date(2026, 9, 28)), date(2026, 10, 19)),  # the lot was mistyped until then
]


def look(exported_on: date, today: date) -> View:
    """Return what the tabs say: forms sent by the day of the export, counts that can be read today."""
    known = [one for one in HAPPENED if one.sent.date() < exported_on <= one.deleted_on]
    return View(known, [count for count in COUNTED if count.readable_from <= today])


def look_at_all(today: date) -> View:
    """Return what is known to somebody who forgets no export and mistypes no lot."""
    known = [one for one in HAPPENED if one.sent.date() < today <= one.deleted_on]
    return View(known, [count for count in COUNTED if count.day <= today])
