"""Which units have left no form for so long that it is unlikely to be chance: kits given out, and nobody wrote it down.

Each unit is held against its own rate. Where forms come at random, d days without one at a rate of r a day have a
chance of exp(-r d). It is never more than a question: a unit may have met nobody.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from math import log
from typing import NamedTuple

from schemas.desk import SilentUnit

DAYS_SEEN = 365
"""The rate is that of the year that ends with the newest form, or of the program's days where it is younger."""
FEWEST_FORMS = 3
"""With fewer in that year there is no rate to speak of."""
FEWEST_DAYS = 14
"""A shorter silence is never asked about; and forms that came within days are taken for those of two weeks."""
CHANCE = 0.01


class UnitDay(NamedTuple):
    """How many forms a unit left on a day."""

    unit: str
    on: date
    forms: int


def list_quiet_units(newest: Mapping[str, date], units: Collection[str], read_on: date) -> dict[str, date]:
    """List the units without a form for so many days that one may be silent, with the day of its newest form.

    Args:
        newest: the day of each unit's newest form; also of units that are no longer in lbn.toml.
        units: those that are.
        read_on: when the tabs were last read: of later days nobody can know anything.
    """
    return {unit: on for unit, on in newest.items() if unit in units and (read_on - on).days >= FEWEST_DAYS}


def list_silent_units(
    days: Iterable[UnitDay], newest: Mapping[str, date], started: date, read_on: date
) -> tuple[SilentUnit, ...]:
    """List the units of which so long a silence is unlikely; the one that most forms are missing of comes first.

    Args:
        days: when the units left how many forms, in no order; days that don't count make no difference.
        newest: the quiet units, each with the day of its newest form.
        started: when the program started.
        read_on: when the tabs were last read.
    """
    forms = dict.fromkeys(newest, 0)
    for one in days:
        if one.unit in forms and _find_first_seen(newest[one.unit], started) <= one.on <= newest[one.unit]:
            forms[one.unit] += one.forms
    quiet = [_measure(unit, forms[unit], last_on, started, read_on) for unit, last_on in newest.items()]
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


def _measure(unit: str, forms: int, last_on: date, started: date, read_on: date) -> _Quiet:
    seen_days = max((last_on - _find_first_seen(last_on, started)).days + 1, FEWEST_DAYS)
    days, usual_days = (read_on - last_on).days, max(round(seen_days / max(forms, 1)), 1)
    silent = SilentUnit(unit=unit, last_on=last_on, days=days, usual_days=usual_days)
    return _Quiet(silent, forms, missing=forms / seen_days * days)
