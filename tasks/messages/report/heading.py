"""What a mail program shows of an edition before it is opened: what to check first, then what it is."""

from schemas.message import ReportMessage
from tasks.messages.formatting import format_day, format_period, format_span
from tasks.messages.report.doubts import list_doubts
from tasks.messages.report.sentences import has_begun, is_for_public, write_first_figure, write_result

MOST_DOUBTS = 2
"""A subject that says more is cut off by the inbox; the mail begins with all of them."""


def write_subject(message: ReportMessage) -> str:
    """Write the subject: what to check first, report, period, and which edition replaces which."""
    figures = message.figures
    doubts = " ".join(doubt.short for doubt in list_doubts(message)[:MOST_DOUBTS])
    loud = "PRELIMINARY: " if figures.preliminary else ""
    edition = f" (edition {figures.edition}, replaces edition {figures.supersedes})" if figures.supersedes else ""
    said = f"{loud}{message.definition.title}, {format_period(figures.period)}{edition}"
    return f"[Naloxone] {f'{doubts} ' if doubts else ''}{said}"


def write_preheader(message: ReportMessage) -> str:
    """Write what a mail program shows beside the subject: what to check first, main figure, days, due date."""
    doubts = "".join(f"{doubt.sentence} " for doubt in list_doubts(message))
    days = format_span(message.first_on, message.last_on)
    if not has_begun(message):
        return f"{write_result(message)} {days}."
    due = "" if is_for_public(message) else f" Due {format_day(message.due_on)}."
    return f"{doubts}{write_first_figure(message)}. {days}.{due}"
