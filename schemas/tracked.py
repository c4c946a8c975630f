"""What a program keeps a record of: whatever rests on anything else is not tracked, and that is not zero."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from schemas.tabs import COLUMNS, Tab


class Tracked(NamedTuple):
    """The tabs that have rows, and the form's fields that are asked and answered."""

    tabs: frozenset[Tab]
    fields: frozenset[str]
    has_kit_stock: bool = True
    """Whether a row of the Inventory tab is of kits; strips alone say nothing of them."""
    has_kit_counts: bool = True
    """Whether a row of the Counts tab is of kits, likewise."""
    first_days: Mapping[Tab, date] = MappingProxyType({})
    """The day of each tab's first row, of kits where it's of the stock; a tab that isn't in it may be of any time."""


EVERYTHING = Tracked(frozenset(Tab), frozenset(column.field for column in COLUMNS[Tab.RESPONSES]))
"""What a program tracks that has every tab and asks every question."""
