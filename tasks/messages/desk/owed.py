"""Reports on the desk: what was never made, what is to be handed in, and what comes next; each with its command."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from schemas.desk_page import Desk
from schemas.due import Due, NeverMade
from tasks.messages.due_words import format_backfill_command, name_periods_never_made
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
    """List them: what was never made first, then of each report the newest that is to be handed in."""
    return [*(_describe_never_made(one, desk) for one in desk.never_made), *_list_made(desk)]


def list_to_come(desk: Desk) -> tuple[str, ...]:
    """Say what comes next, and by when."""
    return tuple(
        f"{desk.titles[one.report]} for {format_period(one.period)}, due {format_day(one.due_on)}"
        for one in desk.to_come
    )


def _describe_never_made(one: NeverMade, desk: Desk) -> Owed:
    return Owed(
        desk.titles[one.report],
        name_periods_never_made(one),
        _write_due(one.due_on, desk.made_at.date()),
        one.is_overdue,
        "Never made. To make it:" if one.count == 1 else "Never made. To make them:",
        format_backfill_command(one),
        "",
        one.count,
    )


def _list_made(desk: Desk) -> Iterator[Owed]:
    """List of each report the newest; earlier ones may have been handed in, too, and nobody noted it."""
    today = desk.made_at.date()
    for report in dict.fromkeys(one.report for one in desk.made):
        made = [one for one in desk.made if one.report == report]
        yield Owed(
            desk.titles[report],
            format_period(made[-1].period),
            _write_due(made[-1].due_on, today),
            made[-1].due_on < today,
            "Made. Once you have handed it in:",
            f"lbn filed {report} {made[-1].period}",
            _count_earlier(made),
            1,
        )


def _count_earlier(made: list[Due]) -> str:
    """Say how many before it aren't noted either."""
    earlier = len(made) - 1
    return f"{format_count(earlier, 'earlier one')} not noted as handed in either." if earlier else ""


def _write_due(due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days < 0:
        return f"{format_day(due_on)}, {format_count(-days, 'day')} ago"
    when = f"in {format_count(days, 'day')}" if days else "today"
    return f"{format_day(due_on)}, {when}"
