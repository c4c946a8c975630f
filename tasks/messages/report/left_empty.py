"""A question that forms left empty: what is summed from it may be more, for that isn't the answer 0."""

from schemas.message import ReportMessage
from tasks.messages.formatting import format_count
from tasks.messages.report.held import note_held


def note_empty(measure: str, message: ReportMessage) -> str | None:
    """Write behind a figure how many forms left its question empty: 3 forms left it empty.

    Other eyes are not told how many: so few may be a group too small to show.
    """
    if measure not in message.left_empty or message.figures.measures.get(measure) is None:
        return None
    return f"{count_empty(message.left_empty[measure])} left it empty"


def count_empty(count: int | None) -> str:
    """Write a number of forms, or that it isn't told."""
    return "some forms" if count is None else format_count(count, "form")


def note_figure(measure: str, message: ReportMessage) -> str | None:
    """Write behind a figure what it lacks."""
    notes = (note_held(measure, message.figures, message.earlier_held), note_empty(measure, message))
    return ", ".join(note for note in notes if note) or None


def list_empty(message: ReportMessage) -> list[str]:
    """Say in a sentence for each figure that it counts empty answers as none; nothing where every form has one."""
    return [
        say_left_empty(message.measure_titles[name], count)
        for name, count in message.left_empty.items()
        if note_empty(name, message)
    ]


def say_left_empty(title: str, count: int | None) -> str:
    """Say that so many forms, or some, left the question of a measure empty."""
    return f"{title}: {count_empty(count)} left the question empty, which does not mean none."
