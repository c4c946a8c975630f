"""The notice of a recall, a page for each location: what to look for, and what to do with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from schemas.labels import CENTRAL, UNASSIGNED
from schemas.recall import LotTrace, Recall
from schemas.settings import Settings
from tasks.messages.formatting import format_count, format_date, format_number, format_period, join_words
from tasks.messages.item_words import name_items
from tasks.messages.long_words import break_in_cell
from tasks.messages.lot_words import NONE_GIVEN_OUT, UNKNOWN_LOTS, describe_missing
from tasks.messages.sheets.count_sheet import is_counted
from tasks.messages.sheets.page import Block, Fields, Grid, Note, Page, Remark, Steps, build_sheets

DO_NOT = "Do not give out, use, lend, throw away or return any of this lot, whatever its last day is."
HEADS = ("Item", "Lot", "Last day", "By the record", "Found")
WIDTHS = (3.0, 1.4, 1.4, 1.2, 1.2)
LOOK = (
    "Look in every shelf, cabinet, bag and car, and compare the lot on each carton and kit, letter by letter. Look "
    "also where none is recorded, and write 0 where you find nothing."
)
SET_APART = (
    "Put all of it into a box that closes, away from all other kits, and write on the box: RECALLED, DO NOT GIVE OUT, "
    "and the lot."
)
FEWER = "If fewer were found than recorded, the Counts tab gets a row, too: this lot, counted 0."
FEWER_UNCOUNTED = "If fewer were found than recorded, one more row says that the others are lost."


def build_recall_notice(recall: Recall, settings: Settings, today: date, read_on: date) -> dict[str, Any] | None:
    """Build the document of a recall: a page for each location that has or had the lot; none where none had.

    What is recorded is that of the day of the last reading.
    """
    lot = recall.traces[0].lot
    pages = [_build_page(name, recall, settings, today) for name in _list_locations(recall)]
    if not pages:
        return None
    return build_sheets(f"Recall of lot {lot}", settings.agency.name, f"As read on {format_date(read_on)}", pages)


def _list_locations(recall: Recall) -> list[str]:
    """List where any of it was; what was given out by nobody knows whom was on nobody's shelf."""
    found = dict.fromkeys(name for trace in recall.traces for name in trace.locations if name != UNASSIGNED)
    return list(found)


def _build_page(location: str, recall: Recall, settings: Settings, today: date) -> Page:
    traces = [trace for trace in recall.traces if location in trace.locations]
    names = {item.code: item.name for item in settings.items}
    lead = f"Lot {traces[0].lot} is being recalled, and {location} has or had some of it. Look for it today."
    return Page(
        f"Recall of lot {traces[0].lot}: {location}",
        lead,
        (
            Note(DO_NOT),
            Grid("What to look for", HEADS, WIDTHS, tuple(_list_cells(location, one, names) for one in traces)),
            *_list_missing(location, traces, settings),
            Fields(("Looked on (date)", "By (role or initials)", "Time")),
            Steps(f"At {location}", _list_steps_there(settings)),
            Steps("For the coordinator", _list_steps_after(location, traces, settings, today)),
            *(block for trace in traces for block in _list_given_out(location, trace, settings)),
        ),
    )


def _list_missing(location: str, traces: Sequence[LotTrace], settings: Settings) -> list[Block]:
    """Say where the record has more of a lot on this shelf than there may be."""
    nouns = name_items(settings.items)
    there = [one for one in traces if any(shelf.location == location for shelf in one.on_shelf)]
    said = (describe_missing(one, nouns.get(one.item, one.item)) for one in there)
    return [Remark(words) for words in said if words]


def _list_cells(location: str, trace: LotTrace, names: Mapping[str, str]) -> tuple[str, ...]:
    recorded = sum(one.on_hand for one in trace.on_shelf if one.location == location)
    expires = format_date(trace.expires) if trace.expires else "see carton"
    lot = break_in_cell(trace.lot)
    return (names.get(trace.item, trace.item), lot, expires, format_number(recorded), "")


def _list_steps_there(settings: Settings) -> tuple[str, ...]:
    coordinator = join_words(tuple(settings.agency.coordinator))
    return LOOK, SET_APART, f"Write above how many were found, and hand this page back: {coordinator}."


def _list_steps_after(location: str, traces: Sequence[LotTrace], settings: Settings, today: date) -> tuple[str, ...]:
    rows = join_words(
        tuple(f"{today}, recalled, {one.item}, {one.lot}, the quantity found, From {location}" for one in traces)
    )
    fewer = FEWER if is_counted(settings) else FEWER_UNCOUNTED
    is_recorded = any(one.location == location for trace in traces for one in trace.on_shelf)
    return (
        f"Unless none was found, enter in the Inventory tab: {rows}.{f' {fewer}' if is_recorded else ''}",
        "The maker's recall notice says what becomes of the box.",
    )


def _list_given_out(location: str, trace: LotTrace, settings: Settings) -> list[Block]:
    given = [one for one in trace.given_out if one.unit == location]
    if not given:  # Central gives none out
        return [] if location == CENTRAL else [Remark(NONE_GIVEN_OUT)]
    total = format_count(sum(one.quantity for one in given), name_items(settings.items).get(trace.item, trace.item))
    rows = tuple((format_period(one.month), format_number(one.quantity)) for one in given)
    title = f"Given out from here: {total}"
    return [Grid(title, ("Month", "How many"), (1, 1), rows), Remark(UNKNOWN_LOTS)]
