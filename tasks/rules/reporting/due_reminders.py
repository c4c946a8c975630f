"""Which reports are to be made or handed in soon, or should have been, and how pressing each is.

A health department's report is done once a person has noted that it was handed in. The supplier's is done once its
message has left: nobody can know whether more than that was done. Of what was never made one reminder a report is
enough; what was made is named each, and what is overdue in a row together.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from schemas.due import Due, NeverMade, ToHandIn
from schemas.due_reminder import DueReminder
from schemas.stock_actions import Urgency
from tasks.rules.reporting.due import group_never_made, group_to_hand_in

DAYS_AHEAD = {Urgency.TODAY: 0, Urgency.THIS_WEEK: 7, Urgency.THIS_MONTH: 10}
"""So many days before its due day a report is of an urgency; what is overdue is of the first.

Who runs it once a week hears within the week before of all that is due by the next run.
"""

Newest = Mapping[tuple[str, str], int]
"""The number of the newest edition, by report and period."""


def find_due_urgency(due_on: date, today: date) -> Urgency | None:
    """Find how pressing it is that a report is due on a day; none: not yet."""
    days = (due_on - today).days
    return next((urgency for urgency, ahead in DAYS_AHEAD.items() if days <= ahead), None)


def list_due_reminders(due: Iterable[Due], newest: Newest, today: date) -> list[DueReminder]:
    """List what is to be said: of each report what was never made, and each that is to be handed in.

    Args:
        due: what has become of each report owed, in the order in which they are due.
        newest: the editions there are.
        today: the day at the agency.
    """
    listed = list(due)
    reminders = list(_remind([*group_never_made(listed), *group_to_hand_in(listed)], listed, newest, today))
    return sorted(reminders, key=lambda one: (one.urgency, one.due.due_on, one.due.report, one.never_made is None))


def _remind(
    groups: Iterable[NeverMade | ToHandIn], due: Iterable[Due], newest: Newest, today: date
) -> Iterator[DueReminder]:
    """Make one reminder of each group that is pressing; the period that is due first is the most."""
    by_name = {(one.report, one.period): one for one in due}
    for group in groups:
        urgency = find_due_urgency(group.due_on, today)
        if urgency is None:
            continue
        is_made, named = isinstance(group, ToHandIn), (group.report, group.first)
        yield DueReminder(
            due=by_name[named],
            urgency=urgency,
            days_left=(group.due_on - today).days,
            edition=newest.get(named) if is_made and group.count == 1 else None,
            never_made=group if isinstance(group, NeverMade) else None,
            to_hand_in=group if isinstance(group, ToHandIn) else None,
        )
