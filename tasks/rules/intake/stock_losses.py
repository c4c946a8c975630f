"""What a reading would take away from the movements, counts and trainings in force.

Such rows have no time by which they could be known again, so that a row that was corrected looks like one that went
and another that came. What tells the two apart is what they say: a corrected row says nearly what it said, and the rows
of another program's tab don't.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from schemas.finding import HeldRow
from schemas.losses import Losses
from schemas.stored_row import Stored
from schemas.tabs import Tab
from tasks.rules.intake.fingerprint import Identity
from tasks.rules.intake.losses import count_codes

Load = Callable[[Sequence[Identity]], Mapping[Identity, Stored]]
"""Loads what the ledger says of some rows of the tab."""

Said = tuple[object, ...]
"""What a row says, field by field; the place of a row among its day's is the tab's, not the row's."""

PART_CORRECTED = 4
"""A correction changes one of so many columns, at least one: two of Inventory, one of Counts or Training."""


class StockRead(NamedTuple):
    """The rows of a tab as they were read, and what of it the ledger has."""

    accepted: Collection[Identity]
    """The rows that count in the ledger."""
    known: Collection[Identity]
    """All rows that it has of the tab."""
    found: Mapping[Identity, Stored]
    """What the tab's rows are now."""

    def list_removed(self) -> list[Identity]:
        """List the rows that counted and that the tab doesn't have as they were."""
        return [one for one in self.accepted if one not in self.found]

    def list_new(self) -> list[Stored]:
        """List what the rows are that the ledger doesn't know."""
        return [row for one, row in self.found.items() if one not in self.known]


def count_losses_of_stock(tab: Tab, read: StockRead, load: Load) -> Losses:
    """Count the rows of a stock tab that counted, and that are gone or would be held.

    Gone are those of which no new row says nearly what they said, and for which none came that is held, once the rows
    that were on hold have theirs. Of held rows with another text, as many were counted as came so and others went.

    Args:
        tab: which tab.
        read: its rows.
        load: loads what those said that are no longer there as they were.
    """
    held = {one: row.codes for one, row in read.found.items() if isinstance(row, HeldRow)}
    as_they_were = [codes for one, codes in held.items() if one in read.accepted]
    written_anew = [codes for one, codes in held.items() if one not in read.known]
    removed = read.list_removed()
    rewritten = written_anew[: len(removed)]
    these = as_they_were + rewritten
    return Losses(
        _count_gone(read, removed, load), 0, {}, len(these), count_codes(these, tab), rewritten_count=len(rewritten)
    )


def _count_gone(read: StockRead, removed: Sequence[Identity], load: Load) -> int:
    if not removed:
        return 0
    new = read.list_new()
    counted = [_list_said(row) for row in new if not isinstance(row, HeldRow)]
    corrected_count = count_corrected(map(_list_said, load(removed).values()), counted)
    corrected_held_count = sum(one not in read.found for one in read.known) - len(removed)
    others_count = len(counted) - corrected_count
    still_held_count = len(new) - len(counted) - max(0, corrected_held_count - others_count)
    return max(0, len(removed) - corrected_count - max(0, still_held_count))


def count_corrected(removed: Iterable[Said], new: Iterable[Said]) -> int:
    """Count the rows for which another came that says the same, or differs in few columns; each takes one at most.

    Args:
        removed: what rows said that are gone.
        new: what rows say that came.
    """
    gone, came = Counter(removed), Counter(new)
    before = gone.total()
    for left_out in _list_left_out(len(next(iter(gone), ()))):
        _strike_out(gone, came, left_out)
    return before - gone.total()


def _list_left_out(field_count: int) -> list[Collection[int]]:
    """List which columns may differ, fewest first."""
    most = max(1, field_count // PART_CORRECTED)
    return [some for count in range(most + 1) for some in combinations(range(field_count), count)]


def _strike_out(gone: Counter[Said], came: Counter[Said], left_out: Collection[int]) -> None:
    """Take rows out of both that are the same without some columns."""
    waiting: dict[Said, list[Said]] = {}
    for said in came.elements():
        waiting.setdefault(_leave_out(said, left_out), []).append(said)
    for said in [*gone.elements()]:
        if same := waiting.get(_leave_out(said, left_out)):
            came[same.pop()] -= 1
            gone[said] -= 1


def _leave_out(said: Said, left_out: Collection[int]) -> Said:
    return tuple(value for column, value in enumerate(said) if column not in left_out)


def _list_said(row: Stored) -> Said:
    return tuple(value for name, value in row.__dict__.items() if name != "day_order")
