"""What is owed, in words: what was never made and what is to be handed in, each with its day and its command."""

from collections.abc import Iterable, Sequence

from schemas.due import Due, NeverMade, ToHandIn
from schemas.due_reminder import DueReminder
from schemas.lost_editions import LostEditions
from schemas.months_left_out import MonthsLeftOut
from schemas.period import Period
from tasks.messages.formatting import format_count, format_date, format_day, format_period, join_words
from tasks.messages.task import Task

MOST_NAMED = 2
"""Of so many periods after the first each is named; of more the first and the last of them."""


def format_backfill_command(one: NeverMade) -> str:
    """Write the command that makes all of a report that was never made."""
    return f"lbn backfill {' '.join(find_backfill_months(one))} --report {one.report}"


def find_backfill_months(one: NeverMade | LostEditions) -> tuple[str, str]:
    """Find the first and the last month of these periods."""
    return f"{Period.from_name(one.first).first_on:%Y-%m}", f"{Period.from_name(one.last).last_on:%Y-%m}"


def format_periods(one: NeverMade | ToHandIn) -> str:
    """Write for which periods: 2026-01, or 2026-01 to 2026-09 (9 reports)."""
    return one.first if one.count == 1 else f"{one.first} to {one.last} ({format_count(one.count, 'report')})"


def name_periods(one: NeverMade | ToHandIn) -> str:
    """Write the same as people say it: January 2026 to September 2026 (9 reports)."""
    first, last = format_period(one.first), format_period(one.last)
    return first if one.count == 1 else f"{first} to {last} ({format_count(one.count, 'report')})"


def format_due_never_made(one: NeverMade) -> str:
    """Write by when the first of them was, or is, to be handed in."""
    if one.is_overdue:
        return f"overdue since {format_date(one.due_on)}"
    return f"{'due' if one.count == 1 else 'the first due'} {format_date(one.due_on)}"


def describe_months_left_out(left_out: Iterable[MonthsLeftOut]) -> list[str]:
    """Say of which months of a backfill nothing is made, and why: a sentence each."""
    return [f"Left out{f' of {one.report}' if one.report else ''}: {_say_why_left_out(one)}." for one in left_out]


def _say_why_left_out(one: MonthsLeftOut) -> str:
    first, last = format_period(one.first), format_period(one.last)
    months, are_not = (first, "isn't") if first == last else (f"{first} to {last}", "aren't")
    if not one.report:
        return f"{months}, which {are_not} over"
    if not one.is_over:
        return f"{months}, for {format_period(one.period)} isn't over"
    ends_in = format_period(f"{Period.from_name(one.period).last_on:%Y-%m}")
    return f"{months}, for {format_period(one.period)} ends in {ends_in}, which wasn't asked for"


def write_reminder(reminder: DueReminder, title: str) -> Task:
    """Say what is due, by when, and what to do: make it, or hand in its newest edition and note that.

    Args:
        reminder: of which report and period.
        title: the report's title.
    """
    if never_made := reminder.never_made:
        due = format_due_never_made(never_made)
        return Task(
            f"Make: {title}, {name_periods(never_made)}",
            f"{'It was never' if never_made.count == 1 else 'None of them was'} made, {due}.",
            f"“{format_backfill_command(never_made)}” makes {'it' if never_made.count == 1 else 'them'}. What was "
            "handed in on paper is noted with “lbn filed”.",
        )
    return _write_to_hand_in(reminder, title)


def _write_to_hand_in(reminder: DueReminder, title: str) -> Task:
    one, count = reminder.due, reminder.to_hand_in.count if reminder.to_hand_in else 1
    periods = name_periods(reminder.to_hand_in) if reminder.to_hand_in else format_period(one.period)
    edition = f", edition {reminder.edition}" if reminder.edition else ""
    return Task(
        f"Hand in: {title}, {periods}{edition}",
        f"{'It' if count == 1 else 'The first'} {_format_when_due(reminder)}.",
        f"Once you have: “{format_filed_command(one)}”{_name_others(reminder.to_hand_in)}.",
    )


def format_filed_command(one: Due | ToHandIn) -> str:
    """Write the command that notes that a report was handed in; of several, the first."""
    return f"lbn filed {one.report} {one.first if isinstance(one, ToHandIn) else one.period}"


def write_others(one: ToHandIn) -> str:
    """Say with which other periods the command is to be given: the same with 2026-02; empty where there is one only."""
    if len(one.others) > MOST_NAMED:
        return f"the same with each of {one.others[0]} to {one.others[-1]}"
    return f"the same with {join_words(one.others)}" if one.others else ""


def _name_others(one: ToHandIn | None) -> str:
    return f", and {others}" if one and (others := write_others(one)) else ""


def _format_when_due(reminder: DueReminder) -> str:
    """Write when it is, or was, due."""
    due_on, days = reminder.due.due_on, reminder.days_left
    if days < 0:
        return f"was due on {format_date(due_on)}, {format_count(-days, 'day')} ago"
    return f"is due {format_day(due_on)}" if days else "is due today"


def list_due_lines(never_made: Sequence[NeverMade], to_hand_in: Sequence[ToHandIn]) -> list[str]:
    """List what “lbn status” says of all that is owed, however many periods that are."""
    missing = [
        f"{one.report} {format_periods(one)}, never made, {format_due_never_made(one)}: {format_backfill_command(one)}"
        for one in never_made
    ]
    return [*missing, *map(_write_line, to_hand_in)]


def _write_line(one: ToHandIn) -> str:
    due = f"overdue since {format_date(one.due_on)}" if one.is_overdue else f"due {format_date(one.due_on)}"
    what = "it" if one.count == 1 else "the first"
    command = f"{format_filed_command(one)}{_name_others(one)}"
    return f"{one.report} {format_periods(one)}, made, {due}; once you have handed {what} in: {command}"
