"""What `lbn status` and `lbn filed` say: first how new the data is and what fails, then what is due, then the rest."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

import typer

from schemas.delivery import Unsent
from schemas.desk import Duties
from schemas.due import Filed
from schemas.failure import FailingStatus
from schemas.outcome import EditionStatus, Status
from tasks.console.account import format_section
from tasks.console.outbox_words import describe_in_outbox
from tasks.console.register import list_register_lines
from tasks.console.stock_glance import TITLE as STOCK_TITLE
from tasks.console.terminal import tell
from tasks.console.unsent import describe_former, describe_unsent
from tasks.messages.as_of_words import format_as_of
from tasks.messages.closing_words import describe_closed
from tasks.messages.due_words import list_due_lines
from tasks.messages.duty_words import format_filing, list_duty_tasks
from tasks.messages.formatting import format_count, format_date, format_number, format_time
from tasks.messages.held_words import HELD_ROWS, list_held_rows
from tasks.messages.lost_words import describe_lost
from tasks.rules.reporting.due import group_never_made, group_to_hand_in
from tasks.rules.reporting.periods import parse_period
from tasks.rules.watching.clock import is_behind, is_made_too_early
from tasks.rules.watching.failures import LONGEST_PAUSE

NEWEST = 12
"""Editions that are listed: the older ones lie in reports/, as all do."""

MOST_DUTIES = 12
"""Things to do beside the stock that are listed."""

HOURS = int(LONGEST_PAUSE.total_seconds() // 3600)


def describe_status(
    state: Status,
    unsent: Sequence[Unsent] = (),
    today: date = date.max,
    silence: str = "",
    former: Sequence[str] = (),
    stock: Sequence[str] = (),
) -> str:
    """Say where the program stands; messages that have not left are shown until someone has dealt with them."""
    attention = Counter(f"{item.tab}: {item.code}" for item in state.attention)
    due_lines = list_due_lines(group_never_made(state.due), group_to_hand_in(state.due))
    return "\n".join(
        [
            format_as_of(state.last_read, state.newest_entry),
            *([silence] if silence else []),
            *([format_failing(state.failing)] if state.failing else []),
            *_doubt_clock(state, today),
            *format_section(
                "Reports due",
                [*due_lines, *map(format_filing, state.duties.filings)],
            ),
            *format_section("Made by a ledger that was lost", _list_lost(state)),
            *format_section("To do", _list_duties(state.duties, today)),
            *format_section(STOCK_TITLE, stock),
            *([_format_counted(state)] if state.last_read else []),
            *([describe_closed(state.closed_before)] if state.closed_before else []),
            *format_section("Needs attention", [f"{what} × {count}" for what, count in attention.most_common()]),
            *format_section(HELD_ROWS, list_held_rows(state.attention, is_linked=True)),
            *format_section(_name_editions(len(state.editions)), _list_editions(state.editions)),
            *format_section("Released to others (--json lists all of it)", list_register_lines(state.released)),
            *format_section("Messages that have not left", [describe_unsent(message) for message in unsent]),
            *([describe_former(former)] if former else []),
        ]
    )


def _format_counted(state: Status) -> str:
    counted, flagged, held = (
        format_count(state.entries, "distribution"),
        *map(format_number, (state.flagged, state.held)),
    )
    return f"{counted} counted ({flagged} flagged), {held} held."


def format_failing(failing: FailingStatus) -> str:
    """Say what fails, since when, and what to do."""
    return f"NOT RUNNING since {format_time(failing.since)}: {failing.words}"


def format_health(last: datetime | None, failing: FailingStatus | None, *, is_healthy: bool) -> str:
    """Write one sentence for a monitor, and why where it is known."""
    if is_healthy and last:
        return f"The last run finished on {format_time(last)}."
    never = "No run has ever finished"
    said = f"No run has finished for {HOURS} hours; the last one did on {format_time(last)}" if last else never
    if failing:
        return f"{said}. {format_failing(failing)}"
    return f"{said}. Check that the schedule is running, or run `lbn run`."


def show_health(is_healthy: bool, last: datetime | None, failing: FailingStatus | None) -> None:
    """Print the sentence, and end with the exit code that monitors look at."""
    tell(format_health(last, failing, is_healthy=is_healthy))
    raise typer.Exit(0 if is_healthy else 1)


def summarize_filing(name: str, filed: Filed | None) -> str:
    """Say what `lbn filed` noted, or that `lbn filed --undo` took it back."""
    if filed is None:
        return f"No longer noted as handed in: {name}."
    what = (
        f"edition {filed.edition}"
        if filed.edition
        else "on paper, or as a former ledger made it: this one has no edition of it"
    )
    if filed.is_made_since:
        what = f"before edition {filed.edition} was made, which stands for it"
    return f"Noted: {name} was handed in on {format_date(filed.filed_on)} ({what})."


def _list_lost(state: Status) -> list[str]:
    """Say of editions that aren't in the ledger what to do, unless it's said as what fails."""
    failing = state.failing.words if state.failing else ""
    return [words for words in map(describe_lost, state.lost) if words not in failing]


def _list_duties(duties: Duties, today: date) -> list[str]:
    """List the first things to do beside the stock, each with why and how."""
    lines = [f"{task.action}. {task.reason} {task.how}" for task in list_duty_tasks(duties, today)]
    rest = len(lines) - MOST_DUTIES
    return [*lines[:MOST_DUTIES], f"{format_number(rest)} more: `lbn status --json` lists all."] if rest > 0 else lines


def _doubt_clock(state: Status, today: date) -> Sequence[str]:
    """Say what a wrong clock has made; where the clock of now lies behind what is known, only that it does."""
    read_on = state.last_read.date() if state.last_read else None
    if read_on and is_behind(today, read_on):
        known = f"{format_date(today)}, and the tabs were already read on {format_date(read_on)}"
        by_it = f"What is due or overdue below goes by {format_date(today)}."
        return [f"THE CLOCK of this machine says {known}: it is probably wrong now. {by_it}"]
    return format_section("Made by a wrong clock: don't hand these in", _made_too_early(state.editions, today))


def _made_too_early(editions: Sequence[EditionStatus], today: date) -> list[str]:
    return [
        f"{one.report} {one.period}, edition {one.edition}: the period ends on {format_date(last_on)}"
        for one in editions
        if is_made_too_early(last_on := parse_period(one.period).last_on, today, one.filed_on)
    ]


def _name_editions(count: int) -> str:
    return f"Editions (the newest {NEWEST} of {count})" if count > NEWEST else "Editions"


def _list_editions(editions: Sequence[EditionStatus]) -> list[str]:
    """List the newest; of a lost one that was made anew there is nothing to do."""
    newest = {(one.report, one.period): one.edition for one in sorted(editions, key=lambda one: one.edition)}
    return [_edition(one, is_last=newest[one.report, one.period] == one.edition) for one in editions[-NEWEST:]]


def _edition(item: EditionStatus, *, is_last: bool) -> str:
    sent = " (sent)" if item.sent else " (not sent)"
    if item.sent == "outbox":
        sent = f" ({describe_in_outbox(item, is_last=is_last)})"
    if item.is_lost:
        sent = f" (made by a ledger that was lost{'; see `lbn check`' if is_last else ''})"
    filed = f", handed in on {format_date(item.filed_on)}" if item.filed_on else ""
    return f"{item.report} {item.period}, edition {item.edition}{sent}{filed}"
