"""What is to be done in the digest's words: how many things, how soon, and each with why and how."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple, Protocol, assert_never

from schemas.desk import CountDue, FilingDiffers, LowReported, ReviewDue, SilentUnit, TrainingDue, TrainingNotRecorded
from schemas.digest import DigestMessage
from schemas.due_reminder import DueReminder
from schemas.stock_actions import OrderUnknown, Urgency
from schemas.to_do import Duty, GatherCounts, GatherLot, StockNames, ToDo
from schemas.young_supply import YoungSupply
from tasks.messages.count_words import write_count_task, write_counts_task
from tasks.messages.due_words import write_reminder
from tasks.messages.duty_words import (
    TRAINING_NOT_RECORDED,
    write_filing,
    write_low_reported,
    write_review,
    write_silent_unit,
    write_training,
)
from tasks.messages.formatting import format_count, format_number, join_words
from tasks.messages.order_words import write_order_unknown, write_pars_too_low
from tasks.messages.stock_task_words import write_gather, write_task
from tasks.messages.task import Task

URGENCY_WORDS = {Urgency.TODAY: "today", Urgency.THIS_WEEK: "this week", Urgency.THIS_MONTH: "this month"}


class Told(Protocol):
    """What the words of anything to do need to know of the message or page that they stand in."""

    @property
    def made_at(self) -> datetime:
        """When it is made, at the agency."""
        ...

    @property
    def stock(self) -> StockNames:
        """What the words about the stock need."""
        ...

    @property
    def titles(self) -> Mapping[str, str]:
        """People's words for each report."""
        ...


class Due(NamedTuple):
    """What is to be done as soon as this."""

    words: str
    is_urgent: bool
    tasks: tuple[Task, ...]


def write_to_do(one: ToDo, message: Told) -> Task:
    """Put one thing to do into words."""
    if isinstance(one.about, Duty):
        return _write_duty(one.about, message)
    if isinstance(one.about, GatherLot):
        return write_gather(one.about.moves, message.stock)
    if isinstance(one.about, GatherCounts):
        return write_counts_task(one.about.counts)
    return write_task(one.about, message.stock)


def _write_duty(duty: Duty, message: Told) -> Task:
    match duty:
        case DueReminder():
            task = write_reminder(duty, message.titles[duty.due.report])
        case FilingDiffers():
            task = write_filing(duty, message.titles[duty.report])
        case LowReported():
            task = write_low_reported(duty)
        case CountDue():
            task = write_count_task(duty)
        case SilentUnit():
            task = write_silent_unit(duty)
        case TrainingDue():
            task = write_training(duty)
        case OrderUnknown() | YoungSupply():
            task = write_order_unknown(duty) if isinstance(duty, OrderUnknown) else write_pars_too_low(duty)
        case TrainingNotRecorded():
            task = TRAINING_NOT_RECORDED
        case ReviewDue():
            task = write_review(duty, message.made_at.date())
        case _ as never:
            assert_never(never)
    return task


def group_to_do(to_do: Sequence[ToDo], message: Told) -> tuple[Due, ...]:
    """Put into words what is to be done, together what is equally urgent."""
    return tuple(
        Due(
            URGENCY_WORDS[urgency].capitalize(),
            urgency is Urgency.TODAY,
            tuple(write_to_do(one, message) for one in some),
        )
        for urgency, some in groupby(to_do, key=lambda one: one.urgency)
    )


def write_first_action(message: DigestMessage) -> str:
    """Write the first action that is new, else the most urgent one; empty where nothing is to be done."""
    return write_to_do(message.news or message.to_do[0], message).action if message.to_do else ""


def count_to_do(to_do: Sequence[ToDo]) -> str:
    """Write how many things are to be done, and how soon; empty where nothing is."""
    if not to_do:
        return ""
    things = f"{format_count(len(to_do), 'thing')} to do"
    counts = [(URGENCY_WORDS[urgency], len([*some])) for urgency, some in groupby(to_do, lambda one: one.urgency)]
    if len(counts) == 1:
        return f"{things} {counts[0][0]}."
    return f"{things}: {join_words(tuple(f'{format_number(count)} {words}' for words, count in counts))}."
