"""Which held rows a report's figures lack, tab by tab: a figure with rows held is never told as complete."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from schemas.finding import HeldDay
from schemas.period import Period
from schemas.report import ReportDefinition
from schemas.tabs import Tab
from tasks.rules.reporting.measures import MEASURES, Frame, find_frame

HELD = "held"
"""The form's rows, under the name that they had when no others were counted."""

MOST_DAYS_LATE = 31
"""So long after a period's end a form may still be of it: officers send late, but not months late."""

OF_STOCK = {"inventory": Tab.INVENTORY, "counts": Tab.COUNTS}


def count_held(
    held_days: Mapping[Tab, Sequence[HeldDay]], definition: ReportDefinition, period: Period
) -> dict[str, int]:
    """Count the held rows of every tab that feeds a report, by the names of figures.json.

    A row belongs to the periods to which it may belong (may_belong); a row of the stock to all periods after it, too,
    for a stock goes on.
    """
    return _count_of_frames(held_days, _list_frames(definition), period)


def count_held_of_all(held_days: Mapping[Tab, Sequence[HeldDay]], period: Period) -> dict[str, int]:
    """Count the held rows of every tab, as count_held does, for figures of all kinds."""
    return _count_of_frames(held_days, frozenset(Frame), period)


def count_held_before(held_days: Mapping[Tab, Sequence[HeldDay]], period: Period) -> int:
    """Count the form's held rows of days before a period, which are not counted with it."""
    return sum(day.on is not None and day.on < period.first_on for day in held_days[Tab.RESPONSES])


class HeldAround(NamedTuple):
    """Held rows that count_held leaves out, and that figures beside those of a period lack."""

    earlier_held: int
    """The form's rows of days before the period: its stock lacks them."""
    before_excluded: dict[str, int]
    """Those of the period before, where it is shown."""


def count_held_around(
    held_days: Mapping[Tab, Sequence[HeldDay]], definition: ReportDefinition, period: Period, before: Period | None
) -> HeldAround:
    """Count the held rows that a report's stock, and its figures of the period before, lack."""
    return HeldAround(count_held_before(held_days, period), count_held(held_days, definition, before) if before else {})


def _count_of_frames(
    held_days: Mapping[Tab, Sequence[HeldDay]], frames: Collection[Frame | None], period: Period
) -> dict[str, int]:
    excluded = {HELD: _count_in(held_days[Tab.RESPONSES], period)}
    if Frame.LINES in frames:
        excluded |= {name: _count_until(held_days[tab], period.last_on) for name, tab in OF_STOCK.items()}
    if Frame.TRAININGS in frames:
        excluded["training"] = _count_in(held_days[Tab.TRAINING], period)
    return excluded


def _list_frames(definition: ReportDefinition) -> set[Frame | None]:
    of_tables = {find_frame(name, table.by) for table in definition.tables for name in table.measures}
    return {MEASURES[name].frame for name in definition.measures} | of_tables


def _count_in(days: Sequence[HeldDay], period: Period) -> int:
    return sum(may_belong(day, period) for day in days)


def may_belong(held: HeldDay, period: Period) -> bool:
    """Tell whether a held row of the form or of the trainings is counted with a period.

    A row belongs to the period of its own day. A form whose own day can't be used is of the day on which it was sent or
    of one before: it belongs to the period of sending, and to an earlier one that had ended at most MOST_DAYS_LATE days
    before. A row without any day that can be read may belong to every period.
    """
    if held.on is None or held.on in period:
        return True
    return held.is_of_sending and 0 < (held.on - period.last_on).days <= MOST_DAYS_LATE


def _count_until(days: Sequence[HeldDay], last_on: date) -> int:
    return sum(day.on is None or day.on <= last_on for day in days)
