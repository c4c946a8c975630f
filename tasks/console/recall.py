"""What `lbn recall` says: where a lot is, where it went, and the rows to enter."""

from collections.abc import Iterator, Mapping
from datetime import date

from schemas.recall import GivenOut, LotTrace, Recall
from tasks.console.account import format_section
from tasks.messages.formatting import format_count, format_date, format_period, write_are
from tasks.messages.lot_words import NONE_GIVEN_OUT, UNKNOWN_LOTS, describe_missing, describe_unfound

NEXT = (
    "Take these off the shelf today and keep them apart from all others. Then enter one row for each location in the "
    "Inventory tab, with the day on which they left:"
)


def summarize_recall(recall: Recall, nouns: Mapping[str, str], as_of: str, today: date) -> str:
    """Say of each item with this lot where it is and went, and the rows to enter; first how new that is.

    Args:
        recall: where the lot is and went.
        nouns: what one of each item is called; one that lbn.toml no longer has goes by its code.
        as_of: how new the ledger is, in words.
        today: the day of the rows to enter.
    """
    found = ("\n".join(_list_lines(one, nouns.get(one.item, one.item), today)) for one in recall.traces)
    return "\n".join([as_of, *_list_doubts(recall), "\n\n".join(found)])


def _list_doubts(recall: Recall) -> Iterator[str]:
    """List what the trace may lack: rows and forms that can't be used until fixed."""
    if recall.held_count:
        rows = format_count(recall.held_count, "row")
        yield f"{rows} of the Inventory and Counts tabs can't be used until fixed: look there for this lot, too."
    if recall.held_forms:
        forms = f"{format_count(recall.held_forms, 'form')} {write_are(recall.held_forms)}"
        yield f"{forms} held, and not counted until fixed: kits of this lot may have been given out by them, too."


def _list_lines(trace: LotTrace, noun: str, today: date) -> list[str]:
    expires = f", last day {format_date(trace.expires)}" if trace.expires else ""
    head = f"Lot {trace.lot} ({trace.item}{expires}): {format_count(trace.received_count, noun)} received."
    noted = "A recall of this lot is recorded; no unit is told to use it." if trace.is_recalled else ""
    lines = [head, *([noted] if noted else []), *_list_on_shelf(trace, noun, today), *_list_given_out(trace, noun)]
    gone = [f"{movement}: {format_count(count, noun)}" for movement, count in trace.gone]
    unfound = [words] if (words := describe_unfound(trace, noun)) else []
    return [*lines, *format_section("Left otherwise", gone), *unfound]


def _list_on_shelf(trace: LotTrace, noun: str, today: date) -> list[str]:
    """List where it is and the rows that take it off; or that none is left."""
    if not trace.on_shelf:
        return ["None is left on any shelf, by the recorded stock. Look at the cartons all the same."]
    held = [f"{one.location}: {format_count(one.on_hand, noun)}" for one in trace.on_shelf]
    are_doubtful = trace.most_on_shelf < trace.on_shelf_count
    lot = f"{trace.item}, {trace.lot}"
    rows = [
        f"{today}, recalled, {lot}, , {'what you find' if are_doubtful else one.on_hand}, {one.location},"
        for one in trace.on_shelf
    ]
    missing = [words] if (words := describe_missing(trace, noun)) else []
    titles = "Date, Movement, Item, Lot, Expires, Quantity, From, To"
    return [*format_section("On the shelf", held), *missing, NEXT, f"  {titles}", *(f"  {row}" for row in rows)]


def _list_given_out(trace: LotTrace, noun: str) -> list[str]:
    """List to where it went: by unit and month, for whoever follows it up."""
    if not trace.given_out:
        return [NONE_GIVEN_OUT]
    by_unit: dict[str, list[GivenOut]] = {}
    for one in trace.given_out:
        by_unit.setdefault(one.unit, []).append(one)
    lines = [
        f"{unit}: {format_count(sum(one.quantity for one in some), noun)} "
        f"({', '.join(f'{format_period(one.month)}: {one.quantity}' for one in some)})"
        for unit, some in by_unit.items()
    ]
    return [*format_section("Given out", lines), UNKNOWN_LOTS]
