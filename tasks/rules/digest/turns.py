"""When the digest is said, and when it's said again.

Once a week, with the first run of the week, it says all that a person has to look at,
1. when a matter is new or worse than it was said to be;
2. when something is still to be done today or this week;
3. when all that was said is done: an all-clear says so once.

Else it's not said: a state of affairs that has not changed, and that can wait, is never said twice. A shelf that lasts
for weeks is filled when a digest comes for another reason, and makes none by itself; so are one or two kits moved or
offered that expire in months.

On any other day only what can't wait until then is said, by itself: what is to be done today, or a report due within
three days, where it is new or worse. The very first digest of a program says all at once, on whatever day.

What was said is kept for each matter: how urgent it was, and in which bands. A matter that is done is forgotten, and so
is an urgency that has passed: if either comes back, that is news. A band is remembered for as long as there's something
to do, for days of supply go up and down by one without anything having happened.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from tasks.rules.digest.matters import Levels, Matter, read_levels, write_levels
from tasks.rules.stock.levels import Level

NOTHING = ""
"""What the all-clear says, as it's kept."""

ALL_DONE = "0:0.0.0.0"
"""Kept where all that was said is done, and the week's digest still has to say so."""


class Turn(StrEnum):
    """What is said now."""

    SILENT = "silent"
    URGENT = "urgent"
    """Only what is to be done today."""
    WHOLE = "whole"


class Decision(NamedTuple):
    """What is said now, and what counts as said from now on."""

    turn: Turn
    state: str
    news: int | None = None
    """The position of the first matter that is new or worse; none where all of it was said before."""


def is_first_of_week(today: date, *days: date | None) -> bool:
    """Return whether none of the days, such as that of the last run, is in this week, which begins on Monday."""
    monday = today - timedelta(days=today.weekday())
    return all(day is None or day < monday for day in days)


def decide_digest(matters: Sequence[Matter], said: str | None, *, is_weekly: bool) -> Decision:
    """Decide what of the matters is to be said.

    Args:
        matters: all of them, the most urgent first.
        said: what of the last digest still counts as said; none if there was never one.
        is_weekly: whether this is the first run of a week.
    """
    known = read_levels(said or NOTHING)
    counting = [matter for matter in matters if matter.makes_mail]
    news = [position for position, matter in enumerate(matters) if matter.makes_mail and _is_news(matter, known)]
    if is_weekly or said is None:
        if _is_due(counting, news, said):
            return Decision(Turn.WHOLE, _write_said(counting), next(iter(news), None))
    elif urgent := [position for position in news if matters[position].is_urgent]:
        told = _forget_what_passed(matters, known) | {one.thing: one.level for one in matters if one.is_urgent}
        return Decision(Turn.URGENT, write_levels(told), urgent[0])
    still_said = write_levels(_forget_what_passed(matters, known))
    return Decision(Turn.SILENT, still_said or (ALL_DONE if said else NOTHING))


def _is_due(matters: Sequence[Matter], news: Sequence[int], said: str | None) -> bool:
    """Return whether a week's digest has anything to say."""
    if not matters:
        return bool(said)
    return bool(news) or any(matter.is_pressing for matter in matters)


def _is_news(matter: Matter, known: Levels) -> bool:
    return matter.thing not in known or matter.level.is_worse_than(known[matter.thing])


def _forget_what_passed(matters: Sequence[Matter], known: Levels) -> dict[str, Level]:
    """Return what of what was said still counts as said."""
    return {one.thing: known[one.thing].forget_what_passed(one.level) for one in matters if one.thing in known}


def _write_said(matters: Sequence[Matter]) -> str:
    return write_levels({one.thing: one.level for one in matters})
