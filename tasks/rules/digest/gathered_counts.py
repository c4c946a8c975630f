"""Shelves that are to be counted for the same reason are said as one thing; each is still known by itself.

So a message is gathered after it was decided what is news: whoever counts one of seven makes no news of the others.
"""

from collections.abc import Iterable

from schemas.desk import CountDue
from schemas.to_do import GatherCounts, ToDo


def gather_counts(to_do: Iterable[ToDo]) -> list[ToDo]:
    """Return what is to be done with counts that read the same but for the place as one, where the first stood."""
    together: dict[object, list[ToDo]] = {}
    for position, one in enumerate(to_do):
        together.setdefault(_find_reason(one) or position, []).append(one)
    return [_gather(some) for some in together.values()]


def _find_reason(one: ToDo) -> tuple[object, ...] | None:
    """Find why a shelf is to be counted; what isn't a count, or a large shortfall, stays by itself."""
    if not isinstance(one.about, CountDue) or one.about.is_large:
        return None
    due = one.about
    return one.urgency, due.days, due.shortfall_count, due.shortfall_kits, due.is_early


def _gather(some: list[ToDo]) -> ToDo:
    counts = tuple(one.about for one in some if isinstance(one.about, CountDue))
    return ToDo(urgency=some[0].urgency, about=GatherCounts(counts=counts)) if len(counts) > 1 else some[0]


def find_gathered(one: ToDo | None, gathered: Iterable[ToDo]) -> ToDo | None:
    """Find as what a thing to do is said: a count that was gathered, with the others."""
    for said in gathered:
        if one and isinstance(said.about, GatherCounts) and one.about in said.about.counts:
            return said
    return one
