"""A long time without a form, in words: the same question in every message and page."""

from datetime import date

from schemas.freshness import Silence
from tasks.messages.formatting import format_date, format_near_date


def ask_about_silence(silence: Silence, near: date) -> str:
    """Ask what the silence means: no kit left, or an export that isn't current.

    Args:
        silence: from which day to which no form came.
        near: a day whose year needs no saying.
    """
    since, until = (format_near_date(day, near) if day else None for day in (silence.since, silence.until))
    if since and until:
        return f"No form between {since} and {until}: are rows missing?"
    if since:
        return f"No form since {since}: is the export current?"
    if until:
        return f"No form before {until}: are rows missing?"
    return "No form has been read yet."


def state_silence(silence: Silence) -> str:
    """State the silence for readers outside: as a fact, and nothing asked."""
    if silence.since and silence.until:
        return (
            f"No distribution is recorded between {format_date(silence.since)} and {format_date(silence.until)}, "
            f"which is an unusually long time."
        )
    if silence.since:
        return f"No distribution is recorded after {format_date(silence.since)}."
    if silence.until:
        return f"No distribution is recorded before {format_date(silence.until)}."
    return "No distribution is recorded yet."


def write_silence_step(silence: Silence, command: str) -> str:
    """Say what to look at, and what to do if forms are missing; the command takes them into account."""
    since, until = silence.since, silence.until
    if since is None and until is None:
        return (
            "Open the form's answers. If there are any, check that source.responses in lbn.toml names the tab or file "
            f"that they are in, then run “{command}”."
        )
    after = f"after {format_date(since)}" if since else ""
    before = f"before {format_date(until)}" if until else ""
    return (
        f"Look in the form's answers for distributions {' and '.join(filter(None, (after, before)))}. If there are "
        f"any, export the answers again (source.responses in lbn.toml names the file or tab), then run “{command}”. "
        f"If no kit was left in that time, the figures are right."
    )
