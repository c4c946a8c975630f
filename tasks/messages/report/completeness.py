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
    others = bool(count_held(message.figures))
    said = [
        _write_held_in_period(message),
        *([describe_held_earlier(earlier, message.figures.period, are_others_held=others)] if earlier else []),
        *_list_lacking_before(message, "row", "on hold"),
    ]
    return " ".join(said)


def _list_lacking_before(message: ReportMessage, one: str, where: str) -> list[str]:
    rows, before = _count_lacking_before(message), message.before_period
    return [f"Figures of {format_period(before)} lack {format_count(rows, one)} {where}."] if rows and before else []


def _count_lacking_before(message: ReportMessage) -> int:
    """Count the held rows of the period before, where it is shown; those of its stock count with this period, too."""
    return sum(message.before_excluded.get(name, 0) for name in ("held", "training"))


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
    none = "No row of the period is held" if _has_others_held(message) else "No rows are held"
    if message.silence:
        return f"{none}. Whether all forms have been read is the question at the top."
    if not has_distributions(message):
        return f"{none}, and there are no distributions in the period."
    return f"{none}: every distribution in the period that was read is counted."


def _has_others_held(message: ReportMessage) -> bool:
    """Tell whether rows are held that the stock, or the figures of the period before, lack."""
    return bool(count_held_earlier(message.figures, message.earlier_held) or _count_lacking_before(message))


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
    said = [_write_not_included_in_period(message)]
    if earlier:
        them = "it" if earlier == 1 else "them"
        records = f"{format_count(earlier, 'record')} from before {format_period(message.figures.period)}"
        said.append(f"{records} {write_are(earlier)} still being checked: kits in stock don't include {them}.")
    return " ".join([*said, *_list_lacking_before(message, "record", "still being checked")])


def _write_not_included_in_period(message: ReportMessage) -> str:
    rows = count_held(message.figures)
    if not rows:
        of_period = " of the period" if _has_others_held(message) else ""
        return f"No record{of_period} that was read is left out."
    verb = "is still being checked and is" if rows == 1 else "are still being checked and are"
    return f"{format_count(rows, 'record')} {verb} not included."
