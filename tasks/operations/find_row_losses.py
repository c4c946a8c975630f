"""What a reading would take away from the distributions in force, from the rows of the tab and of the ledger."""

from collections.abc import Callable, Collection, Mapping

from schemas.losses import Losses
from schemas.tabs import Cells
from tasks.rules.intake.fingerprint import Identity
from tasks.rules.intake.losses import KnownRow, NewRow, find_losses, lacks_name, list_unnamed
from tasks.rules.intake.sending_mark import Marker
from tasks.rules.intake.snapshot import Difference
from tasks.rules.intake.validate import ValidatedRow

LoadKnown = Callable[[Collection[Identity]], Mapping[Identity, KnownRow]]
"""Loads distributions in force as the ledger knows them."""


def find_row_losses(  # noqa: PLR0913 - what was read, what was known, and how the two are compared
    accepted: set[Identity],
    difference: Difference,
    read: Mapping[Identity, Cells],
    validated: Mapping[Identity, ValidatedRow],
    *,
    fields_changed: Collection[str],
    load_known: LoadKnown,
    mark: Marker,
) -> Losses | None:
    """Find how many distributions would be withdrawn, held or lose a name; none: nothing becomes of any.

    Args:
        accepted: the distributions in force.
        difference: which rows of the tab are new, and which are no longer there as they were.
        read: the cells of the rows that were read.
        validated: what they are now.
        fields_changed: the form's fields that only one of this reading and the last found asked.
        load_known: loads those that the losses are about.
        mark: marks the minute of a time.
    """
    gone = list(accepted & difference.removed)
    again = {one: row for one, row in validated.items() if one in accepted}
    held = [row for row in again.values() if not row.distribution]
    nameless = [one for one, row in again.items() if row.distribution and lacks_name(row)]
    if not gone and not held and not nameless:
        return None
    known = load_known([*gone, *nameless])
    unnamed = [codes for one in nameless if (codes := list_unnamed(known[one].distribution, again[one]))]
    new = {one: NewRow(cells, validated[one]) for one, cells in read.items() if one in difference.new}
    return find_losses({one: known[one] for one in gone}, new, held, mark, fields_changed, unnamed)
