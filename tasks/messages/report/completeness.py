"""Whether an edition is complete, in words.

The coordinator is told where held rows are and what to do; readers outside only how many there are.
"""

from schemas.message import ReportMessage
from tasks.messages.formatting import format_count, format_period, write_are
from tasks.messages.report.held import count_held, count_held_earlier, describe_held_earlier, list_held_by_tab
from tasks.messages.report.sentences import is_for_public
from tasks.messages.silence_words import state_silence


def write_held(message: ReportMessage) -> str:
    """Say how many rows are not in the figures, and what to do; of earlier ones, that only the stock lacks them."""
    earlier = count_held_earlier(message.figures, message.earlier_held)
    said = _write_held_in_period(message)
    if not earlier:
        return said
    others = bool(count_held(message.figures))
    return f"{said} {describe_held_earlier(earlier, message.figures.period, are_others_held=others)}"


def _write_held_in_period(message: ReportMessage) -> str:
    rows = count_held(message.figures)
    if not rows:
        return _write_none_held(message)
    verb, they = ("is", "it is") if rows == 1 else ("are", "they are")
    return (
        f"{format_count(rows, 'row')} {verb} held and not counted: {list_held_by_tab(message.figures.excluded)}. "
        f"needs-attention.csv in the program folder says where {they} and what to do. Once fixed, {they} counted by "
        f"the next run; if that changes a figure, a new edition follows."
    )


def _write_none_held(message: ReportMessage) -> str:
    """Say that nothing is left out only where there is something, and no doubt that all of it was read."""
    none = (
        "No rows are held"
        if not count_held_earlier(message.figures, message.earlier_held)
        else "No row of the period is held"
    )
    if message.silence:
        return f"{none}. Whether all forms have been read is the question at the top."
    if not has_distributions(message):
        return f"{none}, and there are no distributions in the period."
    return f"{none}: every distribution in the period that was read is counted."


def has_distributions(message: ReportMessage) -> bool:
    """Tell whether any distribution is known of the period."""
    measures = message.figures.measures
    return any(measures.get(name) for name in ("distributions", "kits_distributed", "nyc_units_distributed"))


def write_silence(message: ReportMessage) -> str | None:
    """State a silence to readers outside, as a fact; to the public without the days of distributions around it."""
    if message.silence is None:
        return None
    if is_for_public(message):
        return "For an unusually long time no distribution is recorded."
    return state_silence(message.silence)


def write_not_included(message: ReportMessage) -> str:
    """Say to readers outside how many records the figures lack, and how many earlier ones the stock lacks."""
    earlier = count_held_earlier(message.figures, message.earlier_held)
    said = _write_not_included_in_period(message)
    if not earlier:
        return said
    them = "it" if earlier == 1 else "them"
    records = f"{format_count(earlier, 'record')} from before {format_period(message.figures.period)}"
    return f"{said} {records} {write_are(earlier)} still being checked: kits in stock don't include {them}."


def _write_not_included_in_period(message: ReportMessage) -> str:
    rows = count_held(message.figures)
    if not rows:
        of_period = " of the period" if count_held_earlier(message.figures, message.earlier_held) else ""
        return f"No record{of_period} that was read is left out."
    verb = "is still being checked and is" if rows == 1 else "are still being checked and are"
    return f"{format_count(rows, 'record')} {verb} not included."
