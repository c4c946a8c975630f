"""Whether an edition is complete, in words.

The coordinator is told where held rows are and what to do; readers outside only how many there are.
"""

from schemas.message import ReportMessage
from tasks.messages.formatting import format_count
from tasks.messages.report.held import count_held, list_held_by_tab
from tasks.messages.report.sentences import is_for_public
from tasks.messages.silence_words import state_silence


def write_held(message: ReportMessage) -> str:
    """Say how many rows are not in the figures, and what to do."""
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
    if message.silence:
        return "No rows are held. Whether all forms have been read is the question at the top."
    if not has_distributions(message):
        return "No rows are held, and there are no distributions in the period."
    return "No rows are held: every distribution in the period that was read is counted."


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
    """Say to readers outside how many records the figures lack."""
    rows = count_held(message.figures)
    if not rows:
        return "No record that was read is left out."
    verb = "is still being checked and is" if rows == 1 else "are still being checked and are"
    return f"{format_count(rows, 'record')} {verb} not included."
