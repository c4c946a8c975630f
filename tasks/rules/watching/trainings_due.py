"""Of which units not everybody was trained, as the procedure's section "Training" asks, or not lately enough.

Everybody who takes part is to be trained in two subjects: the leave-behind program, and naloxone itself. Many agencies
teach the second elsewhere and record nothing of it here, so that it's held against a unit only where the unit records
it: not tracked is never 0. What is recorded are attendances, not people: where they are fewer than there are people,
somebody is missing for sure; where they aren't, nobody can say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from schemas.desk import TrainingDue
from schemas.inventory import Course, Training

REFRESHING = (Course.LEAVE_BEHIND, Course.REFRESHER)
"""Whoever took the program's own course lately needs no refresher."""


def list_trainings_due(
    trainings: Iterable[Training], people: Mapping[str, int], refreshed_since: date | None
) -> tuple[TrainingDue, ...]:
    """List the units of which somebody is to be trained; where most are missing comes first.

    Args:
        trainings: every row of the Training tab that counts, in no order.
        people: how many there are to be trained, by unit.
        refreshed_since: the first day of those on which a training still counts as fresh; none: it never goes stale.
    """
    of_unit: dict[str, list[Training]] = {unit: [] for unit in people}
    for one in trainings:
        of_unit.get(one.unit, []).append(one)
    due = [one for unit, some in of_unit.items() for one in _list_due(unit, people[unit], some, refreshed_since)]
    return tuple(sorted(due, key=lambda one: (one.trained - one.people, one.unit, one.is_of_naloxone)))


def _list_due(unit: str, people: int, held: Sequence[Training], refreshed_since: date | None) -> Iterator[TrainingDue]:
    """List what is due of a unit: the courses that it lacks; where it had the program's own one, the refresher."""
    given, of_program = _count(held, (Course.ADMINISTRATION,)), _count(held, (Course.LEAVE_BEHIND,))
    if any(one.course is Course.ADMINISTRATION for one in held):
        yield from _compare(TrainingDue(unit=unit, people=people, trained=given, is_of_naloxone=True))
    yield from _compare(TrainingDue(unit=unit, people=people, trained=of_program))
    if refreshed_since and of_program >= people:
        fresh = _count((one for one in held if one.trained_on >= refreshed_since), REFRESHING)
        yield from _compare(TrainingDue(unit=unit, people=people, trained=fresh, is_refresher=True))


def _compare(due: TrainingDue) -> Iterator[TrainingDue]:
    """Keep it where attendances are fewer than people."""
    if due.trained < due.people:
        yield due


def _count(held: Iterable[Training], courses: Sequence[Course]) -> int:
    """Count the attendances of some courses."""
    return sum(one.people for one in held if one.course in courses)
