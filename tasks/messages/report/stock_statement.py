"""The stock statement: stock at the start, what was received, what left, stock at the end, and whether it adds up."""

from datetime import date
from typing import NamedTuple

from schemas.figures import Number
from schemas.message import ReportMessage
from tasks.messages.formatting import format_count, format_number, write_are, write_were
from tasks.messages.report.held import count_held, count_held_earlier
from tasks.messages.report.stock_measures import MOVES, STOCK

NOT_NEEDED = frozenset({"kits_count_adjustment"})
"""Where nothing was ever counted, nothing was adjusted."""

_WHERE_TO_LOOK = (
    "look for a receipt or a transfer that isn't in the Inventory tab, and for forms whose unit or lot isn't known"
)
"""What mostly lies behind a shortfall; the figures don't tell which."""


class Line(NamedTuple):
    """One movement, in kits, with its sign."""

    label: str
    kits: Number


class Statement(NamedTuple):
    """Opening, movements and closing, in kits; notes for the coordinator, and for readers outside."""

    first_on: date
    opening: Number
    lines: tuple[Line, ...]
    last_on: date
    closing: Number
    adds_up: bool
    notes: tuple[str, ...]
    paper_notes: tuple[str, ...]


def build_statement(message: ReportMessage) -> Statement | None:
    """Build the statement, if the report holds all of its figures and the program tracks them."""
    measures = {name: value for name, value in message.figures.measures.items() if value is not None}
    if not measures.keys() >= STOCK - NOT_NEEDED:
        return None
    lines = tuple(Line(label, sign * measures[measure]) for measure, label, sign in MOVES if measure in measures)
    measures = dict.fromkeys(NOT_NEEDED, 0) | measures
    opening, closing = measures["kits_on_hand_start"], measures["kits_on_hand_end"]
    computed = opening + sum(line.kits for line in lines)
    known_until = min(message.last_on, message.read_at.date()) if message.figures.preliminary else message.last_on
    notes, paper_notes = (
        _notes(computed, closing, lines, measures, message, has_advice=has_advice) for has_advice in (True, False)
    )
    adds_up = computed == closing
    return Statement(message.first_on, opening, lines, known_until, closing, adds_up, notes, paper_notes)


def _notes(
    computed: Number,
    closing: Number,
    lines: tuple[Line, ...],
    measures: dict[str, Number],
    message: ReportMessage,
    *,
    has_advice: bool,
) -> tuple[str, ...]:
    """Say whether it adds up and what was corrected; what to do about it only where advice is wanted."""
    if computed != closing:
        comes_to, holds = format_number(computed), format_number(closing)
        wrong = f"The statement does not add up: it comes to {comes_to}, but the ledger holds {holds}."
        return (f"{wrong} Don't hand it in, and report this: it is an error in the program." if has_advice else wrong,)
    return (
        _sum_note(lines, measures, message),
        *_adjustment_notes(measures["kits_count_adjustment"]),
        *_shortfall_notes(measures["kits_shortfall"], has_advice=has_advice),
    )


def _sum_note(lines: tuple[Line, ...], measures: dict[str, Number], message: ReportMessage) -> str:
    """Say that it adds up; that every kit is accounted for only where no row of the stock is held."""
    held = count_held(message.figures, ("held", "inventory", "counts")) + count_held_earlier(
        message.figures, message.earlier_held
    )
    if held:
        rows = format_count(held, "record")
        return f"The statement adds up as recorded; {rows} {write_are(held)} not included in it."
    if measures["kits_count_adjustment"] or measures["kits_shortfall"]:
        return "The statement adds up, with the corrections explained below."
    if not any(line.kits for line in lines):
        return "The statement adds up; there were no movements."
    return "The statement adds up: every kit is accounted for."


def _adjustment_notes(adjustment: Number) -> list[str]:
    if not adjustment:
        return []
    more = "more kit" if adjustment > 0 else "fewer kit"
    return [f"In all, counts found {format_count(abs(adjustment), more)} than the recorded stock."]


def _shortfall_notes(shortfall: Number, *, has_advice: bool) -> list[str]:
    if not shortfall:
        return []
    said = f"{format_count(shortfall, 'more kit')} went out than {write_were(shortfall)} recorded as received"
    return [f"{said}: {_WHERE_TO_LOOK}." if has_advice else f"{said}."]
