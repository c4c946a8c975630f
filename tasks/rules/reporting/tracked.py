"""Which measures and groupings a program tracks (contract, section "lbn.toml": not tracked is never 0).

A measure rests on a tab, and may rest on a question of the form. A grouping rests on what its labels come from.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import assert_never

from schemas.finding import HeldDay
from schemas.inventory import Count, Movement, Training
from schemas.report import TableDefinition
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Tab
from schemas.tracked import Tracked
from tasks.rules.reporting.measures import MEASURES, Frame, Moment, find_frame
from tasks.rules.stock.flows import Flow
from tasks.rules.stock.kept_items import list_kits

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


def find_first_days(
    movements: Iterable[Movement],
    counts: Iterable[Count],
    trainings: Iterable[Training],
    held_counts: Iterable[HeldDay],
    settings: Settings,
) -> dict[Tab, date]:
    """Find the day of the first row of each tab from which measures come, of those of the stock the first of kits.

    A held count says too that counts are made; one without a day may be the first of all.
    """
    kits = list_kits(settings)
    days = {
        Tab.INVENTORY: [moved.moved_on for moved in movements if moved.item in kits],
        Tab.COUNTS: [count.counted_on for count in counts if count.item in kits],
        Tab.TRAINING: [training.trained_on for training in trainings],
    }
    days[Tab.COUNTS] += [held.on or date.min for held in held_counts]
    return {tab: min(some) for tab, some in days.items() if some}


def is_measure_tracked(name: str, tracked: Tracked) -> bool:
    """Tell whether a program keeps record of what a measure is summed from."""
    column, tabs = MEASURES[name].column, list_tabs_behind(name)
    if Tab.RESPONSES in tabs:
        return column not in _FIELDS or column in tracked.fields
    return all(_is_tab_tracked(tab, tracked) for tab in tabs)


def list_tabs_behind(name: str) -> tuple[Tab, ...]:
    """List the tabs without a row of which a measure is not tracked."""
    match MEASURES[name].source:
        case Frame.DISTRIBUTIONS:
            return (Tab.RESPONSES,)
        case Frame.TRAININGS:
            return (Tab.TRAINING,)
        case Flow.COUNT_ADJUSTMENT:
            return (Tab.INVENTORY, Tab.COUNTS)
        case Flow() | Moment() | Frame.ORDERS:
            return (Tab.INVENTORY,)
        case _ as never:
            assert_never(never)


def was_tracked(name: str, tracked: Tracked, until: date) -> bool:
    """Tell whether each tab behind a measure had a row by a day: else its 0 is of a time when nobody kept record."""
    return all(tracked.first_days.get(tab, date.min) <= until for tab in list_tabs_behind(name))


def is_grouping_tracked(name: str, tracked: Tracked) -> bool:
    """Tell whether a program keeps record of what a grouping's labels come from."""
    if name == "lot":
        return is_kit_stock_tracked(tracked)
    has_field = name not in _FIELD_OF or _FIELD_OF[name] in tracked.fields
    return has_field and (name not in _TAB_OF or _TAB_OF[name] in tracked.tabs)


def is_kit_stock_tracked(tracked: Tracked) -> bool:
    """Tell whether a program keeps record of its stock of kits: all measures of the stock are of kits."""
    return _is_tab_tracked(Tab.INVENTORY, tracked)


def _is_tab_tracked(tab: Tab, tracked: Tracked) -> bool:
    """Tell whether a tab says anything of what the measures are of: of the stock, those are of kits alone."""
    is_of_kits = {Tab.INVENTORY: tracked.has_kit_stock, Tab.COUNTS: tracked.has_kit_counts}
    return tab in tracked.tabs and is_of_kits.get(tab, True)


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
