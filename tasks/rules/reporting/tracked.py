"""Which measures and groupings a program tracks (contract, section "lbn.toml": not tracked is never 0).

A measure rests on a tab, and may rest on a question of the form. A grouping rests on what its labels come from.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import assert_never

from schemas.report import TableDefinition
from schemas.tabs import COLUMNS, Tab
from schemas.tracked import Tracked
from tasks.rules.reporting.measures import MEASURES, Frame, Moment, find_frame
from tasks.rules.stock.flows import Flow

_FIELDS = frozenset(column.field for column in COLUMNS[Tab.RESPONSES])

_FIELD_OF = {"zip": "zip", "county": "zip", "borough": "zip", "jurisdiction": "jurisdiction"}
_FIELD_OF |= {"recipient": "recipient", "reason": "reason"}
"""The field of the form from which a grouping has its labels."""

_TAB_OF = {"course": Tab.TRAINING}
"""The tab from which a grouping has its labels, where that isn't the form's; lots are those of the stock of kits."""


_TRACKED_THOUGH_HELD = frozenset((Tab.RESPONSES, Tab.COUNTS))
"""Tabs of which 0 is true even if every row is held: nothing was counted so far, and no count adjusted the stock."""


def list_tabs_tracked(used: Collection[Tab], held: Collection[Tab]) -> frozenset[Tab]:
    """List the tabs that a program keeps record in: those with a row that counts, and some even if all are held.

    Args:
        used: the tabs of which a row counts.
        held: the tabs of which a row is held.
    """
    return frozenset(used) | (_TRACKED_THOUGH_HELD & frozenset(held))


def list_unusable_tabs(used: Collection[Tab], held: Collection[Tab]) -> tuple[Tab, ...]:
    """List the tabs other than the form's of which every row is held: what they are about isn't known, and isn't 0."""
    return tuple(tab for tab in Tab if tab in held and tab not in used and tab is not Tab.RESPONSES)


def is_measure_tracked(name: str, tracked: Tracked) -> bool:
    """Tell whether a program keeps record of what a measure is summed from."""
    measure = MEASURES[name]
    match measure.source:
        case Frame.DISTRIBUTIONS:
            return measure.column not in _FIELDS or measure.column in tracked.fields
        case Frame.TRAININGS:
            return Tab.TRAINING in tracked.tabs
        case Flow.COUNT_ADJUSTMENT:
            return is_kit_stock_tracked(tracked) and Tab.COUNTS in tracked.tabs and tracked.has_kit_counts
        case Flow() | Moment() | Frame.ORDERS:
            return is_kit_stock_tracked(tracked)
        case _ as never:
            assert_never(never)


def is_grouping_tracked(name: str, tracked: Tracked) -> bool:
    """Tell whether a program keeps record of what a grouping's labels come from."""
    if name == "lot":
        return is_kit_stock_tracked(tracked)
    has_field = name not in _FIELD_OF or _FIELD_OF[name] in tracked.fields
    return has_field and (name not in _TAB_OF or _TAB_OF[name] in tracked.tabs)


def is_kit_stock_tracked(tracked: Tracked) -> bool:
    """Tell whether a program keeps record of its stock of kits: all measures of the stock are of kits."""
    return Tab.INVENTORY in tracked.tabs and tracked.has_kit_stock


def list_tracked(definitions: Iterable[TableDefinition], tracked: Tracked) -> list[TableDefinition]:
    """List of some tables what a program tracks."""
    kept = (keep_tracked(definition, tracked) for definition in definitions)
    return [definition for definition in kept if definition]


def keep_tracked(definition: TableDefinition, tracked: Tracked) -> TableDefinition | None:
    """Keep of a table what a program tracks; nothing is left of it where a grouping, or every measure, isn't."""
    measures = [name for name in definition.measures if is_column_tracked(name, definition.by, tracked)]
    is_in_place = not any(is_grouping_tracked(name, tracked) for name in definition.only_without)
    if not measures or not is_in_place or not all(is_grouping_tracked(name, tracked) for name in definition.by):
        return None
    return definition.model_copy(update={"measures": tuple(measures)})


def is_column_tracked(name: str, by: Sequence[str], tracked: Tracked) -> bool:
    """Tell whether a measure by groupings is tracked; by some, what was distributed is known from the stock only."""
    is_of_stock = find_frame(name, tuple(by)) is Frame.LINES
    return is_measure_tracked(name, tracked) and (not is_of_stock or is_kit_stock_tracked(tracked) or "item" in by)
