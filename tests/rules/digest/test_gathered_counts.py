"""Shelves to count for the same reason are one thing to do."""

from datetime import date
from typing import Any

from schemas.desk import CountDue, ReviewDue
from schemas.stock_actions import MoveKits, Urgency
from schemas.to_do import GatherCounts, GatherLot, ToDo
from tasks.rules.digest.gathered_counts import find_gathered, gather_counts
from tasks.rules.digest.matters import find_matter
from tests.support.builders_notices import a_move


def count(location: str, days: int | None = 94, **more: Any) -> ToDo:
    """A shelf that is to be counted this month."""
    due = CountDue(location=location, last_counted_on=None, days=days, **{"shortfall_count": 0, "on_hand": 7} | more)
    return ToDo(urgency=Urgency.THIS_MONTH, about=due)


REVIEW = ToDo(urgency=Urgency.THIS_MONTH, about=ReviewDue(reviewed_on=date(2025, 11, 1), due_on=date(2026, 11, 1)))


def list_locations(to_do: list[ToDo]) -> list[list[str]]:
    """The locations of each thing to do; none where nothing is to be counted."""
    counts = [one.about.counts if isinstance(one.about, GatherCounts) else (one.about,) for one in to_do]
    return [[one.location for one in some if isinstance(one, CountDue)] for some in counts]


def test_what_reads_the_same_is_one_thing():
    to_do = [count("K9"), count("Jail", None), REVIEW, count("Patrol", on_hand=3), count("Harbor", is_early=True),
             count("Traffic", shortfall_count=1), count("Marine", None)]  # fmt: skip
    assert list_locations(gather_counts(to_do)) == [["K9", "Patrol"], ["Jail", "Marine"], [], ["Harbor"], ["Traffic"]]
    assert gather_counts([REVIEW, count("K9")]) == [REVIEW, count("K9")]
    assert gather_counts([]) == []


def test_the_news_is_said_with_the_others():
    gathered = gather_counts([count("K9"), count("Patrol"), REVIEW])
    assert find_gathered(count("Patrol"), gathered) == gathered[0]
    assert find_gathered(REVIEW, gathered) == REVIEW
    assert find_gathered(None, gathered) is None


def test_gathered_counts_are_known_by_their_locations():
    one, other = (gather_counts([count("K9"), count(location)])[0] for location in ("Patrol", "Jail"))
    assert find_matter(one).thing != find_matter(other).thing
    assert not find_matter(one).is_pressing
    lot = MoveKits(urgency=Urgency.THIS_MONTH, **a_move(lot=None, reason="aging").model_dump())
    gathered = ToDo(urgency=Urgency.THIS_MONTH, about=GatherLot(moves=(lot, lot)))
    assert find_matter(gathered).thing != find_matter(one).thing
