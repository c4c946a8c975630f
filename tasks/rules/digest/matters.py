"""What the digest is about: each matter that a person has to look at, by what it's known, and how bad it is.

A matter is known from one day to the next by a digest of what it's about, so that what was said once is recognized and
nothing about a row or a place is kept for it.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from schemas.desk import CountDue, FilingDiffers, LowReported, ReviewDue, SilentUnit, TrainingDue, TrainingNotRecorded
from schemas.due_reminder import DueReminder
from schemas.stock_actions import (
    AskOrder,
    MoveKits,
    MoveReason,
    OfferBack,
    OrderUnknown,
    Restock,
    StockAction,
    Urgency,
)
from schemas.to_do import Duty, GatherCounts, GatherLot, ToDo
from schemas.young_supply import YoungSupply
from tasks.rules.stock.levels import Level, digest_about, digest_thing, find_level, find_rank

COUNT_AGAIN_DAYS = 90
"""A shelf that is still not counted after so many more days is said again."""

MOST_STAGES = 9
"""Of a training one more for each doubling of those who lack it: 1, 2 to 3, 4 to 7 and so on."""

CLOSE_DAYS = 3
"""A report due in so many days is said once more, on whatever day that is."""

_KNOWN_BY_KIND = {TrainingNotRecorded: "record trainings", OrderUnknown: "order unknown"}

WORTH_A_DIGEST = 3
"""Fewer kits to move or to offer, months before they expire, are said in a digest that comes for another reason."""


class Matter(NamedTuple):
    """Something a person has to look at."""

    thing: str
    level: Level
    may_be_repeated: bool = True
    makes_mail: bool = True
    """Whether a digest is sent for it; else it's only said in one that is sent anyway."""
    is_close: bool = False
    """Whether its day comes before the next week's digest may."""

    @property
    def is_urgent(self) -> bool:
        """Whether it's to be done today, or its day is close: it's said on any day."""
        return self.is_close or self.level.urgency >= find_rank(Urgency.TODAY)

    @property
    def is_pressing(self) -> bool:
        """Whether it's to be done this week or sooner: while it is, it's said every week."""
        return self.may_be_repeated and self.level.urgency >= find_rank(Urgency.THIS_WEEK)


Levels = Mapping[str, Level]
"""For each thing, known by its digest, how bad it is."""


def find_matter(to_do: ToDo) -> Matter:
    """Find by what a thing to do is known, and how bad it is."""
    about, stage = to_do.about, 0
    known_by: tuple[str, ...]
    match about:
        case DueReminder():
            return _find_report_matter(about, to_do.urgency)
        case FilingDiffers():
            known_by = ("hand in again", about.report, about.period, str(about.newest_edition))
        case CountDue():
            known_by = ("count", about.location, str(about.last_counted_on))
            stage = min((about.days or 0) // COUNT_AGAIN_DAYS, MOST_STAGES)
        case SilentUnit() | LowReported():
            known_by = _know_unit(about)
        case TrainingDue():
            known_by = ("train", about.unit, str(about.is_refresher), str(about.is_of_naloxone))
            stage = min((about.people - about.trained).bit_length(), MOST_STAGES)
        case TrainingNotRecorded() | OrderUnknown():
            known_by = (_KNOWN_BY_KIND[type(about)],)
        case YoungSupply():
            known_by = ("pars too low", *(() if about.are_all_too_low else (one.unit for one in about.units)))
        case ReviewDue():
            known_by = ("review", str(about.reviewed_on))
        case GatherLot() | GatherCounts():
            known_by = _know_gathered(about)
        case _:
            return Matter(digest_thing(about), find_level(about), _may_be_repeated(about), _makes_mail(about))
    matter = _make_matter(to_do.urgency, *known_by, stage=stage)
    return matter._replace(may_be_repeated=_may_be_repeated(about), makes_mail=_makes_mail(about))


def _know_gathered(about: GatherLot | GatherCounts) -> tuple[str, ...]:
    if isinstance(about, GatherLot):
        return ("gather", about.moves[0].item, about.moves[0].lot or "", about.moves[0].destination)
    return ("counts", *(one.location for one in about.counts))


def _find_report_matter(about: DueReminder, urgency: Urgency) -> Matter:
    """Find it for a report, which is worse within a few days of its due day, and once that has passed."""
    stage = (about.days_left <= CLOSE_DAYS) + (about.days_left < 0)
    known_by = ("hand in", about.due.report, about.to_hand_in.last if about.to_hand_in else about.due.period)
    if about.never_made:  # who won't make reports of years ago need not hear of them every week
        known_by = ("never made", about.due.report, "")
    matter = _make_matter(urgency, *filter(None, known_by), stage=stage)
    return matter._replace(may_be_repeated=not about.never_made, is_close=bool(stage))


def _know_unit(about: SilentUnit | LowReported) -> tuple[str, ...]:
    if isinstance(about, SilentUnit):
        return ("silent", about.unit, str(about.last_on))
    return ("low reported", about.unit, str(about.reported_on))


def _may_be_repeated(about: StockAction | GatherLot | GatherCounts | Duty) -> bool:
    """Return whether a thing is said every week while it is pressing."""
    match about:
        case Restock():  # nothing can be brought now: it is said when the shelf gets worse
            return about.urgency is not Urgency.THIS_WEEK or bool(about.fills or about.from_central)
        case YoungSupply():
            return False
        case LowReported() | AskOrder():  # an officer's report that no record answers; a supplier who lets wait
            return False
        case MoveKits() | GatherLot():  # a quiet shelf that was emptied may be meant to stay so
            move = about if isinstance(about, MoveKits) else about.moves[0]
            return move.reason is not MoveReason.SHELF or move.urgency is not Urgency.TODAY
        case _:
            return True


def _makes_mail(about: StockAction | GatherLot | GatherCounts | Duty) -> bool:
    """Return whether a digest is sent for something that is to be done."""
    match about:
        case Restock():
            return not about.can_wait
        case MoveKits() | OfferBack():
            return about.quantity >= WORTH_A_DIGEST or about.urgency is not Urgency.THIS_MONTH
        case CountDue():
            return not about.is_early
        case GatherLot():
            kits = sum(move.quantity for move in about.moves)
            return kits >= WORTH_A_DIGEST or about.moves[0].urgency is not Urgency.THIS_MONTH
        case _:
            return True


def list_said_matters(said: Iterable[str], urgency: Urgency) -> list[Matter]:
    """List matters that are known by their own words; they're said once, for nothing about them gets worse."""
    return [_make_matter(urgency, words)._replace(may_be_repeated=False) for words in said]


def _make_matter(urgency: Urgency, *about: str, stage: int = 0) -> Matter:
    return Matter(digest_about(*about), Level(find_rank(urgency), 0, stage, 0))


def write_levels(levels: Levels) -> str:
    """Return levels as they are kept, `digest:2.0.3.1` for each thing."""
    return " ".join(f"{thing}:{'.'.join(map(str, level))}" for thing, level in sorted(levels.items()))


def read_levels(state: str) -> dict[str, Level]:
    """Return what `write_levels` wrote; what an earlier version wrote says nothing of single things."""
    things = (written.partition(":") for written in state.split() if ":" in written)
    return {thing: Level(*map(int, numbers.split("."))) for thing, _, numbers in things}
