"""Units whose officers say that kits are running low, where nobody records how many there are.

The form asks it of every program. Where the Inventory tab has no kits, no shelf is known to be low, and no delivery or
count can answer the officer: the coordinator is told, and asks.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from schemas.desk import LowReported

REPORTED_DAYS = 30
"""What an officer said longer ago says nothing of today; a digest that comes at all comes within a week."""


def list_low_reports(flags: Mapping[str, date], units: Collection[str], today: date) -> tuple[LowReported, ...]:
    """List the units that said so lately, those first that said so last.

    Args:
        flags: for each unit the last day on which an officer ticked "Kits running low?".
        units: those of lbn.toml.
        today: the day at the agency.
    """
    since = today - timedelta(REPORTED_DAYS)
    lately = [
        LowReported(unit=unit, reported_on=on) for unit, on in flags.items() if unit in units and since <= on <= today
    ]
    return tuple(sorted(lately, key=lambda one: (today - one.reported_on, one.unit)))
