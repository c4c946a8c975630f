"""Which held rows a report's figures lack, tab by tab: a figure with rows held is never told as complete."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from schemas.period import Period
from schemas.report import ReportDefinition
from schemas.tabs import Tab
from tasks.rules.reporting.measures import MEASURES, Frame, find_frame

HELD = "held"
"""The form's rows, under the name that they had when no others were counted."""

OF_STOCK = {"inventory": Tab.INVENTORY, "counts": Tab.COUNTS}


def count_held(
    held_days: Mapping[Tab, Sequence[date | None]], definition: ReportDefinition, period: Period
) -> dict[str, int]:
    """Count the held rows of every tab that feeds a report, by the names of figures.json.

    A row belongs to the period of its day; a row of the stock to all periods after it, for a stock goes on. One whose
    day can't be read may belong to any.
    """
    return _count_of_frames(held_days, _list_frames(definition), period)


def count_held_of_all(held_days: Mapping[Tab, Sequence[date | None]], period: Period) -> dict[str, int]:
    """Count the held rows of every tab, as count_held does, for figures of all kinds."""
    return _count_of_frames(held_days, frozenset(Frame), period)


def _count_of_frames(
    held_days: Mapping[Tab, Sequence[date | None]], frames: Collection[Frame | None], period: Period
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


def _count_in(days: Sequence[date | None], period: Period) -> int:
    return sum(day is None or day in period for day in days)


def _count_until(days: Sequence[date | None], last_on: date) -> int:
    return sum(day is None or day <= last_on for day in days)
