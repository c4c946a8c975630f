"""What a reading of a tab changes in the ledger: a difference of two snapshots.

Rows are compared as a whole set, by identity: which are new, which were removed. That is exact under edits, deletions,
sorting, double taps and reruns; following row numbers or timestamps is not.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from tasks.rules.intake.fingerprint import Identity

Value = TypeVar("Value", bound=Hashable)


class Difference(NamedTuple):
    """Rows by what a reading says of them."""

    new: set[Identity]
    removed: set[Identity]
    unchanged_count: int


def compare_snapshots(known: set[Identity], found: Iterable[Identity]) -> Difference:
    """Compare what is in force with what the tab holds now."""
    now = set(found)
    new = now - known
    same_count = len(now) - len(new)
    return Difference(new, known - now if same_count < len(known) else set(), same_count)


class Replacement(NamedTuple):
    """Versions of rows to remove from what is in force in the ledger, and versions to add."""

    removed: list[Identity]
    added: list[Identity]


def plan_replacement(stored: Mapping[Identity, Value], wanted: Mapping[Identity, Value]) -> Replacement:
    """Plan what to remove and what to add so that `wanted` is in force; equal values stay untouched."""
    if not stored:
        return Replacement([], list(wanted))
    removed = [identity for identity, value in stored.items() if wanted.get(identity) != value]
    added = [identity for identity, value in wanted.items() if stored.get(identity) != value]
    return Replacement(removed, added)
