"""The stock statement: stock at the start, what was received, what left, stock at the end, and whether it adds up."""

from datetime import date
from typing import NamedTuple

from schemas.figures import Number
from schemas.message import ReportMessage
from tasks.messages.formatting import format_count, format_number

MOVES = (
    ("kits_received", "Received", 1),
    ("kits_distributed", "Distributed", -1),
    ("kits_returned", "Returned to supplier", -1),
    ("kits_damaged", "Damaged", -1),
    ("kits_lost", "Lost", -1),
    ("kits_expired", "Expired", -1),
    ("kits_recalled", "Recalled", -1),
    ("kits_count_adjustment", "Stock adjustment (physical count)", 1),
    ("kits_shortfall", "Stock discrepancy (shortfall)", 1),
)
"""Transfers are in no statement of the whole agency: what leaves one unit is received by another."""

STOCK = frozenset({"kits_on_hand_start", "kits_on_hand_end", *(measure for measure, _, _ in MOVES)})


NOT_NEEDED = frozenset({"kits_count_adjustment"})
"""Where nothing was ever counted, nothing was adjusted."""


class Line(NamedTuple):
    """One movement, in kits, with its sign."""

    label: str
    kits: Number


class Statement(NamedTuple):
    """Opening, movements and closing, in kits."""

    first_on: date
    opening: Number
    lines: tuple[Line, ...]
    last_on: date
    closing: Number
    adds_up: bool
    notes: tuple[str, ...]


def build_statement(message: ReportMessage) -> Statement | None:
    """Build the statement, if the report holds all of its figures."""
    measures = {name: value for name, value in message.figures.measures.items() if value is not None}
    if not measures.keys() >= STOCK - NOT_NEEDED:
        return None
    measures = dict.fromkeys(NOT_NEEDED, 0) | measures
    lines = tuple(Line(label, sign * measures[measure]) for measure, label, sign in MOVES)
    opening, closing = measures["kits_on_hand_start"], measures["kits_on_hand_end"]
    computed = opening + sum(line.kits for line in lines)
    known_until = min(message.last_on, message.read_at.date()) if message.figures.preliminary else message.last_on
    adds_up = computed == closing
    notes = (_sum_note(adds_up, computed, closing, measures), *_discrepancy_notes(measures))
    return Statement(message.first_on, opening, lines, known_until, closing, adds_up, notes)


def _sum_note(adds_up: bool, computed: Number, closing: Number, measures: dict[str, Number]) -> str:
    if not adds_up:
        return (
            f"The statement does not add up: it comes to {format_number(computed)}, but the ledger holds "
            f"{format_number(closing)}. Don't hand it in, and report this: it is an error in the program."
        )
    if measures["kits_count_adjustment"] or measures["kits_shortfall"]:
        return "The statement adds up, with the corrections explained below."
    return "The statement adds up: every kit is accounted for."


def _discrepancy_notes(measures: dict[str, Number]) -> tuple[str, ...]:
    adjustment, shortfall = measures["kits_count_adjustment"], measures["kits_shortfall"]
    notes = []
    if adjustment:
        more = "more kit" if adjustment > 0 else "fewer kit"
        notes.append(f"In all, counts found {format_count(abs(adjustment), more)} than the recorded stock.")
    if shortfall:
        notes.append(
            f"{format_count(shortfall, 'more kit')} went out than {'was' if shortfall == 1 else 'were'} recorded as "
            f"received: a receipt or a transfer is missing from the Inventory tab."
        )
    return tuple(notes)
