"""Which units have left no form for so long that it is unlikely to be chance: kits given out, and nobody wrote it down.

Each unit is held against its own rate. Where forms come at random, d days without one at a rate of r a day have a
chance of exp(-r d). It is never more than a question: a unit may have met nobody. Whoever has counted its kits since,
or taken some away, was there and has asked: the days are those since then. A delivery is not an answer, for what needs
kits gives them out.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from math import log
from types import MappingProxyType
from typing import NamedTuple

from schemas.desk import SilentUnit
from schemas.inventory import Count, Movement

DAYS_SEEN = 365
"""The rate is that of the year that ends with the newest form, or of the program's days where it is younger."""
FEWEST_FORMS = 3
"""With fewer in that year there is no rate to speak of."""
FEWEST_DAYS = 14
"""A shorter silence is never asked about; and forms that came within days are taken for those of two weeks."""
CHANCE = 0.01
NO_ANSWERS: Mapping[str, date] = MappingProxyType({})


class UnitDay(NamedTuple):
    """How many forms a unit left on a day."""

    unit: str
    on: date
    forms: int


def find_answers(
    movements: Iterable[Movement], counts: Iterable[Count], kits: Collection[str], read_on: date
) -> dict[str, date]:
    """Find for each location the last day on which its kits were counted, or some of them taken away.

    Args:
        movements: the rows of the Inventory tab.
        counts: those of the Counts tab.
        kits: the codes of the items that are kits; who counted strips alone hasn't seen how many kits are left.
        read_on: the last day that counts.
    """
    days = [(one.location, one.counted_on) for one in counts if one.item in kits]
    days += [(one.origin, one.moved_on) for one in movements if one.origin and one.item in kits]
    return {location: on for on, location in sorted((on, location) for location, on in days if on <= read_on)}


def list_quiet_units(newest: Mapping[str, date], units: Collection[str], read_on: date) -> dict[str, date]:
    """List the units without a form for so many days that one may be silent, with the day of its newest form.

    Args:
        newest: the day of each unit's newest form; also of units that are no longer in lbn.toml.
        units: those that are.
        read_on: when the tabs were last read: of later days nobody can know anything.
    """
    return {unit: on for unit, on in newest.items() if unit in units and (read_on - on).days >= FEWEST_DAYS}


def list_silent_units(
    days: Iterable[UnitDay],
    newest: Mapping[str, date],
    started: date,
    read_on: date,
    answers: Mapping[str, date] = NO_ANSWERS,
) -> tuple[SilentUnit, ...]:
    """List the units of which so long a silence is unlikely; the one that most forms are missing of comes first.

    Args:
        days: when the units left how many forms, in no order; days that don't count make no difference.
        newest: the quiet units, each with the day of its newest form.
        started: when the program started.
        read_on: when the tabs were last read.
        answers: for each location the last day on which somebody was there and has asked.
    """
    forms = dict.fromkeys(newest, 0)
    for one in days:
        if one.unit in forms and _find_first_seen(newest[one.unit], started) <= one.on <= newest[one.unit]:
            forms[one.unit] += one.forms
    quiet = [
        _measure(unit, forms[unit], last_on, started, (answers.get(unit, last_on), read_on))
        for unit, last_on in newest.items()
    ]
    silent = [one for one in quiet if one.forms >= FEWEST_FORMS and one.missing > -log(CHANCE)]
    return tuple(one.silent for one in sorted(silent, key=lambda one: (-one.missing, one.silent.unit)))


class _Quiet(NamedTuple):
    """A unit without a form for a while, and how many it would have left in that time at its own rate."""

    silent: SilentUnit
    forms: int
    missing: float


def _find_first_seen(last_on: date, started: date) -> date:
    """Find the first of the days from which the rate is taken."""
    return max(last_on - timedelta(days=DAYS_SEEN - 1), started)


def _measure(unit: str, forms: int, last_on: date, started: date, unanswered: tuple[date, date]) -> _Quiet:
    asked_on, read_on = max(last_on, unanswered[0]), unanswered[1]
    seen_days = max((last_on - _find_first_seen(last_on, started)).days + 1, FEWEST_DAYS)
    days, usual_days = (read_on - last_on).days, max(round(seen_days / max(forms, 1)), 1)
    silent = SilentUnit(unit=unit, last_on=last_on, days=days, usual_days=usual_days)
    unanswered_days = (read_on - asked_on).days
    missing = forms / seen_days * unanswered_days if unanswered_days >= FEWEST_DAYS else 0
    return _Quiet(silent, forms, missing)
