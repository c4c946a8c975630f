"""What is to be done in the digest's words: how many things, how soon, and each with why and how."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from schemas.desk import CountDue, FilingDiffers, HandIn, ReviewDue, SilentUnit, ToDo, TrainingDue
from schemas.digest import DigestMessage
from schemas.stock_actions import Urgency
from tasks.messages.digest.duty_tasks import write_duty_task
from tasks.messages.formatting import format_count, format_number, join_words
from tasks.messages.stock_task_words import write_task
from tasks.messages.task import Task

URGENCY_WORDS = {Urgency.TODAY: "today", Urgency.THIS_WEEK: "this week", Urgency.THIS_MONTH: "this month"}
_DUTIES = (HandIn, FilingDiffers, CountDue, SilentUnit, TrainingDue, ReviewDue)


class Due(NamedTuple):
    """What is to be done as soon as this."""

    words: str
    is_urgent: bool
    tasks: tuple[Task, ...]


def write_to_do(one: ToDo, message: DigestMessage) -> Task:
    """Put one thing to do into words."""
    if isinstance(one.about, _DUTIES):
        return write_duty_task(one.about, message.titles)
    return write_task(one.about, message.stock)


def group_to_do(to_do: Sequence[ToDo], message: DigestMessage) -> tuple[Due, ...]:
    """Put into words what is to be done, together what is equally urgent."""
    return tuple(
        Due(
            URGENCY_WORDS[urgency].capitalize(),
            urgency is Urgency.TODAY,
            tuple(write_to_do(one, message) for one in some),
        )
        for urgency, some in groupby(to_do, key=lambda one: one.urgency)
    )


def count_to_do(to_do: Sequence[ToDo]) -> str:
    """Write how many things are to be done, and how soon."""
    things = f"{format_count(len(to_do), 'thing')} to do"
    counts = [(URGENCY_WORDS[urgency], len([*some])) for urgency, some in groupby(to_do, lambda one: one.urgency)]
    if len(counts) == 1:
        return f"{things} {counts[0][0]}."
    return f"{things}: {join_words(tuple(f'{format_number(count)} {words}' for words, count in counts))}."
