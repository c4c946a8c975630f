"""What a reading of a tab changes in the ledger: a difference of two snapshots.

Rows are compared as a whole set, by identity: which are new, which were removed. That is exact under edits, deletions,
sorting, double taps and reruns; following row numbers or timestamps is not.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from schemas.tabs import Tab
from tasks.errors import OperationError
from tasks.rules.intake.fingerprint import Identity

FEW_WITHDRAWALS = 5
SHARE_OF_WITHDRAWALS = 0.02

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
    return Difference(new, known - now, len(now) - len(new))


class Replacement(NamedTuple):
    """Versions of rows to remove from what is in force in the ledger, and versions to add."""

    removed: list[Identity]
    added: list[Identity]


def plan_replacement(stored: Mapping[Identity, Value], wanted: Mapping[Identity, Value]) -> Replacement:
    """Plan what to remove and what to add so that `wanted` is in force; equal values stay untouched."""
    removed = [identity for identity, value in stored.items() if wanted.get(identity) != value]
    added = [identity for identity, value in wanted.items() if stored.get(identity) != value]
    return Replacement(removed, added)


def check_losses(tab: Tab, count_in_force: int, withdrawn_count: int, found_count: int) -> None:
    """Stop a sync that would lose many distributions: a wrong file or a cleared tab is likelier than that.

    Raises:
        OperationError: the tab is empty, or more than max(5, 2 %) of the distributions in force are gone.
    """
    go_on = "Nothing was changed. If this is as it should be, run `lbn ingest --accept-withdrawals`."
    if not found_count and count_in_force:
        msg = (
            f"The tab {tab.value} has no rows; the ledger holds {count_in_force}. "
            f"Check that it is the right file and that its rows are still there. {go_on}"
        )
        raise OperationError(msg)
    most = max(FEW_WITHDRAWALS, SHARE_OF_WITHDRAWALS * count_in_force)
    if tab is Tab.RESPONSES and withdrawn_count > most:
        msg = (
            f"{withdrawn_count} of the {count_in_force} distributions in force are no longer in the tab {tab.value}; "
            f"at most {int(most)} at once are taken for corrections. {go_on}"
        )
        raise OperationError(msg)
