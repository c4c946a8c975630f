"""What the ledger knows of the period of a review: figures, counts and orders, and what became of the reports."""

from collections.abc import Iterable, Mapping
from datetime import date

from schemas.due import Due, DueState
from schemas.figures import Measured, Number
from schemas.inventory import Count, Movement, MovementKind
from schemas.period import Period
from schemas.report import TableDefinition
from schemas.review import CountsEntered, MadeAgain, OrdersEntered, ReportTally
from schemas.settings import Unit
from schemas.tabs import Tab
from schemas.tracked import Tracked
from tasks.rules.reporting.figures import sum_earlier, tabulate_tracked
from tasks.rules.reporting.frames import PeriodFrames
from tasks.rules.reporting.measures import MEASURES
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.renamed import rename_table
from tasks.rules.reporting.tracked import was_tracked

_SHOWN_BY = {"unit": "distributions", "reason": "kits_distributed", "course": "personnel_trained"}
"""By grouping the measure that is shown by it."""


def sum_reviewed(ledger: PeriodFrames) -> dict[str, Measured]:
    """Sum every measure of the period; none where it was not tracked in it."""
    return sum_earlier(ledger, tuple(MEASURES))


def tabulate_reviewed(ledger: PeriodFrames, units: Iterable[Unit]) -> dict[str, dict[str, Number]]:
    """Sum by unit, as it is called today, by reason and course; what is not tracked is left out."""
    known = tuple(units)
    wanted = (TableDefinition(title=by, by=(by,), measures=(name,)) for by, name in _SHOWN_BY.items())
    return {
        table.title: {
            str(label): value for label, value in rename_table(table, known).rows if not isinstance(value, str)
        }
        for table in tabulate_tracked(ledger, wanted)
    }


def tally_reports(due: Iterable[Due], reviewed: Period) -> dict[str, ReportTally]:
    """Tally what became of each report that was owed for a period that ended within the one reviewed."""
    by_report: dict[str, list[Due]] = {}
    for one in due:
        if is_of_review(one.period, reviewed):
            by_report.setdefault(one.report, []).append(one)
    return {report: _tally(some) for report, some in by_report.items()}


def _tally(some: list[Due]) -> ReportTally:
    return ReportTally(
        owed=len(some),
        made=sum(one.is_made for one in some),
        handed_in=sum(one.state is DueState.FILED for one in some),
        mailed=sum(one.has_left and one.state is not DueState.FILED for one in some),
        overdue=sum(one.state is DueState.OVERDUE for one in some),
        never_made=sum(one.is_never_made for one in some),
    )


def is_of_review(period: str, reviewed: Period) -> bool:
    """Tell whether a report's period ended within the one reviewed."""
    return parse_period(period).last_on in reviewed


def list_made_again(made: Mapping[tuple[str, str, int], date], reviewed: Period) -> tuple[MadeAgain, ...]:
    """List the editions of reports of the reviewed period that were made after their first, in the order of days.

    Args:
        made: the day on which each edition was made, by report, period and number.
        reviewed: the period that is reviewed.
    """
    again = [
        MadeAgain(report, period, number, on)
        for (report, period, number), on in made.items()
        if number > 1 and is_of_review(period, reviewed)
    ]
    return tuple(sorted(again, key=lambda one: (one.made_on, one.report, one.period, one.edition)))


def list_periods_of(report: str, made: Iterable[tuple[str, str, int]], reviewed: Period) -> tuple[str, ...]:
    """List the periods within the one reviewed of which there is an edition of a report, in the order of their ends."""
    periods = {parse_period(period) for slug, period, _ in made if slug == report and is_of_review(period, reviewed)}
    return tuple(one.name for one in sorted(periods, key=lambda one: (one.last_on, one.first_on)))


def count_counts(counts: Iterable[Count], tracked: Tracked, reviewed: Period) -> CountsEntered | None:
    """Count the counts of a period, and at how many locations; none where counts were not tracked in it."""
    entered = {(count.location, count.counted_on) for count in counts if count.counted_on in reviewed}
    was_begun = tracked.first_days.get(Tab.COUNTS, date.min) <= reviewed.last_on
    if Tab.COUNTS not in tracked.tabs or not (entered or was_begun):
        return None
    return CountsEntered(len(entered), len({location for location, _ in entered}))


def count_orders(
    movements: Iterable[Movement], kits: frozenset[str], tracked: Tracked, reviewed: Period
) -> OrdersEntered | None:
    """Count the orders of kits of a period; none where the stock of kits was not tracked in it."""
    if not (Tab.INVENTORY in tracked.tabs and tracked.has_kit_stock):
        return None
    if not was_tracked("kits_on_order", tracked, reviewed.last_on):
        return None
    ordered = [
        one.quantity
        for one in movements
        if one.kind is MovementKind.ORDERED and one.item in kits and one.moved_on in reviewed
    ]
    return OrdersEntered(len(ordered), sum(ordered))
