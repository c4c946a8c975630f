"""Reports on the desk: what was never made, what is to be handed in, and what comes next; each with its command."""

from datetime import date
from typing import NamedTuple

from schemas.desk_page import Desk
from schemas.due import NeverMade, ToHandIn
from tasks.messages.due_words import format_backfill_command, format_filed_command, name_periods, write_others
from tasks.messages.formatting import format_count, format_day, format_period


class Owed(NamedTuple):
    """A report to make or to hand in."""

    title: str
    period: str
    due: str
    is_overdue: bool
    what: str
    command: str
    note: str
    report_count: int


def list_owed(desk: Desk) -> list[Owed]:
    """List what was never made first, then what is made and to be handed in; what is overdue in a row is one."""
    return [
        *(_describe_never_made(one, desk) for one in desk.never_made),
        *(_describe_to_hand_in(one, desk) for one in desk.made),
    ]


def list_to_come(desk: Desk) -> tuple[str, ...]:
    """Say what comes next, and by when."""
    return tuple(
        f"{desk.titles[one.report]} for {format_period(one.period)}, due {format_day(one.due_on)}"
        for one in desk.to_come
    )


def _describe_never_made(one: NeverMade, desk: Desk) -> Owed:
    return Owed(
        desk.titles[one.report],
        name_periods(one),
        _write_due(one.due_on, desk.made_at.date()),
        one.is_overdue,
        "Never made. To make it:" if one.count == 1 else "Never made. To make them:",
        format_backfill_command(one),
        "",
        one.count,
    )


def _describe_to_hand_in(one: ToHandIn, desk: Desk) -> Owed:
    return Owed(
        desk.titles[one.report],
        name_periods(one),
        _write_due(one.due_on, desk.made_at.date()),
        one.is_overdue,
        "Made. Once you have handed it in:" if one.count == 1 else "Made. Once you have handed in the first:",
        format_filed_command(one),
        f"And {others}." if (others := write_others(one)) else "",
        one.count,
    )


def _write_due(due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days < 0:
        return f"{format_day(due_on)}, {format_count(-days, 'day')} ago"
    when = f"in {format_count(days, 'day')}" if days else "today"
    return f"{format_day(due_on)}, {when}"
