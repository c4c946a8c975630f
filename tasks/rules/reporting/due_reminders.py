"""Which reports are to be made or handed in soon, or should have been, and how pressing each is.

A health department's report is done once a person has noted that it was handed in. The supplier's is done once its
message has left: nobody can know whether more than that was done. Of each report one reminder is enough, however many
periods it is about.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from schemas.due import NEVER_MADE, Due, DueState
from schemas.due_reminder import DueReminder
from schemas.report import Audience, ReportDefinition
from schemas.stock_actions import Urgency
from tasks.rules.reporting.due import group_never_made

DAYS_AHEAD = {Urgency.TODAY: 0, Urgency.THIS_WEEK: 3, Urgency.THIS_MONTH: 10}
"""So many days before its due day a report is of an urgency; what is overdue is of the first."""


class Made(NamedTuple):
    """What the ledger knows of the editions made, by report and period."""

    newest: Mapping[tuple[str, str], int]
    """The number of the newest edition."""
    has_left: Collection[tuple[str, str]]
    """Those of which the message of an edition has left."""


def find_due_urgency(due_on: date, today: date) -> Urgency | None:
    """Find how pressing it is that a report is due on a day; none: not yet."""
    days = (due_on - today).days
    return next((urgency for urgency, ahead in DAYS_AHEAD.items() if days <= ahead), None)


def is_open(due: Due, made: Made, definitions: Mapping[str, ReportDefinition]) -> bool:
    """Tell whether something is still to be done about a report: to make it, or to hand it in and note that."""
    if due.state is not DueState.MADE:
        return due.state in NEVER_MADE
    is_statutory = definitions[due.report].audience is Audience.STATUTORY
    return is_statutory or (due.report, due.period) not in made.has_left


def list_due_reminders(
    due: Iterable[Due], made: Made, definitions: Mapping[str, ReportDefinition], today: date
) -> list[DueReminder]:
    """List what is to be said: of each report what was never made, and the newest one that is to be handed in.

    Args:
        due: what has become of each report owed, in the order in which they are due.
        made: the editions there are.
        definitions: of all reports that may be owed.
        today: the day at the agency.
    """
    groups: dict[tuple[str, bool], list[Due]] = {}
    for one in (one for one in due if is_open(one, made, definitions)):
        groups.setdefault((one.report, one.state in NEVER_MADE), []).append(one)
    reminders = [reminder for some in groups.values() for reminder in _remind(some, made, today)]
    return sorted(reminders, key=lambda one: (one.urgency, one.due.due_on, one.due.report, one.never_made is None))


def _remind(due: Sequence[Due], made: Made, today: date) -> Iterator[DueReminder]:
    """Make one reminder of some periods of a report, where any is pressing; the one that is due first is the most."""
    urgency = find_due_urgency(due[0].due_on, today)
    if urgency is None:
        return
    never_made = next(iter(group_never_made(due)), None)
    pressing = [one for one in due if find_due_urgency(one.due_on, today) is not None]
    named = due[0] if never_made else pressing[-1]
    yield DueReminder(
        due=named,
        urgency=urgency,
        days_left=(named.due_on - today).days,
        edition=None if never_made else made.newest.get((named.report, named.period)),
        never_made=never_made,
        earlier_count=0 if never_made else len(pressing) - 1,
    )
