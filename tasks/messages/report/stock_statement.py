"""The stock statement: opening stock, what came in and went out, closing stock, and whether that adds up."""

from datetime import date
from typing import NamedTuple

from schemas.figures import Number
from schemas.message import ReportMessage
from tasks.messages.formatting import format_count, format_number

MOVES = (
    ("kits_received", "Received", 1),
    ("kits_distributed", "Left behind", -1),
    ("kits_returned", "Returned", -1),
    ("kits_damaged", "Damaged", -1),
    ("kits_lost", "Lost", -1),
    ("kits_expired", "Expired", -1),
    ("kits_recalled", "Recalled", -1),
    ("kits_count_adjustment", "Corrected by counts", 1),
    ("kits_shortfall", "Left the shelf beyond the books", 1),
)
"""Transfers stand in no statement of the whole agency: what leaves one unit comes to another."""

STOCK = frozenset({"kits_on_hand_start", "kits_on_hand_end", *(measure for measure, _, _ in MOVES)})


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
    """The statement, if the report holds all of its figures."""
    measures = message.figures.measures
    if not measures.keys() >= STOCK:
        return None
    lines = tuple(Line(label, sign * measures[measure]) for measure, label, sign in MOVES)
    opening, closing = measures["kits_on_hand_start"], measures["kits_on_hand_end"]
    reckoned = opening + sum(line.kits for line in lines)
    known_until = min(message.last_on, message.read_at.date()) if message.figures.preliminary else message.last_on
    adds_up = reckoned == closing
    notes = (_sum_note(adds_up, reckoned, closing, measures), *_book_notes(measures))
    return Statement(message.first_on, opening, lines, known_until, closing, adds_up, notes)


def _sum_note(adds_up: bool, reckoned: Number, closing: Number, measures: dict[str, Number]) -> str:
    if not adds_up:
        return (
            f"The statement does not add up: it comes to {format_number(reckoned)}, and the ledger holds "
            f"{format_number(closing)}. Do not hand it in; this is a fault of the program."
        )
    if measures["kits_count_adjustment"] or measures["kits_shortfall"]:
        return "The statement adds up, with the corrections below."
    return "The statement adds up: every kit is accounted for."


def _book_notes(measures: dict[str, Number]) -> tuple[str, ...]:
    adjustment, shortfall = measures["kits_count_adjustment"], measures["kits_shortfall"]
    notes = []
    if adjustment:
        notes.append(
            f"Counts found, all in all, {format_count(abs(adjustment), 'kit')} {'more' if adjustment > 0 else 'fewer'} "
            f"than the books held."
        )
    if shortfall:
        notes.append(
            f"{format_count(shortfall, 'kit')} left the shelf that the books did not hold: a receipt or a transfer "
            f"is missing from the Inventory tab."
        )
    return tuple(notes)
