"""What is to be done beside the stock in words: each thing with its action first, then why, then how."""

from collections.abc import Mapping
from typing import assert_never

from schemas.desk import CountDue, Duty, FilingDiffers, HandIn, ReviewDue, SilentUnit, TrainingDue
from tasks.messages.formatting import format_count, format_date, format_number, format_period
from tasks.messages.task import Task


def write_duty_task(duty: Duty, titles: Mapping[str, str]) -> Task:
    """Put one thing to do into words; `titles` are people's words for the reports."""
    match duty:
        case HandIn():
            return _hand_in(duty, titles)
        case FilingDiffers():
            return _hand_in_again(duty, titles)
        case CountDue():
            return _count(duty)
        case SilentUnit():
            return _ask(duty)
        case TrainingDue():
            return _train(duty)
        case ReviewDue():
            return _review(duty)
        case _ as never:
            assert_never(never)


def _hand_in(report: HandIn, titles: Mapping[str, str]) -> Task:
    """Tell of a report that is due; of one that is overdue in the past."""
    due = "was due" if report.is_overdue else "is due"
    command = f"{report.report} {report.period}"
    made = (
        f"Edition {report.edition} is ready to be handed in."
        if report.edition
        else f"It was never made: “lbn report {command}” makes it."
    )
    return Task(
        f"Hand in: {titles[report.report]}, {format_period(report.period)}",
        f"It {due} on {format_date(report.due_on)}. {made}",
        f"Once it has been handed in, note that with “lbn filed {command}”.",
    )


def _hand_in_again(report: FilingDiffers, titles: Mapping[str, str]) -> Task:
    before = f"Edition {report.filed_edition} was handed in" if report.filed_edition else "It was handed in on paper"
    kits = f", with {_write_difference(report.kits)}" if report.kits else ""
    return Task(
        f"Hand in again: {titles[report.report]}, {format_period(report.period)}",
        f"{before}, and edition {report.newest_edition} was made since{kits}.",
        f"Once it has been handed in, note that with “lbn filed {report.report} {report.period}”.",
    )


def _write_difference(kits: int) -> str:
    return f"{format_count(abs(kits), 'kit')} {'more' if kits > 0 else 'fewer'}"


def _count(shelf: CountDue) -> Task:
    last = (
        f"The last count was {format_count(shelf.days, 'day')} ago"
        if shelf.days is not None
        else "It was never counted"
    )
    short = (
        f"; on {format_count(shelf.shortfall_count, 'day')} since, more went out than was recorded as there"
        if shelf.shortfall_count
        else ""
    )
    return Task(
        f"Count the shelf at {shelf.location}",
        f"{last}{short}.",
        "“lbn sheet counts” makes a sheet to print. Enter what you counted in the Counts tab.",
    )


def _ask(unit: SilentUnit) -> Task:
    usual = format_count(unit.usual_days, "day")
    return Task(
        f"Ask {unit.unit} whether forms are missing",
        f"{unit.unit} has sent no form for {format_count(unit.days, 'day')}; usually one comes every {usual}.",
        "If kits were distributed, have the forms filled in now, each with the day of the distribution.",
    )


def _train(unit: TrainingDue) -> Task:
    missing = unit.people - unit.trained
    what = "refresh the training of" if unit.is_refresher else "train"
    since = " in the time that lbn.toml sets" if unit.is_refresher else ""
    return Task(
        f"{what.capitalize()} {format_count(missing, 'person', 'people')} at {unit.unit}",
        f"{format_number(unit.trained)} of {format_number(unit.people)} attended{since}, as the Training tab has it.",
        "Record each course in the Training tab: numbers only, no names.",
    )


def _review(review: ReviewDue) -> Task:
    return Task(
        f"Review the procedure by {format_date(review.due_on)}",
        f"It was last reviewed on {format_date(review.reviewed_on)}.",
        "“lbn report program-review” with the year makes the figures for it. Then set procedure.reviewed in lbn.toml.",
    )
